"""Asking for money back: the row first, under the attempt's lock, never more than was captured."""

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from marketplace.ledger.entries import book_covered
from marketplace.order import states
from marketplace.payment.models import Attempt, Dispute, Refund


class NothingToRefund(Exception):
    """Less was captured than is asked back."""


@transaction.atomic
def request_refund(order, *, amount: int, reason: str, by=None, attempt=None) -> Refund:
    """Record that `amount` đồng of a paid order go back by the way they came (`attempt`, else the first that has as
    much left); the clockwork asks the provider, or a person sends them. What the buyer's bank gave back already, by a
    dispute that we lost, is noted and not sent again.

    Raises NothingToRefund when the standing refunds and this one exceed what was captured.
    """
    paid = Attempt.objects.select_for_update().filter(order=order, captured__gt=0).order_by("pk")
    chosen = list(paid.filter(pk=attempt.pk) if attempt else paid)
    attempt = next((one for one in chosen if refundable(one) >= amount), None)
    lost = None if attempt else _lost_with(amount, chosen)
    if attempt is None and lost is None:
        raise NothingToRefund(f"{amount} đồng of order {order.number}")
    wanted = {"attempt": attempt or lost.attempt, "amount": amount, "reason": reason[:200], "by": by}
    refund = Refund.objects.create(**wanted)
    return cover(refund, lost) if lost else refund


def ways_back(order, *, at_once: int) -> list[tuple[Attempt, int]]:
    """(attempt, what may still go back by it) of an order, locked: first one that has `at_once` đồng, if there is."""
    paid = Attempt.objects.select_for_update().filter(order=order, captured__gt=0).order_by("pk")
    ways = [(attempt, refundable(attempt)) for attempt in paid]
    return sorted(ways, key=lambda way: way[1] < at_once)


def refundable(attempt: Attempt) -> int:
    """What may still go back, whole đồng: also money that went back without our asking, or by the bank, counts."""
    lost = attempt.disputes.aggregate(sum=Coalesce(Sum("lost"), 0))["sum"]
    return attempt.captured - max(attempt.refunds.standing().total(), attempt.refunded) - lost


def left_of(dispute: Dispute) -> int:
    """What the bank gave back by a lost dispute and no refund of ours was set against yet, whole đồng."""
    return dispute.lost - dispute.covered.total()


def cover(refund: Refund, dispute: Dispute) -> Refund:
    """Set a requested refund against a lost dispute: the buyer has that money. Raises IllegalTransition."""
    refund = step_refund(refund, "failed", dispute=dispute)
    book_covered(refund)
    return refund


def _lost_with(amount: int, attempts: list[Attempt]) -> Dispute | None:
    lost = Dispute.objects.filter(attempt__in=attempts, lost__gte=amount).select_related("attempt__order")
    return next((one for one in lost.order_by("pk") if left_of(one) >= amount), None)


def confirm_refunds(attempt: Attempt) -> None:
    """Mark, oldest first, the submitted refunds of a locked attempt that its `refunded` covers."""
    covered = attempt.refunded
    for refund in attempt.refunds.select_for_update().filter(state__in=("submitted", "succeeded")).order_by("pk"):
        covered -= refund.amount
        if covered >= 0 and refund.state == Refund.State.SUBMITTED:
            step_refund(refund, "succeeded")


def step_refund(refund: Refund, then: str, **facts) -> Refund:
    """Move a locked refund. Raises IllegalTransition."""
    states.check_step(states.REFUND_STEPS, refund.state, then)
    refund.state = then
    for name, value in facts.items():
        setattr(refund, name, value)
    refund.save()
    return refund
