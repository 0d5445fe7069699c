"""Cash that couriers collect. Every parcel pays for itself."""

from django.db import transaction

from marketplace.ledger.entries import book_capture, book_remitted
from marketplace.ledger.models import JournalEntry, Posting
from marketplace.order import states
from marketplace.order.models import Order, Parcel
from marketplace.order.services.locking import Actor, follow_refunds, lock_parcel, lock_parcels, step_payment
from marketplace.payment.models import Attempt

SETTLED = {"delivered", "completed", "rejected", "cancelled", "returned", "lost"}


class NothingToRemit(Exception):
    """No cash was collected for the parcel, it was remitted already, or the courier keeps more than there is."""


def collect_cash(parcel: Parcel) -> None:
    """The courier has the cash of a locked parcel that was just delivered."""
    attempt = Attempt.objects.select_for_update().filter(order=parcel.order, provider="cod").order_by("pk").last()
    cash = parcel.kept_total
    attempt.captured += cash
    attempt.save(update_fields=["captured"])
    attempt.order = parcel.order
    book_capture(attempt, cash, parcel=parcel)


def settle_cash(order: Order) -> None:
    """Close a locked order paid on delivery once every parcel is settled: paid, or cancelled when nothing was."""
    statuses = {parcel.status for parcel in lock_parcels(order)}
    if order.payment_method != Order.Method.COD or not statuses <= SETTLED:
        return
    if order.payment_state not in (states.Payment.AWAITING_COD, states.Payment.COD_CONFIRMED):
        return
    is_paid = order.attempts.filter(captured__gt=0).exists()
    step_payment(order, states.Payment.PAID if is_paid else states.Payment.CANCELLED)
    order.attempts.unfinished().update(state="succeeded" if is_paid else "cancelled")
    follow_refunds(order)


@transaction.atomic
def record_remittance(parcel: Parcel, *, kept: int = 0, by: Actor = None) -> JournalEntry:
    """The courier paid a parcel's cash to our bank and kept `kept` đồng for its service. Raises NothingToRemit."""
    parcel = lock_parcel(parcel)
    collected = Posting.objects.filter(entry__parcel=parcel, entry__kind="capture", account__kind="cod_receivable")
    cash = -collected.credit()
    is_done = JournalEntry.objects.filter(key=f"remitted:{parcel.pk}").exists()
    if not cash or is_done or not 0 <= kept <= cash:
        raise NothingToRemit(parcel.number)
    return book_remitted(parcel, cash, kept)
