"""Money verbs. A provider is called outside any transaction; what it says is then merged under row locks."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from marketplace.ledger.entries import book_capture, book_fee, book_refund
from marketplace.order import states
from marketplace.order.deadlines import transfers_over
from marketplace.order.models import Order
from marketplace.order.services import cancel_order, expire_order
from marketplace.order.services.holds import revive_order
from marketplace.order.services.locking import follow_refunds, lock_order, step_payment
from marketplace.order.services.news import tell_buyer_paid, tell_producers
from marketplace.payment.acts import last_act
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.providers import REMOTE, provider_of
from marketplace.payment.providers.base import ProviderDown, Snapshot
from marketplace.payment.refunds import NothingToRefund, confirm_refunds, refundable, request_refund

logger = logging.getLogger(__name__)
FEE_COMES = timedelta(days=2)  # after a payment; Stripe books a charge within the day
AT_ONCE = 200  # rows of one kind that a minute's work takes up
ENDED = (states.Payment.EXPIRED, states.Payment.CANCELLED)


def start(attempt: Attempt, *, success_url: str, cancel_url: str) -> str:
    """Begin the attempt at its provider and return where the buyer pays; "" when there is nothing to pay now.

    Safe to repeat. Raises ProviderDown, after which it may be tried again.
    """
    if attempt.state == Attempt.State.OPEN:
        return attempt.pay_url
    started = provider_of(attempt).start(attempt, success_url=success_url, cancel_url=cancel_url)
    begun = {"reference": started.reference, "pay_url": started.pay_url}
    if Attempt.objects.filter(pk=attempt.pk, state="created").update(state="open", **begun):
        return started.pay_url
    return _begun_meanwhile(attempt, begun)


def _begun_meanwhile(attempt: Attempt, begun: dict[str, str]) -> str:
    """Somebody else moved the attempt while its provider answered: began it too, or ended it; then nobody may pay."""
    Attempt.objects.filter(pk=attempt.pk, reference="").update(**begun)
    attempt = Attempt.objects.select_related("order").get(pk=attempt.pk)
    if attempt.state == Attempt.State.OPEN:
        return attempt.pay_url
    if provider_of(attempt).cancel(attempt) == "already_paid":
        sync(attempt)
    return ""


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
    fees = max(0, told.fees - attempt.fees)
    attempt.captured += more
    attempt.refunded += back
    attempt.fees += fees
    _follow(attempt, told.state)
    attempt.save()
    if more:
        book_capture(attempt, more)
        _credit(order, attempt, more)
    if fees:
        book_fee(attempt, fees)
    if back:
        book_refund(attempt, back)
        follow_refunds(order)
    if attempt.refunded:
        confirm_refunds(attempt)
    return attempt


def _flag(attempt: Attempt, words: str) -> Attempt:
    logger.error("provider tells of another payment", extra={"attempt": attempt.pk})
    attempt.flag = words[:200]
    attempt.save(update_fields=["flag"])
    return attempt


def _follow(attempt: Attempt, told: str) -> None:
    if told in states.ATTEMPT_STEPS[attempt.state]:
        attempt.state = told


def _credit(order: Order, attempt: Attempt, more: int) -> None:
    """An order is paid when all of its total was captured, by whatever attempts; what is too much goes back."""
    kept = order.attempts.kept()
    if order.payment_state in ENDED:
        _credit_late(order, attempt, kept)
    elif order.payment_state != states.Payment.AWAITING:
        _give_back(attempt, more, _("Đơn đã được thanh toán trước đó"))
    elif kept >= order.total:
        _mark_paid(order)
        _give_back(attempt, kept - order.total, _("Trả thừa"))


def _credit_late(order: Order, attempt: Attempt, kept: int) -> None:
    """Late money needs the stock again, or goes back."""
    if kept >= order.total and revive_order(order):
        _mark_paid(order)
        _give_back(attempt, kept - order.total, _("Trả thừa"))
    else:
        _give_back(attempt, kept, _("Tiền đến khi đơn đã kết thúc"))


def _mark_paid(order: Order) -> None:
    step_payment(order, states.Payment.PAID)
    tell_buyer_paid(order)
    tell_producers(order)


def _give_back(attempt: Attempt, amount: int, reason: str) -> None:
    """As much of `amount` as this attempt still has."""
    if (amount := min(amount, refundable(attempt))) > 0:
        request_refund(attempt.order, amount=amount, reason=reason, attempt=attempt)


def cancel_unpaid(order: Order, *, by: Model | None = None) -> Order:
    """End an order that is not paid yet, at its provider first; when it turns out paid, it stays.

    Raises ProviderDown, and IllegalTransition when it is too late.
    """
    if close_attempts(order):
        return _end(order, partial(cancel_order, by=by))
    return Order.objects.get(pk=order.pk)


def expire_overdue(at: datetime) -> int:
    """End the orders whose hold has passed; returns how many. A provider that is down is asked again later, and keeps
    none waiting that is paid another way."""
    heard = {"statement_read": last_act("statement"), "hears_at_once": bool(settings.BANK_WEBHOOK_KEY)}
    overdue = Order.objects.overdue(at, transfers_over=transfers_over(at, **heard))
    alike = (overdue.filter(payment_method=method).order_by("pk")[:AT_ONCE] for method in Order.Method)
    return sum(_expire(order) for order in chain.from_iterable(alike))


def _expire(order: Order) -> bool:
    try:
        if not close_attempts(order):
            return False
        _end(order, expire_order)
    except (ProviderDown, states.IllegalTransition) as trouble:
        logger.warning("hold not ended", extra={"order": order.pk, "trouble": type(trouble).__name__})
        return False
    return True


@transaction.atomic
def _end(order: Order, verb: Callable[[Order], Order]) -> Order:
    """Cancel or expire an order; the part of its money that had come goes back."""
    ended = verb(order)
    for attempt in ended.attempts.filter(captured__gt=0).order_by("pk").select_for_update():
        attempt.order = ended
        _give_back(attempt, attempt.captured, _("Đơn kết thúc khi mới trả một phần"))
    return ended


def close_attempts(order: Order) -> bool:
    """Whether every open attempt is now cancelled; False when one turned out to be paid."""
    for attempt in order.attempts.unfinished().select_related("order"):
        if provider_of(attempt).cancel(attempt) == "already_paid":
            sync(attempt)
            return False
        order.attempts.unfinished().filter(pk=attempt.pk).update(state="cancelled")
    return True


def resync_quiet(at: datetime) -> None:
    """Ask about attempts that have been open for long: a notice may have been lost."""
    quiet = Attempt.objects.quiet(at).filter(provider__in=REMOTE).exclude(reference="")
    for attempt in quiet.select_related("order").order_by("pk")[:AT_ONCE]:
        _ask_about(attempt)


def ask_about_fees(at: datetime) -> None:
    """Ask about paid attempts of which the provider had not told its fee when they were paid."""
    waiting = Attempt.objects.without_fee(at - FEE_COMES).filter(provider__in=REMOTE)
    for attempt in waiting.select_related("order").order_by("pk")[:AT_ONCE]:
        _ask_about(attempt)


def close_forgotten() -> None:
    """End the attempts that nobody should pay any more: the order was paid another way, or has ended."""
    for attempt in Attempt.objects.forgotten().select_related("order").order_by("pk")[:AT_ONCE]:
        try:
            close_attempts(attempt.order)
        except ProviderDown:
            logger.warning("attempt not closed", extra={"attempt": attempt.pk})


def submit_refunds() -> None:
    """Ask providers for the refunds that were requested; the same key makes a repeat harmless. A provider whose
    refunds a person carries out is not asked: see paybacks.record_refund."""
    for refund in Refund.objects.to_submit().select_related("attempt__order").order_by("pk")[:100]:
        if refund.state == Refund.State.SUBMITTED or _submit(refund):
            _ask_about(refund.attempt)


def _submit(refund: Refund) -> bool:
    try:
        reference = provider_of(refund.attempt).refund(refund)
    except ProviderDown:
        logger.warning("refund not taken", extra={"refund": refund.pk})
        return False
    Refund.objects.filter(pk=refund.pk, state="requested").update(state="submitted", reference=reference)
    return True


def _ask_about(attempt: Attempt) -> None:
    try:
        sync(attempt)
    except ProviderDown:
        logger.warning("provider did not answer", extra={"attempt": attempt.pk})


__all__ = [
    "NothingToRefund",
    "ProviderDown",
    "cancel_unpaid",
    "close_attempts",
    "expire_overdue",
    "merge",
    "start",
    "submit_refunds",
]
