"""Paying an order another way than it was begun, as when the card's page was left: card and transfer only."""

from datetime import datetime

from django.db import transaction

from marketplace.order.models import Order
from marketplace.order.services.locking import lock_order
from marketplace.order.services.placement import HOLDS, PROVIDER_OF
from marketplace.payment.models import Attempt
from marketplace.payment.providers import PROVIDERS
from marketplace.payment.services import close_attempts

WAYS = (Order.Method.CARD, Order.Method.TRANSFER)


class NotPossible(Exception):
    """The order waits for no money, a part has come already, or it cannot be paid that way."""


def other_ways(order: Order) -> list[Order.Method]:
    """How else an order may be paid now; none once a part of its money has come. Reads what its page has loaded."""
    return [way for way in _ways(order) if way != order.payment_method]


def _ways(order: Order) -> list[Order.Method]:
    """How an order may be paid from now on: also as before, when what was begun has ended."""
    attempts = order.attempts.all()
    if not order.is_waiting_for_money or any(attempt.captured for attempt in attempts):
        return []
    begun = {attempt.provider for attempt in attempts if attempt.is_unfinished}
    return [way for way in WAYS if PROVIDER_OF[way] not in begun and _is_open(way, order.total)]


def switch(order: Order, method: str, *, at: datetime) -> Order:
    """End what was begun and begin anew, be it the same way; an order that turns out paid stays so.

    The provider is asked first. Raises NotPossible, ProviderDown.
    """
    if method not in _ways(order):
        raise NotPossible(method)
    if not close_attempts(order):
        return Order.objects.get(pk=order.pk)
    return _begin(order, method, at)


@transaction.atomic
def _begin(order: Order, method: str, at: datetime) -> Order:
    order = lock_order(order.pk)
    if not order.is_waiting_for_money:
        return order
    if order.attempts.unfinished().exists() or order.attempts.filter(captured__gt=0).exists():
        raise NotPossible(method)  # somebody was faster, or money came in between
    order.payment_method = method
    order.hold_until = max(order.hold_until, order.date_placed + HOLDS[method])
    order.save(update_fields=["payment_method", "hold_until"])
    Attempt.objects.create(order=order, provider=PROVIDER_OF[method], amount=order.total, created_at=at)
    return order


def _is_open(way: Order.Method, total: int) -> bool:
    provider = PROVIDERS[PROVIDER_OF[way]]
    return provider.is_configured() and not provider.refusal(total, has_fresh=False)
