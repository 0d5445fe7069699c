from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.roles import SELL, may
from marketplace.buyers.forms import ReplyForm
from marketplace.buyers.models import Review
from marketplace.buyers.services.reviews import AlreadyDone, answer_review
from marketplace.producers.access import members_only, members_who

PER_PAGE = 20


@require_safe
@members_only
def review_list(request: HttpRequest) -> HttpResponse:
    """What buyers say of own products, the newest first."""
    return _page(request)


@require_POST
@members_who(SELL)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a review of an own product, once."""
    review = get_object_or_404(Review.objects.of_producer(request.producer).shown(), pk=pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, wrong=review.pk, form=form, status=422)
    try:
        answer_review(review, text=form.cleaned_data["text"], by=request.user, at=now())
    except AlreadyDone:
        messages.warning(request, _("Đánh giá này đã có lời đáp."))
    else:
        messages.success(request, _("Lời đáp đã hiện trên trang sản phẩm."))
    return redirect("workspace:reviews")


def _page(request: HttpRequest, *, wrong: int = 0, form: ReplyForm | None = None, status: int = 200) -> HttpResponse:
    found = Review.objects.of_producer(request.producer).shown().with_story().select_related("product")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for review in page:
        review.form = form if review.pk == wrong else ReplyForm(auto_id=f"id_{review.pk}_%s")
    context = {"page": page, "may_reply": may(request.membership, SELL)}
    return render(request, "workspace/reviews.html", context, status=status)
