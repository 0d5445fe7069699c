from collections.abc import Sequence
from datetime import date, datetime
from typing import Self

from django.db.models import Case, Count, Exists, F, Model, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from catalogue.models import Producer
from marketplace.ledger.shares import Rates


class RateQuerySet(QuerySet):
    def in_force(self, day: date, seller: str) -> Rates:
        """The rates for a kind of producer on `day`; nothing is kept where no row says so. One query."""
        rows = self.filter(since__lte=day, seller__in=(seller, ""))
        own_first = Case(When(seller=seller, then=Value(1)), default=Value(0))
        found = {row.of: row.basis_points for row in rows.order_by(own_first, "since")}
        return Rates(**found)

    def by_thing(self) -> Self:
        """Each kind of rate and seller together, the latest day first."""
        return self.order_by("of", "seller", "-since")


class JournalEntryQuerySet(QuerySet):
    def unbalanced(self) -> Self:
        """Entries whose postings do not sum to zero; PostgreSQL lets none in, SQLite trusts book()."""
        return self.annotate(sum=Coalesce(Sum("postings__amount"), 0)).exclude(sum=0)


class PostingQuerySet(QuerySet):
    def of_producer(self, producer: Producer) -> Self:
        """What we came to owe a producer, or took back."""
        return self.filter(account__kind="producer_payable", account__producer=producer)

    def payable(self) -> Self:
        """What may be paid out: of parcels whose time for returns is over, without an open dispute, not in a payout
        that stands."""
        return self._due().exclude(Exists(_open_disputes()))

    def of_open_disputes(self) -> Self:
        """Of orders whose payment the buyer's bank is taking back."""
        return self.filter(Exists(_open_disputes()))

    def in_payout(self, payout: Model) -> Self:
        """What a payout (ledger.Payout) pays."""
        return self.filter(payout_items__payout=payout, payout_items__is_live=True)

    def disputed(self) -> Self:
        """What could be paid out, were it not for an open dispute of its order's payment."""
        return self._due().of_open_disputes()

    def _due(self) -> Self:
        from marketplace.ledger.models import PayoutItem

        paid = PayoutItem.objects.filter(posting=OuterRef("pk"), is_live=True)
        return self.filter(account__kind="producer_payable", entry__parcel__status="completed").exclude(Exists(paid))

    def goodwill_of(self, order: Model) -> int:
        """What the platform gave for an order at its own cost and was not taken up since, whole đồng."""
        kinds = ("goodwill", "goodwill_back")
        return -self.filter(account__kind="dispute_loss", entry__order=order, entry__kind__in=kinds).credit()

    def in_entries(self, kinds: Sequence[str], since: datetime, until: datetime) -> Self:
        """Postings of entries of these kinds, from `since` to before `until`."""
        return self.filter(entry__kind__in=kinds, entry__at__gte=since, entry__at__lt=until)

    def credits(self) -> Self:
        """(producer's key, account's key, đồng credited) of parcels' postings."""
        rows = self.values_list("entry__parcel__producer", "account__key").annotate(credited=-Sum("amount"))
        return rows.order_by("entry__parcel__producer", "account__key")

    def per_producer(self) -> Self:
        """{"producer": key, "free": đồng}, the most first."""
        free = -Sum("amount")
        return self.values(producer=F("account__producer")).annotate(free=free).order_by("-free", "producer")

    def credit(self) -> int:
        """Credit minus debit, whole đồng."""
        return -self.aggregate(sum=Coalesce(Sum("amount"), 0))["sum"]


def _open_disputes() -> QuerySet:
    """Of the order of an outer posting."""
    from marketplace.payment.models import Dispute

    return Dispute.objects.open().filter(attempt__order=OuterRef("entry__order"))


class PayoutAccountQuerySet(QuerySet):
    def of_producer(self, producer: Producer) -> Model | None:
        """The PayoutAccount to which a producer is paid now, or None."""
        return self.filter(producer=producer).order_by("-pk").first()


class PayoutQuerySet(QuerySet):
    def of_producer(self, producer: Producer) -> Self:
        return self.filter(producer=producer)

    def under_way(self) -> Self:
        """Drawn up, and not at its end yet."""
        return self.filter(state__in=("draft", "approved", "sent"))

    def settled(self) -> Self:
        """Paid, the newest first."""
        return self.filter(state="settled").order_by("-settled_at", "-pk")

    def total(self) -> int:
        """Whole đồng."""
        return self.aggregate(sum=Coalesce(Sum("amount"), 0))["sum"]

    def for_the_bank(self) -> Self:
        """What stands in the file that the bank gets."""
        return self.filter(state__in=("approved", "sent"))

    def with_account(self) -> Self:
        return self.select_related("producer", "account")


class PayoutBatchQuerySet(QuerySet):
    def with_sums(self) -> Self:
        """Adds `count` and `sum` (đồng) of what was not given up, and `settled`; the newest first."""
        standing = ~Q(payouts__state="failed")
        return self.annotate(
            count=Count("payouts", filter=standing),
            sum=Coalesce(Sum("payouts__amount", filter=standing), 0),
            settled=Count("payouts", filter=Q(payouts__state="settled")),
        ).order_by("-pk")
