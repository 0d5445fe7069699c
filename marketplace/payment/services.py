"""Money verbs. A provider is called outside any transaction; what it says is then merged under row locks."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from marketplace.ledger.services import book_capture, book_refund
from marketplace.order import states
from marketplace.order.models import Order
from marketplace.order.services import cancel_order, expire_order
from marketplace.order.services.holds import revive_order
from marketplace.order.services.locking import lock_order, step_payment
from marketplace.order.services.news import tell_buyer_paid, tell_producers
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.providers import provider_of
from marketplace.payment.providers.base import ProviderDown, Snapshot
from marketplace.payment.refunds import NothingToRefund, request_refund

logger = logging.getLogger(__name__)


def start(attempt: Attempt, *, success_url: str, cancel_url: str) -> str:
    """Begin the attempt at its provider and return where the buyer pays; "" when there is nothing to pay now.

    Safe to repeat. Raises ProviderDown, after which it may be tried again.
    """
    if attempt.state == Attempt.State.OPEN:
        return attempt.pay_url
    started = provider_of(attempt).start(attempt, success_url=success_url, cancel_url=cancel_url)
    Attempt.objects.filter(pk=attempt.pk, state="created").update(
        state="open", reference=started.reference, pay_url=started.pay_url
    )
    return started.pay_url


def open_attempt(order: Order) -> Attempt | None:
    """The attempt by which an order may still be paid."""
    return order.attempts.unfinished().select_related("order").first()


def sync(attempt: Attempt) -> Attempt:
    """Ask the provider and merge its answer. Raises ProviderDown."""
    if not attempt.reference:
        return attempt
    return merge(attempt, provider_of(attempt).fetch(attempt))


@transaction.atomic
def merge(attempt: Attempt, told: Snapshot) -> Attempt:
    """Move our record forward to what the provider told; never back, and nothing twice."""
    order = lock_order(attempt.order_id)
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    attempt.order = order
    if told.mismatch:
        return _flag(attempt, told.mismatch)
    attempt.payment_reference = attempt.payment_reference or told.payment_reference
    more, back = max(0, told.captured - attempt.captured), max(0, told.refunded - attempt.refunded)
    attempt.captured += more
    attempt.refunded += back
    _follow(attempt, told.state)
    attempt.save()
    if more:
        book_capture(attempt, more)
        _credit(order, attempt)
    if back:
        book_refund(attempt, back)
        _debit(order, attempt)
    return attempt


def _flag(attempt: Attempt, words: str) -> Attempt:
    logger.error("provider tells of another payment", extra={"attempt": attempt.pk})
    attempt.flag = words[:200]
    attempt.save(update_fields=["flag"])
    return attempt


def _follow(attempt: Attempt, told: str) -> None:
    if told in states.ATTEMPT_STEPS[attempt.state]:
        attempt.state = told


def _credit(order: Order, attempt: Attempt) -> None:
    """An order is paid when all of its total was captured; late money needs the stock again, or goes back."""
    if attempt.captured < order.total or states.Payment.PAID not in states.PAYMENT_STEPS[order.payment_state]:
        return
    if order.payment_state in (states.Payment.EXPIRED, states.Payment.CANCELLED) and not revive_order(order):
        request_refund(order, amount=attempt.captured, reason="paid after the hold had ended")
        return
    step_payment(order, states.Payment.PAID)
    tell_buyer_paid(order)
    tell_producers(order)


def _debit(order: Order, attempt: Attempt) -> None:
    then = states.Payment.REFUNDED if attempt.refunded >= attempt.captured else states.Payment.PARTIALLY_REFUNDED
    if then in states.PAYMENT_STEPS[order.payment_state]:
        step_payment(order, then)


def cancel_unpaid(order: Order, *, by: Model | None = None) -> Order:
    """End an order that is not paid yet, at its provider first; when it turns out paid, it stays.

    Raises ProviderDown, and IllegalTransition when it is too late.
    """
    if _close_attempts(order):
        return cancel_order(order, by=by)
    return Order.objects.get(pk=order.pk)


def expire_overdue(at: datetime) -> int:
    """End the orders whose hold has passed; returns how many. A provider that is down is asked again later."""
    return sum(_expire(order) for order in Order.objects.overdue(at).order_by("pk")[:200])


def _expire(order: Order) -> bool:
    try:
        if not _close_attempts(order):
            return False
        expire_order(order)
    except (ProviderDown, states.IllegalTransition) as trouble:
        logger.warning("hold not ended", extra={"order": order.pk, "trouble": type(trouble).__name__})
        return False
    return True


def _close_attempts(order: Order) -> bool:
    """Whether every open attempt is now cancelled; False when one turned out to be paid."""
    for attempt in order.attempts.unfinished().select_related("order"):
        if provider_of(attempt).cancel(attempt) == "already_paid":
            sync(attempt)
            return False
        Attempt.objects.filter(pk=attempt.pk, state__in=("created", "open")).update(state="cancelled")
    return True


def resync_quiet(at: datetime) -> None:
    """Ask about attempts that have been open for long: a notice may have been lost."""
    for attempt in Attempt.objects.quiet(at).exclude(reference="").select_related("order")[:200]:
        try:
            sync(attempt)
        except ProviderDown:
            logger.warning("provider did not answer", extra={"attempt": attempt.pk})


def submit_refunds() -> None:
    """Ask providers for the refunds that were requested; the same key makes a repeat harmless."""
    for refund in Refund.objects.to_submit().select_related("attempt__order")[:100]:
        try:
            reference = provider_of(refund.attempt).refund(refund)
        except ProviderDown:
            logger.warning("refund not taken", extra={"refund": refund.pk})
            continue
        Refund.objects.filter(pk=refund.pk, state="requested").update(state="succeeded", reference=reference)
        sync(refund.attempt)


__all__ = ["NothingToRefund", "ProviderDown", "cancel_unpaid", "expire_overdue", "merge", "start", "submit_refunds"]
