"""Asking for money back: the row first, under the attempt's lock, never more than was captured."""

from django.db import transaction

from marketplace.payment.models import Attempt, Refund


class NothingToRefund(Exception):
    """Less was captured than is asked back."""


@transaction.atomic
def request_refund(order, *, amount: int, reason: str, by=None, attempt=None) -> Refund:
    """Record that `amount` đồng of a paid order go back (by `attempt`, else its first); the clockwork asks the provider.

    Raises NothingToRefund when the standing refunds and this one exceed what was captured.
    """
    paid = Attempt.objects.select_for_update().filter(order=order, captured__gt=0).order_by("pk")
    attempt = paid.filter(pk=attempt.pk).first() if attempt else paid.first()
    if attempt is None or attempt.refunds.standing().total() + amount > attempt.captured:
        raise NothingToRefund(f"{amount} đồng of order {order.number}")
    return Refund.objects.create(attempt=attempt, amount=amount, reason=reason[:200], by=by)
