"""Paying producers: what is free is drawn up, approved, sent to the bank in a file, and settled or failed."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from catalogue.models import Producer
from marketplace.ledger.entries import book_payout
from marketplace.ledger.models import Account, Payout, PayoutAccount, PayoutBatch, PayoutItem, Posting
from marketplace.order import states


class NothingToPay(Exception):
    """No producer has free money and an account to send it to."""


class MoreThanAvailable(Exception):
    """Money of a payout was taken back since it was drawn up."""


class Disputed(Exception):
    """A payout holds money of an order whose payment the buyer's bank is taking back."""


def available(producer: Producer) -> int:
    """What a producer may be paid now, whole đồng; below zero, what later sales pay back first."""
    return Posting.objects.of_producer(producer).payable().credit()


def accounts_of(producers: Iterable[int]) -> dict[int, PayoutAccount]:
    """Where each producer is paid now, by the producer's key."""
    rows = PayoutAccount.objects.filter(producer__in=list(producers)).order_by("pk")
    return {row.producer_id: row for row in rows}


@transaction.atomic
def draft_payouts(*, by=None) -> PayoutBatch:
    """Draw up a batch: every producer with free money and an account gets all of it. Raises NothingToPay."""
    accounts = _lock_payables(Posting.objects.payable().values("account"))
    batch = PayoutBatch.objects.create(by=by)
    drawn = [payout for account in accounts if (payout := _draw_up(batch, account.producer))]
    if not drawn:
        raise NothingToPay
    return batch


@transaction.atomic
def approve_payout(payout: Payout, *, by=None) -> Payout:
    """Let it be sent. Raises MoreThanAvailable, Disputed, IllegalTransition."""
    payout = _lock(payout)
    _check_undisputed(payout)
    if available(payout.producer) < 0:
        raise MoreThanAvailable(payout.pk)
    return _step(payout, "approved", approved_by=by)


@transaction.atomic
def send_payout(payout: Payout) -> Payout:
    """Note that the bank has its file. Raises Disputed, IllegalTransition."""
    payout = _lock(payout)
    _check_undisputed(payout)
    return _step(payout, "sent")


@transaction.atomic
def settle_payout(payout: Payout, *, reference: str, at: datetime) -> Payout:
    """The bank paid it. Raises IllegalTransition."""
    payout = _step(_lock(payout), "settled", reference=reference.strip(), settled_at=at)
    book_payout(payout)
    return payout


@transaction.atomic
def fail_payout(payout: Payout, *, reference: str = "") -> Payout:
    """It is not paid: what it would have paid is free for the next batch. Raises IllegalTransition."""
    payout = _step(_lock(payout), "failed", reference=reference.strip())
    payout.items.update(is_live=False)
    return payout


def _draw_up(batch: PayoutBatch, producer: Producer) -> Payout | None:
    """All free postings of a producer; nothing while they sum to nothing or less, or nobody knows where to send it."""
    account = PayoutAccount.objects.of_producer(producer)
    postings = list(Posting.objects.of_producer(producer).payable())
    amount = -sum(posting.amount for posting in postings)
    if account is None or amount <= 0:
        return None
    payout = Payout.objects.create(batch=batch, producer=producer, account=account, amount=amount)
    PayoutItem.objects.bulk_create(PayoutItem(payout=payout, posting=posting) for posting in postings)
    return payout


def _lock_payables(accounts) -> list[Account]:
    """Lock what we owe producers, in key order: two batches at once draw up one after the other."""
    chosen = Account.objects.filter(pk__in=accounts).select_related("producer").order_by("pk")
    return list(chosen.select_for_update(of=("self",), no_key=True))


def _check_undisputed(payout: Payout) -> None:
    if Posting.objects.in_payout(payout).of_open_disputes().exists():
        raise Disputed(payout.pk)


def _lock(payout: Payout) -> Payout:
    _lock_payables(Account.objects.filter(kind="producer_payable", producer=payout.producer_id).values("pk"))
    return Payout.objects.with_account().select_for_update(of=("self",)).get(pk=payout.pk)


def _step(payout: Payout, then: str, **facts) -> Payout:
    states.check_step(states.PAYOUT_STEPS, payout.state, then)
    payout.state = then
    for name, value in facts.items():
        setattr(payout, name, value)
    payout.save()
    return payout
