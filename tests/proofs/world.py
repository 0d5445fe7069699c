"""A small market for random lives: three products of two producers, a card provider, a bank, two clerks, a clock."""

import json
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.db import connection
from django.test import Client
from django.utils.timezone import now

from catalogue.models import Product
from marketplace.ledger.models import PayoutAccount
from marketplace.order.models import Order, Parcel
from marketplace.order.services import Delivery
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Attempt
from tests.doubles.stripe import signature
from tests.doubles.stripe_books import Books
from tests.factories import ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.buying import commune
from tests.marketplace.vouchers import voucher

BEGIN = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SECRET = "whsec_proofs"
BACK = {"success_url": "http://testserver/back", "cancel_url": "http://testserver/back"}
PHONES = ("+84912000001", "+84912000002")
STOCK = 8  # pieces of each product: soon somebody is told that there are no more

WRITTEN = (
    "basket_basket", "order_order", "order_parcel", "order_parcelevent", "order_line", "payment_attempt",
    "payment_refund", "payment_banktransaction", "payment_bankmatch", "payment_bankclaim",
    "payment_dispute", "ledger_journalentry", "ledger_posting",
    "ledger_payout", "ledger_payoutitem", "partner_stockrecord", "vouchers_voucher", "vouchers_use",
    "order_returnrequest", "notifications_outboxmessage",
)  # fmt: skip


@dataclass
class World:
    """`shelf` is how many pieces lie there by our own count: {stock record's key: pieces}."""

    double: object
    clock: object
    products: list[Product]
    vouchers: list
    clerks: list
    place: object
    shelf: dict[int, int]
    numbers: object = field(default_factory=lambda: count(1))

    def delivery(self, phone: str) -> Delivery:
        facts = {"province": self.place.parent, "commune": self.place, "street": "12 đường Thử"}
        return Delivery(recipient="Nguyễn Thị Thử", phone=phone, email="khach@example.test", **facts)

    def later(self, by: timedelta) -> None:
        self.clock.move_to(now() + by)

    def orders(self) -> list[Order]:
        return list(Order.objects.order_by("pk"))

    def parcels(self) -> list[Parcel]:
        return list(Parcel.objects.select_related("order").order_by("pk"))

    def attempts(self, provider: str) -> list[Attempt]:
        begun = Attempt.objects.filter(provider=provider).exclude(reference="")
        return list(begun.select_related("order").order_by("pk"))

    def notices(self) -> list[dict]:
        """All that the card's provider ever told."""
        return list(self.double.books.events.values())

    def tell(self, event: dict) -> int:
        """Deliver a notice as the provider does; returns the status."""
        text = json.dumps(event)
        header = {"stripe-signature": signature(text, SECRET, int(time.time()))}
        return Client().post("/webhooks/stripe/", text, content_type="application/json", headers=header).status_code

    def goods_leave(self, parcel: Parcel) -> None:
        for line in parcel.lines.all():
            self.shelf[line.stockrecord_id] -= line.kept

    def lies_about_the_shelf(self) -> list[str]:
        there = dict(StockRecord.objects.filter(pk__in=self.shelf).values_list("pk", "num_in_stock"))
        return [
            f"stock {key}: {there[key]} lie there, {due} should" for key, due in self.shelf.items() if there[key] != due
        ]


def build(double, clock) -> World:
    """A market at its first day; the double forgets what it knew."""
    double.books, double.faults[:] = Books(origin=double.url), []
    double.books.fee = (29, 5_000)
    household, company = ProducerFactory(kind="household"), ProducerFactory(kind="company")
    goods = [(household, 33_333), (company, 99_999), (household, 71_429)]
    products = [
        ProductFactory(owner=owner, stocked__price=price, stocked__num_in_stock=STOCK) for owner, price in goods
    ]
    for owner in (household, company):
        PayoutAccount.objects.create(producer=owner, bank="Vietcombank", number="0011001234567", holder="HO KINH DOANH")
    vouchers = [
        voucher("SAN10", uses=2, per_phone=None),
        voucher("NHA5", producer=household, percent=5, uses=1, per_phone=None),
    ]
    return World(
        double=double,
        clock=clock,
        products=products,
        vouchers=vouchers,
        clerks=[UserFactory(), UserFactory()],
        place=commune(),
        shelf=dict.fromkeys(StockRecord.objects.filter(product__in=products).values_list("pk", flat=True), STOCK),
    )


def fingerprint() -> str:
    """Changes with any row that an act of this market writes (PostgreSQL)."""
    rows = " UNION ALL ".join(
        f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t" for table in WRITTEN
    )
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return str(sorted(cursor.fetchall()))
