"""What happens to a parcel on its way. Illegal steps raise IllegalTransition and change nothing."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext

from marketplace.ledger.entries import book_carried, book_delivered
from marketplace.order import states, stock
from marketplace.order.models import Order, Parcel, ParcelEvent
from marketplace.order.services.cash import collect_cash, settle_cash
from marketplace.order.services.locking import (
    Actor,
    lines_in_stock_order,
    lock_parcel,
    lock_parcel_at_work,
    lock_parcel_to_end,
    step_parcel,
    step_payment,
)
from marketplace.order.services.news import tell_buyer_parcel_ended, tell_producer_of_change
from marketplace.order.services.paying_back import pay_back
from marketplace.order.services.pieces import NotThatMany, Pieces, all_of, drop_shipping, take_off


@transaction.atomic
def accept_parcel(parcel: Parcel, *, by: Actor = None) -> Parcel:
    """Take on the work. For an order paid on delivery this is also its confirmation."""
    parcel = lock_parcel_at_work(parcel)
    step_parcel(parcel, "accepted", by=by)
    if parcel.order.payment_state == states.Payment.AWAITING_COD:
        step_payment(parcel.order, states.Payment.COD_CONFIRMED)
    return parcel


@transaction.atomic
def pack_parcel(parcel: Parcel, *, by: Actor = None) -> Parcel:
    """Say that the parcel is ready to be handed over."""
    return step_parcel(lock_parcel_at_work(parcel), "packed", by=by)


@transaction.atomic
def ship_parcel(parcel: Parcel, *, tracking: str = "", carrier: str = "", by: Actor = None) -> Parcel:
    """Hand the parcel to the carrier; its pieces leave the stock."""
    parcel = lock_parcel_at_work(parcel)
    parcel.tracking, parcel.carrier = tracking.strip(), carrier.strip()
    step_parcel(parcel, "shipped", by=by, note=parcel.tracking)
    for line in lines_in_stock_order(parcel):
        stock.consume(line)
    return parcel


@transaction.atomic
def deliver_parcel(parcel: Parcel, *, by: Actor = None, at: datetime | None = None) -> Parcel:
    """Record that the buyer has it (and, paid on delivery, has paid the courier): its money finds its owners."""
    parcel = lock_parcel_at_work(parcel)
    parcel.delivered_at = at or now()
    step_parcel(parcel, "delivered", by=by)
    if parcel.order.payment_method == Order.Method.COD:
        collect_cash(parcel)
    book_delivered(parcel)
    settle_cash(parcel.order)
    return parcel


@transaction.atomic
def reject_parcel(parcel: Parcel, *, reason: str, by: Actor = None) -> Parcel:
    """Refuse the work: stock is free again; what was paid for this parcel goes back."""
    return _ended(lock_parcel_to_end(parcel), "rejected", reason=reason, by=by)


@transaction.atomic
def call_off(parcel: Parcel, *, pieces: Pieces | None = None, reason: str = "", by: Actor = None) -> int:
    """Take pieces, or all of it, out of a parcel that has not left: stock is free again, what was paid for them goes
    back. Returns the đồng. Raises IllegalTransition once it left, NotThatMany."""
    parcel = lock_parcel_to_end(parcel)
    if parcel.status not in states.HOLDING:
        raise states.IllegalTransition(parcel.status, "cancelled")
    everything = all_of(parcel)
    wanted = everything if pieces is None else {key: count for key, count in pieces.items() if count}
    if wanted == everything:
        return _end(parcel, "cancelled", reason=reason, by=by)
    note = _told(parcel, wanted, reason)
    amount = _give_back(parcel, take_off(parcel, wanted), reason=note, by=by)
    event = ParcelEvent.objects.create(parcel=parcel, status=parcel.status, by=by, note=note, is_step=False)
    tell_producer_of_change(parcel, words=note, key=str(event.pk))
    return amount


@transaction.atomic
def report_undeliverable(parcel: Parcel, *, reason: str = "", by: Actor = None) -> Parcel:
    """The carrier could not hand it over."""
    return step_parcel(lock_parcel_at_work(parcel), "undeliverable", by=by, note=reason)


@transaction.atomic
def send_parcel_back(parcel: Parcel, *, by: Actor = None) -> Parcel:
    """The carrier brings it back to the producer."""
    return step_parcel(lock_parcel_at_work(parcel), "returning", by=by)


@transaction.atomic
def receive_parcel_back(parcel: Parcel, *, by: Actor = None) -> Parcel:
    """The producer has it again: what was paid for the goods goes back, what was paid for its way does not. Pieces
    return to the shelf by hand."""
    return _ended(lock_parcel_at_work(parcel), "returned", by=by)


@transaction.atomic
def report_lost(parcel: Parcel, *, reason: str = "", by: Actor = None) -> Parcel:
    """The carrier lost it: all that was paid for it goes back."""
    return _ended(lock_parcel_at_work(parcel), "lost", reason=reason, by=by)


@transaction.atomic
def restock(parcel: Parcel, pieces: Pieces, *, by: Actor = None) -> None:
    """Put pieces that came back, and were looked at, on the shelf again. Raises NotThatMany."""
    parcel = lock_parcel(parcel)
    for line in lines_in_stock_order(parcel):
        count = pieces.get(line.pk, 0)
        if not 0 <= count <= line.to_restock:
            raise NotThatMany(parcel.number)
        if count:
            stock.restock(line, count)
            line.restocked += count
            line.save(update_fields=["restocked"])


def complete_delivered(at: datetime) -> int:
    """Close the parcels whose time for returns is over; returns how many. From then on they are paid out."""
    return sum(_complete(parcel, at) for parcel in Parcel.objects.past_returns(at).order_by("pk")[:500])


@transaction.atomic
def _complete(parcel: Parcel, at: datetime) -> bool:
    parcel = lock_parcel(parcel)
    if not Parcel.objects.past_returns(at).filter(pk=parcel.pk).exists():
        return False
    step_parcel(parcel, "completed")
    return True


def _ended(parcel: Parcel, then: str, *, reason: str = "", by: Actor = None) -> Parcel:
    _end(parcel, then, reason=reason, by=by)
    return parcel


def _end(parcel: Parcel, then: str, *, reason: str = "", by: Actor = None) -> int:
    """Close a parcel that the buyer will not have, and give back what was paid for it; returns the đồng."""
    step_parcel(parcel, then, by=by, note=reason)
    amount = take_off(parcel, all_of(parcel))
    is_prepaid = parcel.order.payment_method != Order.Method.COD
    if then == "returned" and is_prepaid and parcel.kept_shipping:
        book_carried(parcel)
    else:
        amount += drop_shipping(parcel)
    reason = reason or parcel.get_status_display()
    amount = _give_back(parcel, amount, reason=reason, by=by)
    if then == "cancelled":
        tell_producer_of_change(parcel, words=reason, key=parcel.number)
    else:
        tell_buyer_parcel_ended(parcel, reason=reason, amount=amount)
    return amount


def _give_back(parcel: Parcel, amount: int, *, reason: str, by: Actor) -> int:
    """What goes back to the buyer; of an order paid on delivery, what they will not have to pay."""
    if parcel.order.payment_method != Order.Method.COD:
        return pay_back(parcel.order, amount, reason=reason, by=by)
    settle_cash(parcel.order)
    return amount


def _told(parcel: Parcel, pieces: Pieces, reason: str) -> str:
    """ "Hủy 2 × Mật ong: đặt nhầm"."""
    titles = dict(parcel.lines.values_list("pk", "title"))
    goods = ", ".join(f"{count} × {titles.get(key, '')}" for key, count in pieces.items())
    words = gettext("Hủy %(goods)s") % {"goods": goods}
    return (f"{words}: {reason}" if reason else words)[:300]
