"""What a buyer changes after ordering: calls pieces off before they leave, gives them back after they came."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.wording import dong
from marketplace.order import services
from marketplace.order.change_forms import CallOffForm, ReturnForm
from marketplace.order.choices import with_choices
from marketplace.order.models import Order, Parcel
from marketplace.order.proofs import may_see
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.order.services.returns import TooLate, ask_for_return, withdraw_return
from marketplace.order.states import IllegalTransition


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Choose what of a parcel that has not left is not wanted any more; without a choice, all of it."""
    parcel = own_parcel(request, number, position)
    if parcel is None or not parcel.may_call_off:
        return _too_late(request, number, parcel, _("Kiện này không hủy được nữa. Xin gọi cho nhà sản xuất."))
    form = CallOffForm(request.POST or None, parcel=parcel)
    if request.method != "POST":
        return _form_page(request, "order/call_off.html", parcel, form)
    if not form.is_about_pieces:
        return _called_off(request, parcel, pieces=None, reason="")
    if not form.is_valid():
        return _form_page(request, "order/call_off.html", parcel, form, status=422)
    return _called_off(request, parcel, pieces=form.pieces(), reason=form.cleaned_data["reason"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_return(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """Ask to give pieces of a delivered parcel back, with photos."""
    parcel = own_parcel(request, number, position)
    if parcel is None or not parcel.may_return:
        return _too_late(
            request, number, parcel, _("Kiện này không gửi yêu cầu trả hàng được. Xin xem lý do bên dưới.")
        )
    form = ReturnForm(request.POST or None, request.FILES or None, parcel=parcel)
    if request.method != "POST":
        return _form_page(request, "order/return.html", parcel, form)
    if not form.is_valid():
        return _form_page(request, "order/return.html", parcel, form, status=422)
    return _asked(request, parcel, form)


@require_POST
def withdraw(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """The buyer keeps the goods after all."""
    order = own_order(request, number)
    if order is None:
        return redirect("orders:detail", number)
    wish = get_object_or_404(ReturnRequest.objects.select_related("parcel"), pk=pk, parcel__order=order)
    try:
        withdraw_return(wish, by=_person(request))
    except IllegalTransition:
        messages.info(request, _("Yêu cầu trả hàng này đã được giải quyết."))
    else:
        messages.success(request, _("Đã rút yêu cầu trả hàng."))
    return redirect("orders:detail", number)


@never_cache
@require_safe
def photo(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A photo of a return, to the buyer who sent it."""
    order = own_order(request, number)
    if order is None:
        raise Http404
    return send_photo(get_object_or_404(ReturnPhoto, pk=pk, request__parcel__order=order))


def send_photo(shown: ReturnPhoto) -> HttpResponse:
    """The picture itself, for one who may see it."""
    if not shown.picture.storage.exists(shown.picture.name):
        raise Http404
    response = FileResponse(shown.picture.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, no-store"
    return response


def own_order(request: HttpRequest, number: str) -> Order | None:
    """The order, to whom it was shown; None for a number that does not exist as for another person's."""
    order = Order.objects.with_parcels().filter(number=number).first()
    return order if order and may_see(request, order) else None


def own_parcel(request: HttpRequest, number: str, position: int) -> Parcel | None:
    """A parcel of own_order, with what may be changed about it (see choices.py)."""
    order = own_order(request, number)
    parcels = with_choices(order, now()) if order else []
    found = next((parcel for parcel in parcels if parcel.position == position), None)
    if order and found is None:
        raise Http404
    return found


def _called_off(request: HttpRequest, parcel: Parcel, **wish) -> HttpResponse:
    is_prepaid = parcel.order.payment_method != Order.Method.COD
    try:
        amount = services.call_off(parcel, by=_person(request), **wish)
    except (IllegalTransition, services.NotThatMany):
        messages.error(request, _("Kiện hàng vừa thay đổi nên chưa hủy được. Xin xem lại bên dưới."))
    else:
        words = (
            _("Đã hủy. %(amount)s được hoàn lại.") if is_prepaid else _("Đã hủy. Bạn trả ít đi %(amount)s khi nhận.")
        )
        messages.success(request, words % {"amount": dong(amount)})
    return redirect("orders:detail", parcel.order.number)


def _asked(request: HttpRequest, parcel: Parcel, form: ReturnForm) -> HttpResponse:
    given = form.cleaned_data
    wish = {"reason": given["reason"], "words": given["words"], "photos": given["photos"]}
    try:
        ask_for_return(parcel, pieces=form.pieces(), at=now(), **wish)
    except (IllegalTransition, services.NotThatMany, TooLate):
        messages.error(request, _("Kiện hàng vừa thay đổi nên chưa gửi được yêu cầu. Xin xem lại bên dưới."))
    else:
        messages.success(request, _("Đã gửi yêu cầu trả hàng. Nhà sản xuất trả lời trong 3 ngày."))
    return redirect("orders:detail", parcel.order.number)


def _too_late(request: HttpRequest, number: str, parcel: Parcel | None, sentence: str) -> HttpResponse:
    if parcel:
        messages.error(request, sentence)
    return redirect("orders:detail", number)


def _form_page(request: HttpRequest, template: str, parcel: Parcel, form, status: int = 200) -> HttpResponse:
    return render(request, template, {"parcel": parcel, "order": parcel.order, "form": form}, status=status)


def _person(request: HttpRequest):
    return request.user if request.user.is_authenticated else None
