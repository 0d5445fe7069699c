"""Goods that buyers want to give back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.models import User
from marketplace.accounts.roles import SHIP, may
from marketplace.order.change_views import send_photo
from marketplace.order.returns import ReturnRequest
from marketplace.order.services import NotThatMany
from marketplace.order.services import returns as verbs
from marketplace.order.states import IllegalTransition
from marketplace.payment.refunds import NothingToRefund
from marketplace.producers.access import get_own_return, get_own_return_photo, members_only, members_who
from marketplace.producers.forms_returns import AnswerForm

PER_PAGE = 20
SAID = {
    "approve": gettext_lazy("Đã đồng ý. Khi nhận lại hàng, bấm “Đã nhận lại hàng” để hoàn tiền."),
    "settle": gettext_lazy("Đã hoàn tiền cho người mua. Xem hàng rồi cho vào kho ở trang kiện hàng."),
    "reject": gettext_lazy("Đã từ chối. Người mua đọc được lý do và có thể nhờ Chợ OCOP xem lại."),
    "lapse": gettext_lazy("Đã khép yêu cầu: hàng không được gửi lại."),
}


@require_safe
@members_only
def return_list(request: HttpRequest) -> HttpResponse:
    """Own returns, those that wait at the top."""
    found = ReturnRequest.objects.of_producer(request.producer).with_goods().waiting_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/returns.html", {"page": page})


@require_safe
@members_only
def return_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong, with photos, and the answers that are possible now."""
    return _show(request, get_own_return(request, pk), AnswerForm())


@require_POST
@members_who(SHIP)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, refuse, give the money back, or close what never came."""
    wish, form = get_own_return(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, wish, form, status=422)
    try:
        _answer(wish, form, request.user)
    except (IllegalTransition, NotThatMany, NothingToRefund, verbs.TooLate):
        messages.warning(request, _("Yêu cầu này đã ở bước khác, xin xem lại bên dưới."))
    else:
        messages.success(request, SAID[form.cleaned_data["act"]])
    return redirect("workspace:parcel-return", pk=wish.pk)


@never_cache
@require_safe
@members_only
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return send_photo(get_own_return_photo(request, pk))


def _answer(wish: ReturnRequest, form: AnswerForm, person: User) -> None:
    given = form.cleaned_data
    match given["act"]:
        case "approve":
            verbs.approve_return(wish, answer=given["answer"], by=person)
        case "settle":
            verbs.settle_return(wish, answer=given["answer"], with_shipping=given["with_shipping"], by=person)
        case "reject":
            verbs.reject_return(wish, answer=given["answer"], by=person)
        case "lapse":
            verbs.lapse_return(wish, at=now(), by=person)


def _show(request: HttpRequest, wish: ReturnRequest, form: AnswerForm, status: int = 200) -> HttpResponse:
    context = {"wish": wish, "form": form, "may_ship": may(request.membership, SHIP)}
    return render(request, "workspace/return.html", context, status=status)
