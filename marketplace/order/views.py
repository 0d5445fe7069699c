from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.order.choices import with_choices
from marketplace.order.forms import TrackingForm
from marketplace.order.models import Order
from marketplace.order.numbers import read_order_number
from marketplace.order.proofs import TRIES, count_wrong_try, may_see, remember, too_many_tries
from marketplace.order.states import HOLDING, IllegalTransition
from marketplace.payment import services as payment
from marketplace.payment.instructions import instructions_for
from marketplace.payment.models import Refund
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.switching import other_ways


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Open an order by its number and phone."""
    form = TrackingForm(request.POST or None)
    if request.method != "POST":
        return _form_page(request, form)
    return _try_pair(request, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """The order, to who proved it is theirs; the same phone form to everybody else, whether it exists or not.

    Behind a login another person's order is 404.
    """
    order = _find(number)
    if order and may_see(request, order):
        return render(request, "order/detail.html", _page(order))
    if order and order.user_id and request.user.is_authenticated:
        raise Http404
    if request.method == "POST":
        return _try_pair(request, TrackingForm(request.POST))
    return _form_page(request, TrackingForm(initial={"number": number[:40]}))


@require_safe
@never_cache
def transfer_qr(request: HttpRequest, number: str) -> HttpResponse:
    """The VietQR symbol as a picture, for the bank's app on the same phone. 404 without proof or nothing to pay."""
    order = _find(number)
    pay = instructions_for(order) if order and may_see(request, order) else None
    if pay is None:
        raise Http404
    return HttpResponse(pay.png(), content_type="image/png")


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer ends an order that is not paid and not on its way."""
    order = get_object_or_404(Order, number=number)
    if not may_see(request, order):
        return redirect("orders:detail", number)
    try:
        ended = payment.cancel_unpaid(order, by=request.user if request.user.is_authenticated else None)
    except (IllegalTransition, ProviderDown):
        messages.error(request, _("Đơn này không hủy được nữa. Xin gọi cho nhà sản xuất hoặc cho chúng tôi."))
    else:
        _say_how_it_ended(request, ended)
    return redirect("orders:detail", number)


def _say_how_it_ended(request: HttpRequest, order: Order) -> None:
    if order.payment_state == "cancelled":
        messages.success(request, _("Đã hủy đơn hàng."))
    else:
        messages.info(request, _("Đơn hàng đã được thanh toán nên chưa hủy."))


def _find(text: str) -> Order | None:
    try:
        return Order.objects.with_parcels().filter(number=read_order_number(text)).first()
    except ValueError:
        return None


def _try_pair(request: HttpRequest, form: TrackingForm) -> HttpResponse:
    if too_many_tries(request):
        form.is_valid()
        form.add_error(None, _("Đã thử sai %(count)d lần. Xin đợi mười phút rồi thử lại.") % {"count": TRIES})
        return _form_page(request, form, status=429)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    order = Order.objects.known_by(*form.pair()).first()
    if order is None:
        count_wrong_try(request)
        form.add_error(None, _("Mã đơn và số điện thoại không khớp. Xin kiểm tra lại cả hai."))
        return _form_page(request, form, status=422)
    remember(request, order)
    return redirect("orders:detail", order.number)


def _form_page(request: HttpRequest, form: TrackingForm, status: int = 200) -> HttpResponse:
    return render(request, "order/track.html", {"form": form}, status=status)


def _page(order: Order) -> dict:
    refunds = list(
        Refund.objects.filter(attempt__order=order).exclude(state="failed").select_related("attempt").order_by("pk")
    )
    is_held = any(parcel.status in HOLDING for parcel in order.parcels.all())
    return {
        "order": order,
        "parcels": with_choices(order, now()),
        "may_cancel": order.payment_state in ("awaiting_payment", "awaiting_cod_confirmation"),
        "unsafe": set(order.parcels.unsafe().values_list("pk", flat=True)) if is_held else set(),
        "refunds": refunds,
        "waits_by_hand": any(refund.waits_by_hand for refund in refunds),
        "refund_account": getattr(order, "refund_account", None),
        "pay": instructions_for(order),
        "ways": other_ways(order),
        "came": sum(attempt.captured for attempt in order.attempts.all()),
    }
