"""RELIABILITY.md row 6: kill -9 of a worker in the middle of placing, paying, ending and paying back an order.

Afterwards no truth is broken, and who was cut off goes on: the order is there or the basket is, money told once counts
once, the clockwork finishes what was begun.
"""

import json
import re
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.test import Client
from django.utils.timezone import now

from marketplace.basket.models import Basket
from marketplace.clockwork.services import LEASE_SECONDS
from marketplace.clockwork.services import tick as run_jobs
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order
from marketplace.order.services import call_off
from marketplace.partner.models import StockRecord
from marketplace.payment import services
from marketplace.payment.models import Attempt, BankTransaction, Refund
from tests.doubles.stripe import Double, signature
from tests.factories import ProducerFactory, ProductFactory
from tests.marketplace.banking import ACCOUNT, memo_of, notice, post, transfer_order
from tests.marketplace.buying import basket_of, commune, order_of
from tests.marketplace.test_payment_card import GOOD, SECRET, begin
from tests.marketplace.vouchers import chosen, voucher
from tests.proofs.server import environment
from tests.proofs.truths import lies

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
PLACING, PAYING = "marketplace.order.services.placement", "marketplace.payment.services"
STRIPE = "marketplace.payment.providers.stripe_checkout:StripeCheckout"
INSIDE_THE_TRANSACTION = [
    (f"{PLACING}:_close_gate", "after", 1),
    (f"{PLACING}:_hold_certificates", "after", 1),
    (f"{PLACING}:_create_order", "after", 1),
    (f"{PLACING}:_create_parcel", "after", 1),
    (f"{PLACING}:_create_parcel", "after", 2),
    ("marketplace.order.stock:take", "after", 1),
    ("marketplace.order.stock:take", "after", 2),
    (f"{PLACING}:_use_vouchers", "after", 1),
    (f"{PLACING}:_tell", "after", 1),
]
AFTER_IT = [
    ("marketplace.checkout.views:place_order", "after", 1),
    (f"{STRIPE}.start", "before", 1),
    (f"{STRIPE}.start", "after", 1),
    (f"{PAYING}:start", "after", 1),
]
WHERE_A_NOTICE_DIES = [
    ("marketplace.payment.inbox:settle", "before", 1),
    (f"{PAYING}:lock_order", "after", 1),
    (f"{PAYING}:book_capture", "before", 1),
    (f"{PAYING}:book_capture", "after", 1),
    (f"{PAYING}:_mark_paid", "after", 1),
    (f"{PAYING}:merge", "after", 1),
]
WHERE_A_TRANSFER_DIES = [
    ("marketplace.payment.bank:_keep", "after", 1),
    ("marketplace.payment.bank:merge", "before", 1),
    ("marketplace.payment.bank:merge", "after", 1),
]
WHERE_ENDING_DIES = [
    (f"{STRIPE}.cancel", "after", 1),
    (f"{PAYING}:close_attempts", "after", 1),
    ("marketplace.order.stock:release", "after", 1),
    (f"{PAYING}:expire_order", "after", 1),
]
WHERE_PAYING_BACK_DIES = [
    (f"{STRIPE}.refund", "before", 1),
    (f"{STRIPE}.refund", "after", 1),
    (f"{PAYING}:book_refund", "after", 1),
]


@pytest.fixture(scope="module")
def double():
    with Double() as running:
        yield running


@pytest.fixture(scope="module")
def worker(double, django_db_setup):
    """A worker on the database of these tests, in which children die."""
    more = {"STRIPE_API_BASE": double.url, "STRIPE_WEBHOOK_SECRET": SECRET, "PYTHONWARNINGS": "ignore", **ACCOUNT}
    command, pipe = [sys.executable, "-m", "tests.proofs.victim"], subprocess.PIPE
    process = subprocess.Popen(command, env=environment(**more), stdin=pipe, stdout=pipe, text=True)
    yield process
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


@pytest.fixture
def kill(worker, double, settings):
    """kill((where, when, times), act, **facts): let a worker die there; fails when it never came that far."""
    settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = double.url, SECRET
    for name, value in ACCOUNT.items():
        setattr(settings, name, value)

    def kill(point, act, **facts):
        at, when, times = point
        told = {"at": at, "when": when, "times": times, "do": act, "facts": facts}
        worker.stdin.write(json.dumps(told) + "\n")
        worker.stdin.flush()
        assert worker.stdout.readline().strip() == "9", f"never reached: {point}"

    return kill


