"""Booking: one entry per reason, whose postings sum to zero."""

from django.db import transaction

from catalogue.models import Producer
from marketplace.ledger.models import Account, JournalEntry, Posting
from marketplace.order.models import Order
from marketplace.payment.models import Attempt


class Unbalanced(Exception):
    """The sides of an entry do not sum to zero."""


def account(kind: str, *, order: Order | None = None, producer: Producer | None = None) -> Account:
    """The one account of a kind (of an order, of a producer), made when missing."""
    owner = order.number if order else producer.pk if producer else ""
    key = f"{kind}:{owner}" if owner else kind
    found, _ = Account.objects.get_or_create(key=key, defaults={"kind": kind, "order": order, "producer": producer})
    return found


@transaction.atomic
def book(key: str, *, kind: str, order: Order | None = None, sides: dict[Account, int]) -> JournalEntry:
    """Book `sides` (account -> đồng; debit positive) once under `key`; a known key books nothing more.

    Raises Unbalanced.
    """
    if sum(sides.values()) != 0:
        raise Unbalanced(key)
    entry, is_new = JournalEntry.objects.get_or_create(key=key, defaults={"kind": kind, "order": order})
    if is_new:
        Posting.objects.bulk_create(
            Posting(entry=entry, account=side, amount=amount) for side, amount in sides.items() if amount
        )
    return entry


def book_capture(attempt: Attempt, amount: int) -> JournalEntry:
    """Money of a card arrived at the provider: we owe it to the buyer until the goods are delivered."""
    return book(
        f"capture:{attempt.pk}:{attempt.captured}",
        kind="capture",
        order=attempt.order,
        sides={account("stripe_clearing"): amount, account("customer_payable", order=attempt.order): -amount},
    )


def book_refund(attempt: Attempt, amount: int) -> JournalEntry:
    """Money went back to the buyer's card."""
    return book(
        f"refund:{attempt.pk}:{attempt.refunded}",
        kind="refund",
        order=attempt.order,
        sides={account("customer_payable", order=attempt.order): amount, account("stripe_clearing"): -amount},
    )
