"""Asking for money back: the row first, under the attempt's lock, never more than was captured."""

from django.db import transaction

from marketplace.order import states
from marketplace.payment.models import Attempt, Refund


class NothingToRefund(Exception):
    """Less was captured than is asked back."""


@transaction.atomic
def request_refund(order, *, amount: int, reason: str, by=None, attempt=None) -> Refund:
    """Record that `amount` đồng of a paid order go back by the way they came (`attempt`, else the first that has as
    much left); the clockwork asks the provider, or a person sends them.

    Raises NothingToRefund when the standing refunds and this one exceed what was captured.
    """
    paid = Attempt.objects.select_for_update().filter(order=order, captured__gt=0).order_by("pk")
    chosen = paid.filter(pk=attempt.pk) if attempt else paid
    attempt = next((one for one in chosen if refundable(one) >= amount), None)
    if attempt is None:
        raise NothingToRefund(f"{amount} đồng of order {order.number}")
    return Refund.objects.create(attempt=attempt, amount=amount, reason=reason[:200], by=by)


def refundable(attempt: Attempt) -> int:
    """What may still go back, whole đồng: also money that went back without our asking counts."""
    return attempt.captured - max(attempt.refunds.standing().total(), attempt.refunded)


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
