"""What a producer does with a parcel. Illegal steps raise IllegalTransition and change nothing."""

from django.db import transaction
from django.utils.translation import gettext

from marketplace.order import states, stock
from marketplace.order.models import Order, Parcel
from marketplace.order.services.locking import (
    lines_in_stock_order,
    lock_order,
    lock_parcels,
    step_parcel,
    step_payment,
)
from marketplace.payment.refunds import request_refund

SETTLED = {"delivered", "completed", "rejected", "cancelled"}


@transaction.atomic
def accept_parcel(parcel: Parcel, *, by=None) -> Parcel:
    """Take on the work. For an order paid on delivery this is also its confirmation."""
    parcel = _lock(parcel)
    step_parcel(parcel, "accepted", by=by)
    if parcel.order.payment_state == states.Payment.AWAITING_COD:
        step_payment(parcel.order, states.Payment.COD_CONFIRMED)
    return parcel


@transaction.atomic
def pack_parcel(parcel: Parcel, *, by=None) -> Parcel:
    """Say that the parcel is ready to be handed over."""
    return step_parcel(_lock(parcel), "packed", by=by)


@transaction.atomic
def ship_parcel(parcel: Parcel, *, tracking: str = "", carrier: str = "", by=None) -> Parcel:
    """Hand the parcel to the carrier; its pieces leave the stock."""
    parcel = _lock(parcel)
    parcel.tracking, parcel.carrier = tracking.strip(), carrier.strip()
    step_parcel(parcel, "shipped", by=by, note=parcel.tracking)
    for line in lines_in_stock_order(parcel):
        stock.consume(line)
    return parcel


@transaction.atomic
def deliver_parcel(parcel: Parcel, *, by=None) -> Parcel:
    """Record that the buyer has it (and, paid on delivery, has paid the courier)."""
    parcel = step_parcel(_lock(parcel), "delivered", by=by)
    _settle_cash(parcel.order)
    return parcel


@transaction.atomic
def reject_parcel(parcel: Parcel, *, reason: str, by=None) -> Parcel:
    """Refuse the work: stock is free again; what was paid for this parcel goes back."""
    return _give_back(step_parcel(_lock(parcel), "rejected", by=by, note=reason), reason=reason, by=by)


@transaction.atomic
def cancel_unsafe_parcel(parcel: Parcel, *, by=None) -> Parcel:
    """The buyer gives a parcel back before it leaves, its product's certificate having been revoked for safety: stock
    is free again, what was paid for it goes back. Raises IllegalTransition for any other parcel."""
    parcel = _lock(parcel)
    if not Parcel.objects.unsafe().filter(pk=parcel.pk).exists():
        raise states.IllegalTransition(parcel.status, "cancelled")
    note = gettext("Người mua hủy: giấy chứng nhận của sản phẩm bị thu hồi vì an toàn")
    return _give_back(step_parcel(parcel, "cancelled", by=by, note=note), reason=note, by=by)


def _lock(parcel: Parcel) -> Parcel:
    """Lock order and parcel. Raises IllegalTransition when the order's money does not stand."""
    order = lock_order(parcel.order_id)
    locked = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    locked.order = order
    if order.payment_state not in states.GOOD_FOR_DISPATCH:
        raise states.IllegalTransition(order.payment_state, "dispatch")
    return locked


def _give_back(parcel: Parcel, *, reason: str, by) -> Parcel:
    for line in lines_in_stock_order(parcel):
        stock.release(line)
    order = parcel.order
    if order.payment_method == Order.Method.COD:
        _settle_cash(order)
    else:
        request_refund(order, amount=parcel.total, reason=reason, by=by)
    return parcel


def _settle_cash(order: Order) -> None:
    """Close an order paid on delivery once every parcel is settled: paid, or cancelled when none was sent."""
    parcels = lock_parcels(order)
    statuses = {parcel.status for parcel in parcels}
    if order.payment_method != Order.Method.COD or not statuses <= SETTLED:
        return
    cash = sum(parcel.total for parcel in parcels if parcel.status in ("delivered", "completed"))
    step_payment(order, states.Payment.PAID if cash else states.Payment.CANCELLED)
    order.attempts.unfinished().update(captured=cash, state="succeeded" if cash else "cancelled")
