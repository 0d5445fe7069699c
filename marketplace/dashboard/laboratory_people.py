"""One laboratory: who writes for it, letting people in and out, and its history."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from marketplace.accounts.models import User
from marketplace.dashboard.access import operators_only
from marketplace.labs.people import NoSuchAccount, WorksAtADesk, invite
from marketplace.sent import number_in
from traceability import laboratories
from traceability.models import DeskAct, Laboratory

FORMS = ["GET", "HEAD", "POST"]


class PersonForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail của tài khoản"),
        help_text=gettext_lazy("Địa chỉ đã xác nhận của một tài khoản có sẵn. Người ấy được báo bằng thư."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


@require_http_methods(FORMS)
@operators_only
def laboratory(request: HttpRequest, pk: int) -> HttpResponse:
    """One laboratory; POST lets the person of an address write for it."""
    held = get_object_or_404(Laboratory.objects.with_counts(), pk=pk)
    form = PersonForm(request.POST or None, initial={"email": _let_go_last(request, held)})
    if form.is_valid() and _invited(request, held, form):
        return redirect("laboratories:laboratory", pk)
    context = {
        "laboratory": held,
        "form": form,
        "people": held.people.prefetch_related("memberships__producer").order_by("email"),
        "acts": held.acts.select_related("by", "person"),
    }
    return render(request, "oscar/dashboard/laboratories/laboratory.html", context, status=422 if form.errors else 200)


@require_http_methods(FORMS)
@operators_only
def let_go(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Let somebody write for it no more, once that was confirmed."""
    held = get_object_or_404(Laboratory, pk=pk)
    leaves = get_object_or_404(held.people, pk=person)
    if request.method != "POST":
        return render(request, "oscar/dashboard/laboratories/let_go.html", {"laboratory": held, "person": leaves})
    try:
        laboratories.let_go(held, leaves, by=request.user)
    except laboratories.NothingToChange:
        messages.info(request, _("Người này đã được rút từ trước."))
    else:
        messages.success(request, _("Đã rút. Nhầm thì bấm “Thêm người” để đưa lại."))
    return redirect(f"{reverse('laboratories:laboratory', args=[pk])}?nguoi={leaves.pk}")


def _let_go_last(request: HttpRequest, held: Laboratory) -> str:
    """The address of somebody just let go, to take that back with one button; no address stands in ours."""
    key = number_in(request.GET.get("nguoi", ""))
    left = held.acts.filter(kind=DeskAct.Kind.LEFT, person=key).select_related("person").last() if key else None
    return left.person.email if left else ""


def _invited(request: HttpRequest, held: Laboratory, form: PersonForm) -> bool:
    try:
        act = invite(held, form.cleaned_data["email"], by=request.user)
    except NoSuchAccount:
        form.add_error("email", _("Không có tài khoản nào xác nhận địa chỉ này. Hãy nhờ người ấy tạo tài khoản trước."))
    except WorksAtADesk:
        form.add_error("email", _("Người vận hành, cán bộ và biên tập viên không ghi thay phòng kiểm nghiệm."))
    except laboratories.WritesElsewhere:
        form.add_error("email", _("Người này đang ghi cho một phòng kiểm nghiệm khác. Rút họ khỏi phòng kia trước."))
    except laboratories.NothingToChange:
        form.add_error("email", _("Người này đã ghi được cho phòng này."))
    else:
        _welcome(request, act.person)
        return True
    return False


def _welcome(request: HttpRequest, person: User) -> None:
    messages.success(request, _("Đã thêm %(email)s và gửi thư báo.") % {"email": person.email})
    names = ", ".join(person.memberships.values_list("producer__name", flat=True))
    if names:
        said = _("Người này cũng làm cho %(names)s, nên không ghi được kết quả cho lô của cơ sở ấy.")
        messages.warning(request, said % {"names": names})
