"""Moderation: what buyers reported, and every act with its reason. A review is hidden, never changed or deleted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.roles import is_operator
from marketplace.buyers.forms import ReasonForm
from marketplace.buyers.models import Review
from marketplace.buyers.services.reviews import AlreadyDone, hide_review, let_stand

PAGE_SIZE = 30
QUEUES = {
    "": (gettext_lazy("Bị báo cáo"), Review.objects.to_look_at),
    "an": (gettext_lazy("Đã ẩn"), lambda: Review.objects.filter(state="hidden")),
    "tat-ca": (gettext_lazy("Tất cả"), Review.objects.all),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Reviews that somebody reported, hidden ones, or all."""
    _need_operator(request)
    chosen = request.GET.get("xem", "")
    chosen = chosen if chosen in QUEUES else ""
    found = QUEUES[chosen][1]().select_related("product", "line__order")
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("p")),
        "queues": [{"slug": slug, "name": name, "chosen": slug == chosen} for slug, (name, _found) in QUEUES.items()],
        "chosen": chosen,
    }
    return render(request, "oscar/dashboard/buyer_reviews/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review with its history; hide it, or let it stand."""
    _need_operator(request)
    shown = get_object_or_404(Review.objects.with_story().select_related("product", "line__order"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _done(request, shown, form):
        return redirect("buyer-reviews:review", shown.pk)
    context = {"review": shown, "form": form, "events": shown.events.select_related("actor")}
    return render(request, "oscar/dashboard/buyer_reviews/review.html", context)


def _need_operator(request: HttpRequest) -> None:
    if not is_operator(request.user):
        raise PermissionDenied(_("Chỉ người vận hành sàn xét các đánh giá."))


def _done(request: HttpRequest, shown: Review, form: ReasonForm) -> bool:
    verb = hide_review if request.POST.get("act") == "hide" else let_stand
    try:
        verb(shown, reason=form.cleaned_data["reason"], by=request.user)
    except AlreadyDone:
        form.add_error(None, _("Đánh giá này vừa được người khác ẩn. Xin xem lại."))
        return False
    messages.success(request, _("Đã ghi vào lịch sử của đánh giá."))
    return True
