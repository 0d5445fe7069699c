"""A producer's settlement sheet (bảng đối soát): read from the ledger, so that its sums are the ledger's."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils.timezone import localtime

from catalogue.models import Producer
from marketplace.ledger.models import JournalEntry, Payout, Posting
from marketplace.order.deadlines import RETURN_WINDOW
from marketplace.order.models import Parcel
from marketplace.order.states import OPEN_DISPUTES

FIRST_MONTH = date(2025, 1, 1)


@dataclass(frozen=True)
class Row:
    """One delivery, or one return (with amounts below zero), in whole đồng."""

    at: datetime
    parcel: Parcel
    is_return: bool
    goods: int
    added: int  # of the goods: what the platform's vouchers took off for the buyer and it adds for the producer
    fee: int
    vat: int
    pit: int
    net: int
    shipping: int
    payout: Payout | None
    is_held: bool  # its order's card payment is disputed: not paid out before the bank has decided

    @property
    def paid_at(self) -> datetime | None:
        return self.payout.settled_at if self.payout else None

    @property
    def free_from(self) -> datetime | None:
        """When it can be paid out at the earliest."""
        return self.parcel.delivered_at and self.parcel.delivered_at + RETURN_WINDOW


@dataclass(frozen=True)
class Sheet:
    producer: Producer
    month: date
    rows: list[Row]

    def total(self, column: str) -> int:
        return sum(getattr(row, column) for row in self.rows)

    @property
    def totals(self) -> dict[str, int]:
        return {column: self.total(column) for column in ("goods", "fee", "vat", "pit", "net", "shipping")}


def month_of(text: str, today: date) -> date:
    """The first day of "2026-11"; of this month for anything else, for months to come and before the shop was."""
    this_month = today.replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this_month
    return month if FIRST_MONTH <= month <= this_month else this_month


def next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def sheet_of(producer: Producer, month: date) -> Sheet:
    """What was delivered and returned in a month of Vietnam's calendar; four queries."""
    entries = JournalEntry.objects.filter(parcel__producer=producer, kind__in=("delivered", "returned"))
    entries = entries.filter(at__gte=_midnight(month), at__lt=_midnight(next_month(month)))
    lives = Posting.objects.select_related("account").prefetch_related("payout_items__payout")
    found = entries.select_related("parcel__order").prefetch_related(Prefetch("postings", lives)).order_by("at", "pk")
    disputed = set(entries.filter(order__attempts__disputes__state__in=OPEN_DISPUTES).values_list("order", flat=True))
    return Sheet(producer, month, [_row(entry, disputed) for entry in found])


def withheld_in(month: date) -> list[dict]:
    """What was withheld for the State in a month, per producer: {"producer", "goods", "vat", "pit"}; two queries."""
    kinds = ("producer_payable", "platform_fee_income", "tax_withheld")
    booked = Posting.objects.in_entries(("delivered", "returned"), _midnight(month), _midnight(next_month(month)))
    got: dict[int, Counter] = {}
    for owner, key, amount in booked.filter(account__kind__in=kinds).credits():
        got.setdefault(owner, Counter()).update({"goods": amount, key: amount})
    producers = Producer.objects.filter(pk__in=got).order_by("name", "pk")
    rows = [{"producer": one, "goods": got[one.pk]["goods"]} | _taxes(got[one.pk]) for one in producers]
    return [row for row in rows if row["vat"] or row["pit"]]


def _taxes(got: Counter) -> dict[str, int]:
    return {"vat": got["tax_withheld:vat"], "pit": got["tax_withheld:pit"]}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=localtime().tzinfo)


def _row(entry: JournalEntry, disputed: set[int]) -> Row:
    """Credits count up: what the entry gave the producer, the platform, the State, the carrier."""
    got = Counter()
    for posting in entry.postings.all():
        got[posting.account.key if posting.account.kind == "tax_withheld" else posting.account.kind] -= posting.amount
    kept = {"fee": got["platform_fee_income"]} | _taxes(got)
    net, payout = got["producer_payable"], _payout_of(entry)
    return Row(
        at=entry.at,
        parcel=entry.parcel,
        is_return=entry.kind == "returned",
        goods=net + sum(kept.values()),
        added=-got["promotion_cost"],
        net=net,
        shipping=got["shipping_clearing"],
        payout=payout,
        is_held=entry.order_id in disputed and (payout is None or payout.state in ("draft", "approved")),
        **kept,
    )


def _payout_of(entry: JournalEntry) -> Payout | None:
    """The standing payout that pays it, or None."""
    items = (item for posting in entry.postings.all() for item in posting.payout_items.all())
    return next((item.payout for item in items if item.is_live), None)
