"""Transfers that name no order: one operator says whose they are, a second one confirms it (four eyes)."""

from django.db import transaction
from django.utils.timezone import now

from marketplace.ledger.entries import book_known
from marketplace.order.models import Order
from marketplace.order.services.locking import lock_order
from marketplace.payment.acts import note_act
from marketplace.payment.bank import count
from marketplace.payment.models import Attempt, BankClaim, BankTransaction
from marketplace.payment.providers.transfer import CODE


class AlreadyDecided(Exception):
    """The transfer has been counted or claimed meanwhile, or the claim was decided."""


class SamePerson(Exception):
    """Who says it cannot also confirm it."""


class NotByTransfer(Exception):
    """The order was never to be paid by transfer."""


@transaction.atomic
def claim(
    kept: BankTransaction, *, kind: str, by, note: str, order: Order | None = None, reference: str = ""
) -> BankClaim:
    """Say what a transfer is; nothing moves before somebody else confirms it.

    `order` for Kind.ASSIGN, the bank's `reference` of the way back for Kind.RETURN. Raises AlreadyDecided, NotByTransfer.
    """
    _lock(kept, order)
    if kept.claims.exclude(state="withdrawn").exists():
        raise AlreadyDecided
    if kind == BankClaim.Kind.ASSIGN and _attempt_of(order) is None:
        raise NotByTransfer
    made = BankClaim.objects.create(transaction=kept, kind=kind, by=by, note=note, order=order, reference=reference)
    note_act("claim", by=by, order=order, note=f"{kept.external_id}: {made.get_kind_display()}. {note}")
    return made


@transaction.atomic
def confirm(made: BankClaim, *, by) -> BankClaim:
    """The second pair of eyes: now the transfer counts. Raises SamePerson, AlreadyDecided."""
    if made.by_id == by.pk:
        raise SamePerson
    made = _decide(made, "confirmed", by)
    if made.kind == BankClaim.Kind.ASSIGN:
        count(made.transaction, _attempt_of(made.order))
    else:
        book_known(made.transaction)
    return made


@transaction.atomic
def withdraw(made: BankClaim, *, by) -> BankClaim:
    """Take back what was said, oneself or somebody else. Raises AlreadyDecided."""
    return _decide(made, "withdrawn", by)


def _decide(made: BankClaim, state: str, by) -> BankClaim:
    _lock(made.transaction, made.order)
    made = BankClaim.objects.select_for_update(of=("self",)).select_related("transaction", "order").get(pk=made.pk)
    if made.state != "open":
        raise AlreadyDecided
    made.state, made.decided_by, made.decided_at = state, by, now()
    made.save(update_fields=["state", "decided_by", "decided_at"])
    note_act(state, by=by, order=made.order, note=f"{made.transaction.external_id}: {made.get_kind_display()}")
    return made


def _lock(kept: BankTransaction, order: Order | None) -> None:
    """Lock the order, then the transfer, as the matcher does. Raises AlreadyDecided for one that counts already."""
    if order:
        lock_order(order.pk)
    BankTransaction.objects.select_for_update().get(pk=kept.pk)
    if hasattr(BankTransaction.objects.select_related("match").get(pk=kept.pk), "match"):
        raise AlreadyDecided


def _attempt_of(order: Order | None) -> Attempt | None:
    return order.attempts.filter(provider=CODE).select_related("order").order_by("-pk").first() if order else None
