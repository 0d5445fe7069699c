"""Booking: one entry per reason, whose postings sum to zero. See entries.py for what is booked when."""

from django.db import transaction

from catalogue.models import Producer
from marketplace.ledger.models import Account, JournalEntry, Payout, Posting
from marketplace.order.models import Order, Parcel


class Unbalanced(Exception):
    """The sides of an entry do not sum to zero."""


def account(kind: str, part: str = "", *, order: Order | None = None, producer: Producer | None = None) -> Account:
    """The one account of a kind (of an order, of a producer, or of a `part`), made when missing."""
    owner = order.number if order else producer.pk if producer else part
    key = f"{kind}:{owner}" if owner else kind
    found, _ = Account.objects.get_or_create(key=key, defaults={"kind": kind, "order": order, "producer": producer})
    return found


@transaction.atomic
def book(
    key: str,
    *,
    kind: str,
    sides: dict[Account, int],
    order: Order | None = None,
    parcel: Parcel | None = None,
    payout: Payout | None = None,
) -> JournalEntry:
    """Book `sides` (account -> đồng; debit positive) once under `key`; a known key books nothing more.

    Raises Unbalanced.
    """
    if sum(sides.values()) != 0:
        raise Unbalanced(key)
    facts = {"kind": kind, "order": order, "parcel": parcel, "payout": payout}
    entry, is_new = JournalEntry.objects.get_or_create(key=key, defaults=facts)
    if is_new:
        Posting.objects.bulk_create(
            Posting(entry=entry, account=side, amount=amount) for side, amount in sides.items() if amount
        )
    return entry