class Buyer:
    """A browser on the page before the last click, its basket with three products of two producers and a voucher."""

    def __init__(self):
        shop, place = ProducerFactory(), commune()
        products = [ProductFactory(owner=owner) for owner in (shop, ProducerFactory(), shop)]
        code = f"GIAM{shop.pk}"
        self.basket = chosen(basket_of(*products), voucher(code, uses=1, per_phone=None))
        self.client = Client()
        self.client.cookies[settings.OSCAR_BASKET_COOKIE_OPEN] = Signer().sign(self.basket.pk)
        typed = {"phone": "0912345678", "recipient": "Nguyễn Thị Kiểm", "street": "12 đường Thử"}
        self.client.post("/thanh-toan/", typed | {"province": place.parent_id, "commune": place.pk})
        page = self.client.get("/thanh-toan/xem-lai/").content.decode()
        self.fields = {"ticket": TICKET.search(page)[1], "method": "card"}

    @property
    def cookies(self):
        return {name: morsel.value for name, morsel in self.client.cookies.items()}

    def click(self):
        return self.client.post("/thanh-toan/dat-hang/", self.fields)


def settled_later():
    """The clockwork some minutes later, again and again: a worker that died may still have held its lease."""
    for minutes in (1, 7, 13):
        troubles = run_jobs(now() + timedelta(seconds=LEASE_SECONDS, minutes=minutes))
        assert not any(troubles.values()), troubles


def name(point):
    at, when, times = point
    return f"{when} {at.rpartition(':')[2]} {times}"


@pytest.mark.parametrize("point", INSIDE_THE_TRANSACTION + AFTER_IT, ids=name)
def test_a_buyer_whose_worker_died_while_placing_clicks_again_and_has_one_order(kill, double, point):
    buyer = Buyer()

    kill(point, "post", path="/thanh-toan/dat-hang/", cookies=buyer.cookies, fields=buyer.fields)
    orders_left = Order.objects.filter(basket=buyer.basket).count()
    after_the_kill = lies()
    answer = buyer.click()

    order = Order.objects.get(basket=buyer.basket)
    assert after_the_kill == lies() == []
    assert Basket.objects.get(pk=buyer.basket.pk).status == Basket.SUBMITTED
    assert orders_left == (point in AFTER_IT)
    assert answer.url.startswith(double.url)
    assert len([one for one in double.books.sessions.values() if one["client_reference_id"] == order.number]) == 1
    pay(double, order)
    assert Order.objects.get(pk=order.pk).payment_state == "paid"
    assert lies() == []


def pay(double, order):
    attempt = begin(order)
    double.books.pay(attempt.reference, GOOD)
    services.sync(attempt)


def paid_at_the_provider(double):
    """An order whose money the provider has, and its notice that we have not read."""
    order = order_of(basket_of(ProductFactory(), ProductFactory()), method="card")
    double.books.pay(begin(order).reference, GOOD)
    return order, list(double.books.events.values())[-1]


@pytest.mark.parametrize("point", WHERE_A_NOTICE_DIES, ids=name)
def test_a_payment_whose_notice_killed_a_worker_counts_once(kill, double, point):
    order, event = paid_at_the_provider(double)
    text = json.dumps(event)

    kill(point, "notice", text=text, header=signature(text, SECRET, int(time.time())))
    after_the_kill = lies()
    settled_later()

    assert after_the_kill == lies() == []
    assert Order.objects.get(pk=order.pk).payment_state == "paid"
    assert Attempt.objects.get(order=order).captured == order.total
    assert OutboxMessage.objects.filter(kind="order_paid").count() == 1


@pytest.mark.parametrize("point", WHERE_A_TRANSFER_DIES, ids=name)
def test_a_transfer_whose_notice_killed_a_worker_counts_once(kill, point):
    order = transfer_order()
    body = notice(memo_of(order), order.total)

    kill(point, "transfer", text=json.dumps(body), key=ACCOUNT["BANK_WEBHOOK_KEY"])
    after_the_kill = lies()
    settled_later()
    answer = post(body)

    assert after_the_kill == lies() == []
    assert answer.status_code == 200
    assert (Order.objects.get().payment_state, BankTransaction.objects.count()) == ("paid", 1)
    assert not Refund.objects.exists()


@pytest.mark.parametrize("point", WHERE_ENDING_DIES, ids=name)
def test_a_hold_whose_end_killed_a_worker_ends(kill, double, point):
    order = order_of(basket_of(ProductFactory(), ProductFactory()), method="card")
    begin(order)

    kill(point, "tick", seconds=31 * 60)
    after_the_kill = lies()
    for minutes in (45, 60):
        run_jobs(now() + timedelta(minutes=minutes))

    assert after_the_kill == lies() == []
    assert Order.objects.get().payment_state == "expired"
    assert not StockRecord.objects.filter(num_allocated__gt=0).exists()


@pytest.mark.parametrize("point", WHERE_PAYING_BACK_DIES, ids=name)
def test_money_whose_way_back_killed_a_worker_goes_back_once(kill, double, point):
    order, _event = paid_at_the_provider(double)
    services.sync(Attempt.objects.get(order=order))
    call_off(order.parcels.first())
    back = Refund.objects.get().amount
    before = len(double.books.refunds)

    kill(point, "tick", seconds=60)
    after_the_kill = lies()
    settled_later()

    assert after_the_kill == lies() == []
    assert Refund.objects.get().state == "succeeded"
    assert [one["amount"] for one in list(double.books.refunds.values())[before:]] == [back]
