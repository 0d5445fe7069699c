"""Card payments that a buyer's bank takes back: followed as the provider tells them, booked as the money moves.

The order's own state does not change. While a dispute is open, the producers of its order are not paid for it (see
ledger.queries); what is lost in the end the platform bears.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from marketplace.ledger.entries import book_dispute, book_dispute_loss
from marketplace.order.services.locking import lock_order
from marketplace.order.services.news import tell_producers_of_dispute
from marketplace.payment.models import Attempt, Dispute
from marketplace.payment.providers import PROVIDERS, REMOTE, provider_of
from marketplace.payment.providers.base import DisputeTold, ProviderDown
from marketplace.payment.refunds import cover, left_of

logger = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=120)  # a bank takes about three months to decide


def ask(attempt: Attempt) -> None:
    """Ask for the disputes of one payment. Raises ProviderDown."""
    for told in provider_of(attempt).disputes(payment=attempt.payment_reference):
        merge_dispute(attempt, told)


def look(at: datetime) -> None:
    """Ask for all disputes of the last months: a notice may have been lost, or have come late."""
    for code in REMOTE:
        provider = PROVIDERS[code]
        if not provider.is_configured():
            continue
        try:
            found = provider.disputes(since=at - LOOK_BACK)
        except ProviderDown:
            logger.warning("disputes not told", extra={"provider": code})
            continue
        for told in found:
            _take_in(code, told)


def _take_in(code: str, told: DisputeTold) -> None:
    attempt = Attempt.objects.filter(provider=code, payment_reference=told.payment).select_related("order").first()
    if attempt:
        merge_dispute(attempt, told)
    else:
        logger.error("dispute of an unknown payment", extra={"dispute": told.reference})


@transaction.atomic
def merge_dispute(attempt: Attempt, told: DisputeTold) -> Dispute:
    """Make our record what the provider says; its money only moves forward, and nothing is booked twice."""
    attempt = _lock(attempt)
    dispute = _kept(attempt, told)
    was = dispute.state
    moved = {what: max(0, getattr(told, what) - getattr(dispute, what)) for what in ("taken", "given_back", "fee")}
    for what, amount in moved.items():
        setattr(dispute, what, getattr(dispute, what) + amount)
    dispute.state, dispute.reason, dispute.due_by = told.state, told.reason[:60], told.due_by
    dispute.closed_at = None if dispute.is_open else dispute.closed_at or now()
    dispute.save()
    for what, amount in moved.items():
        if amount:
            book_dispute(dispute, what, amount)
    _settle_loss(dispute)
    if was != dispute.state:
        _tell(dispute, is_new=not was)
    return dispute


def _lock(attempt: Attempt) -> Attempt:
    order = lock_order(attempt.order_id)
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    attempt.order = order
    return attempt


def _kept(attempt: Attempt, told: DisputeTold) -> Dispute:
    kept = Dispute.objects.filter(reference=told.reference, attempt=attempt).first()
    kept = kept or Dispute(reference=told.reference, amount=told.amount, opened_at=told.opened_at)
    kept.attempt = attempt
    return kept


def _settle_loss(dispute: Dispute) -> None:
    """What the bank decided against us is our loss; a decision that is taken back makes it none again."""
    loss = dispute.withheld if dispute.state == Dispute.State.LOST else 0
    if loss == dispute.lost:
        return
    more, dispute.lost = loss - dispute.lost, loss
    dispute.save(update_fields=["lost"])
    book_dispute_loss(dispute, more)
    for refund in dispute.attempt.refunds.filter(state="requested").order_by("pk").select_for_update():
        if refund.amount <= left_of(dispute):
            cover(refund, dispute)


def _tell(dispute: Dispute, *, is_new: bool) -> None:
    logger.warning("dispute", extra={"dispute": dispute.reference, "state": dispute.state})
    if is_new or not dispute.is_open:
        tell_producers_of_dispute(dispute)
