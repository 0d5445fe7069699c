"""Refunds that a person carries out: cash and transfers go back by a transfer from our bank."""

from django.db import transaction

from marketplace.ledger.entries import book_refund
from marketplace.order import states
from marketplace.order.services.locking import follow_refunds, lock_order
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.queries import BY_HAND
from marketplace.payment.refunds import step_refund


@transaction.atomic
def record_refund(refund: Refund, *, reference: str, by) -> Refund:
    """Note that the money of a requested refund was sent, under the bank's `reference`.

    Raises IllegalTransition when it was sent already, or is a provider's to send.
    """
    refund = _lock(refund)
    step_refund(refund, "submitted", reference=reference.strip(), by=by)
    step_refund(refund, "succeeded")
    attempt = refund.attempt
    attempt.refunded += refund.amount
    attempt.save(update_fields=["refunded"])
    book_refund(attempt, refund.amount)
    follow_refunds(attempt.order)
    return refund


@transaction.atomic
def drop_refund(refund: Refund, *, reason: str, by) -> Refund:
    """Give up a refund that cannot be sent; its money stays the buyer's. Raises IllegalTransition."""
    refund = _lock(refund)
    return step_refund(refund, "failed", reason=reason.strip()[:200], by=by)


def _lock(refund: Refund) -> Refund:
    """Lock order, attempt, refund. Raises IllegalTransition for a provider's refund."""
    order = lock_order(refund.attempt.order_id)
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=refund.attempt_id)
    locked = Refund.objects.select_for_update(of=("self",)).get(pk=refund.pk)
    attempt.order, locked.attempt = order, attempt
    if attempt.provider not in BY_HAND:
        raise states.IllegalTransition(attempt.provider, "by hand")
    return locked
