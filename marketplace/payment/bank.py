"""Transfers as the bank tells them: kept once however they reach us, counted for the order whose memo they carry."""

import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from catalogue.vietnamese import fold
from marketplace.ledger.entries import book_known, book_unknown
from marketplace.order.services.locking import lock_order
from marketplace.order.services.news import tell_buyer_short
from marketplace.payment.memos import memos_in
from marketplace.payment.models import Attempt, BankMatch, BankTransaction
from marketplace.payment.providers import provider_of
from marketplace.payment.providers.transfer import CODE
from marketplace.payment.services import merge

logger = logging.getLogger(__name__)
LARGEST = 10**13  # đồng; more is a slip of the pen


@dataclass(frozen=True)
class Told:
    """One incoming transfer, as a webhook or a line of a statement tells it. `amount`: whole đồng, > 0."""

    provider: str
    external_id: str
    account: str
    amount: int
    booked_at: datetime
    content: str
    reference: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for one transfer from every source, or "" when the bank's own reference is missing."""
        if not squeezed(self.reference):
            return ""
        facts = (squeezed(self.account), squeezed(self.reference), self.amount, localdate(self.booked_at))
        return hashlib.sha256("|".join(map(str, facts)).encode()).hexdigest()


def squeezed(text: str) -> str:
    """Letters and digits in upper case without accents: what survives every bank's way of writing."""
    return re.sub(r"[^A-Z0-9]", "", fold(text).upper())


def receive(told: Told) -> tuple[BankTransaction, bool]:
    """Keep a transfer and count it for its order; (the row, whether it is new). Telling it again changes nothing."""
    kept, is_new = _keep(told)
    if not match(kept):
        hold(kept)
    return kept, is_new


def match(kept: BankTransaction) -> BankMatch | None:
    """Count a transfer for the one order whose memo it carries; None when it names none, or two. Never by amount."""
    attempt = _named_in(kept)
    return count(kept, attempt) if attempt else None


@transaction.atomic
def hold(kept: BankTransaction) -> None:
    """Book a transfer as nobody's yet, unless somebody has meanwhile said whose it is; again changes nothing."""
    BankTransaction.objects.select_for_update().get(pk=kept.pk)
    if BankTransaction.objects.unmatched().filter(pk=kept.pk).exists():
        book_unknown(kept)


@transaction.atomic
def count(kept: BankTransaction, attempt: Attempt) -> BankMatch | None:
    """Count a transfer for an attempt, under its order's lock; None when two people have said otherwise."""
    order = lock_order(attempt.order_id)
    BankTransaction.objects.select_for_update().get(pk=kept.pk)
    if kept.claims.filter(state="confirmed").exclude(order=order).exists():
        return None
    matched, is_new = BankMatch.objects.get_or_create(transaction=kept, defaults={"attempt": attempt})
    if is_new:
        book_known(kept)
        attempt = merge(attempt, provider_of(attempt).fetch(attempt))
        _tell_if_short(attempt)
    return matched


def match_waiting() -> None:
    """Try again what was kept and not counted, as when we were stopped in between."""
    for kept in BankTransaction.objects.unmatched().order_by("-pk")[:200]:
        try:
            match(kept)
        except Exception:  # the others must still be tried; the row stays in the desk's queue
            logger.exception("transfer not matched", extra={"transaction": kept.pk})
    for kept in BankTransaction.objects.unmatched().unbooked():
        hold(kept)


def is_our_account(account: str) -> bool:
    return squeezed(account) == squeezed(settings.BANK_ACCOUNT)


def _keep(told: Told) -> tuple[BankTransaction, bool]:
    if known := _known(told):
        return known, False
    try:
        with transaction.atomic():
            return BankTransaction.objects.create(**vars(told), fingerprint=told.fingerprint), True
    except IntegrityError:  # somebody else was told the same at the same moment
        if known := _known(told):
            return known, False
        raise


def _known(told: Told) -> BankTransaction | None:
    """The row of the same transfer, if it came before: by key, by fingerprint, or where one source has no reference."""
    rows = BankTransaction.objects.all()
    found = rows.filter(provider=told.provider, external_id=told.external_id).first()
    if found is None and told.fingerprint:
        found = rows.filter(fingerprint=told.fingerprint).first()
    return found or _told_without_reference(told)


def _told_without_reference(told: Told) -> BankTransaction | None:
    elsewhere = BankTransaction.objects.exclude(provider=told.provider).on_day(localdate(told.booked_at))
    if told.fingerprint:
        elsewhere = elsewhere.filter(fingerprint="")
    alike = (squeezed(told.account), squeezed(told.content))
    for row in elsewhere.filter(amount=told.amount).order_by("pk"):
        if (squeezed(row.account), squeezed(row.content)) == alike:
            return row
    return None


def _named_in(kept: BankTransaction) -> Attempt | None:
    if not is_our_account(kept.account):
        return None
    named = Attempt.objects.filter(provider=CODE, reference__in=memos_in(kept.content)).select_related("order")[:2]
    return named[0] if len(named) == 1 else None


def _tell_if_short(attempt: Attempt) -> None:
    missing = attempt.amount - attempt.captured
    if missing > 0 and attempt.order.is_waiting_for_money:
        tell_buyer_short(attempt.order, received=attempt.captured, missing=missing)
