"""Card payments against the double: what it did is what our books say, however its notices arrive."""

import json
import random
import time
from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils.timezone import now

from marketplace.ledger.models import Account, JournalEntry, Posting
from marketplace.ledger.services import Unbalanced, account, book
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order
from marketplace.order.services import reject_parcel
from marketplace.partner.models import StockRecord
from marketplace.payment import inbox, services
from marketplace.payment.models import Attempt, InboxEvent, Refund
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.refunds import NothingToRefund, request_refund
from tests.doubles.stripe import Double, signature
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, order_of

pytestmark = pytest.mark.django_db
SECRET, GOOD, BAD = "whsec_test", "4242424242424242", "4000000000000002"
BACK = {"success_url": "http://testserver/back", "cancel_url": "http://testserver/back"}


@pytest.fixture
def double(settings):
    with Double() as running:
        settings.STRIPE_API_BASE, settings.STRIPE_WEBHOOK_SECRET = running.url, SECRET
        yield running


@pytest.fixture
def order(double):
    return order_of(basket_of((ProductFactory(stocked__num_in_stock=10), 2)), method="card")


def begin(order):
    attempt = services.open_attempt(order)
    services.start(attempt, **BACK)
    return Attempt.objects.select_related("order").get(pk=attempt.pk)


def pay(double, order, number=GOOD):
    attempt = begin(order)
    with double.books.lock:
        double.books.pay(attempt.reference, number, authenticated=True)
    return attempt


def tell(client, event, *, secret=SECRET, age=0):
    payload = json.dumps(event)
    header = signature(payload, secret, int(time.time()) - age)
    return client.post(
        "/webhooks/stripe/", payload, content_type="application/json", headers={"stripe-signature": header}
    )


def events(double):
    return list(double.books.events.values())


def state(order):
    return Order.objects.get(pk=order.pk).payment_state


def snapshot():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Order, Attempt, JournalEntry, Posting, OutboxMessage, StockRecord)
    ]


def test_i8_the_amount_at_stripe_is_the_total_in_dong(double, order):
    attempt = begin(order)

    session = double.books.sessions[attempt.reference]
    assert (session["amount_total"], session["currency"]) == (order.total, "vnd")


def test_i10_starting_twice_is_one_session(double, order):
    assert begin(order).reference == begin(order).reference
    assert len(double.books.sessions) == 1


def test_a_signed_notice_pays_the_order_and_tells_buyer_and_producer_once(client, double, order):
    pay(double, order)

    for event in events(double):
        assert tell(client, event).status_code == 200

    assert state(order) == "paid"
    kinds = sorted(OutboxMessage.objects.values_list("kind", flat=True))
    assert kinds == ["new_parcel", "order_paid", "order_placed"]


@pytest.mark.parametrize("seed", range(5))
def test_i4_notices_in_any_order_any_number_of_times_end_the_same(client, double, order, seed):
    pay(double, order)
    shuffled = events(double) * 3
    random.Random(seed).shuffle(shuffled)
    for event in shuffled:
        tell(client, event)
    settled = snapshot()

    for event in shuffled:
        tell(client, event)
    services.sync(Attempt.objects.get())

    assert state(order) == "paid"
    assert snapshot() == settled


def test_a_notice_of_a_declined_card_finds_its_attempt_before_we_know_the_intent(client, double, order, caplog):
    pay(double, order, BAD)

    for event in events(double):
        tell(client, event)

    assert InboxEvent.objects.get().thing == f"attempt:{Attempt.objects.get().pk}"
    assert "unknown" not in caplog.text


def test_a_signed_notice_about_nothing_of_ours_is_kept_and_harmless(client, double):
    double.books.emit("payment_intent.succeeded", {"id": "pi_x", "object": "payment_intent", "metadata": {}})

    assert tell(client, events(double)[-1]).status_code == 200
    assert InboxEvent.objects.get().state == "done"


def test_no_notice_at_all_is_mended_by_asking(double, order):
    pay(double, order)

    services.resync_quiet(now() + timedelta(minutes=11))

    assert state(order) == "paid"


@pytest.mark.parametrize(
    ("secret", "age"), [("whsec_other", 0), (SECRET, 301)], ids=["other secret", "older than five minutes"]
)
def test_i11_a_forged_or_stale_notice_is_refused_and_changes_nothing(client, double, order, secret, age):
    pay(double, order)

    answers = [tell(client, event, secret=secret, age=age).status_code for event in events(double)]

    assert set(answers) == {400}
    assert not InboxEvent.objects.exists()
    assert state(order) == "awaiting_payment"


@pytest.mark.parametrize("body", ["", "{", '{"object": "event"}', "\xff"])
def test_i11_a_body_that_is_no_event_is_refused(client, double, body):
    answer = client.post("/webhooks/stripe/", body, content_type="application/json")

    assert answer.status_code == 400


def test_i11_without_a_secret_nothing_is_believed(client, settings):
    settings.STRIPE_API_BASE = settings.STRIPE_WEBHOOK_SECRET = ""

    assert tell(client, {"object": "event"}, secret="").status_code == 400


def test_i11_a_notice_that_lies_about_being_paid_changes_nothing(client, double, order):
    attempt = begin(order)
    lie = {**double.books.sessions[attempt.reference], "payment_status": "paid", "status": "complete"}
    double.books.emit("checkout.session.completed", lie)

    tell(client, events(double)[-1])

    assert state(order) == "awaiting_payment"


def test_i11_a_session_of_another_amount_is_flagged_and_not_paid(double, order):
    attempt = pay(double, order)
    double.books.sessions[attempt.reference]["amount_total"] = 1_000

    services.sync(attempt)

    assert state(order) == "awaiting_payment"
    assert "1000" in Attempt.objects.get().flag


def test_i12_visiting_the_success_url_pays_nothing(client, double, order):
    begin(order)
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    client.get(f"/thanh-toan/{order.number}/ket-qua/")

    assert state(order) == "awaiting_payment"


def test_coming_back_after_paying_shows_it_even_before_the_notice(client, double, order):
    pay(double, order)
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    shown = client.get(f"/thanh-toan/{order.number}/ket-qua/", follow=True)

    assert "Đã thanh toán" in shown.content.decode()


def test_a_declined_card_leaves_the_order_waiting_and_a_good_one_pays_it(double, order):
    attempt = pay(double, order, BAD)
    services.sync(attempt)
    declined = state(order)
    double.books.pay(attempt.reference, GOOD)
    services.sync(attempt)

    assert (declined, state(order)) == ("awaiting_payment", "paid")


def test_i9_an_unpaid_hold_ends_at_the_provider_first_and_frees_the_stock(double, order):
    attempt = begin(order)

    ended = services.expire_overdue(now() + timedelta(minutes=31))

    assert (ended, state(order)) == (1, "expired")
    assert double.books.sessions[attempt.reference]["status"] == "expired"
    assert StockRecord.objects.get().num_allocated == 0


def test_a_hold_does_not_end_before_its_time(double, order):
    assert services.expire_overdue(now() + timedelta(minutes=29)) == 0


def test_i9_money_that_came_while_the_hold_ended_keeps_the_order(double, order):
    pay(double, order)

    services.expire_overdue(now() + timedelta(minutes=31))

    assert state(order) == "paid"
    assert StockRecord.objects.get().num_allocated == 2


def test_a_provider_that_is_down_keeps_the_hold(double, order):
    begin(order)
    double.faults.append({"kind": "error", "path": "/v1/", "times": 9})

    services.expire_overdue(now() + timedelta(minutes=31))

    assert state(order) == "awaiting_payment"
    assert StockRecord.objects.get().num_allocated == 2


def test_a_provider_that_is_down_keeps_no_order_waiting_that_is_paid_another_way(double, order, monkeypatch):
    begin(order)
    double.faults.append({"kind": "error", "path": "/v1/", "times": 9})
    cash = order_of(basket_of(ProductFactory()), method="cod")
    monkeypatch.setattr(services, "AT_ONCE", 1)

    services.expire_overdue(now() + timedelta(hours=49))

    assert (state(order), state(cash)) == ("awaiting_payment", "expired")


@pytest.mark.parametrize(("left", "then", "refunds"), [(10, "paid", 0), (0, "expired", 1)])
def test_i9_late_money_gets_the_goods_or_goes_back(double, order, left, then, refunds):
    attempt = pay(double, order)
    Attempt.objects.update(state="cancelled")
    from marketplace.order.services import expire_order

    expire_order(order)
    StockRecord.objects.update(num_in_stock=left)

    services.sync(Attempt.objects.get())
    services.submit_refunds()

    assert state(order) == then
    assert Refund.objects.filter(state="succeeded").count() == refunds
    assert double.books.intents[double.books.sessions[attempt.reference]["payment_intent"]]


def test_i10_a_lost_response_and_a_retry_are_one_session(double, order):
    double.faults.append({"kind": "lost", "path": "/v1/checkout", "times": 2})

    with pytest.raises(ProviderDown):
        begin(order)
    begin(order)

    assert len(double.books.sessions) == 1


def test_checkout_goes_to_the_pay_page_and_offers_it_again_when_it_was_down(client, double, order):
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    double.faults.append({"kind": "error", "path": "/v1/", "times": 2})

    down = client.post(f"/thanh-toan/{order.number}/tra-tien/")
    up = client.post(f"/thanh-toan/{order.number}/tra-tien/")

    assert down.url == f"/don-hang/{order.number}/"
    assert up.url.startswith(double.url)


def test_i10_a_rejected_parcel_is_paid_back_once(double, order):
    pay(double, order)
    services.sync(services.open_attempt(order))

    reject_parcel(order.parcels.get(), reason="hết hàng")
    services.submit_refunds()
    services.submit_refunds()

    assert state(order) == "refunded"
    assert sum(refund["amount"] for refund in double.books.refunds.values()) == order.total


def test_more_than_was_captured_cannot_be_asked_back(double, order):
    pay(double, order)
    services.sync(services.open_attempt(order))
    request_refund(order, amount=order.total - 1, reason="x")

    with pytest.raises(NothingToRefund):
        request_refund(order, amount=2, reason="x")


def test_the_books_agree_with_the_provider_to_the_dong(double, order):
    pay(double, order)
    services.sync(services.open_attempt(order))
    request_refund(order, amount=10_000, reason="một gói bị rách")
    services.submit_refunds()

    assert account("stripe_clearing").balance == order.total - 10_000
    assert Posting.objects.aggregate(sum=Sum("amount"))["sum"] == 0
    assert state(order) == "partially_refunded"


def test_an_entry_that_does_not_sum_to_zero_is_not_booked():
    with pytest.raises(Unbalanced):
        book("x", kind="test", sides={account("bank"): 5})

    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_ledger_can_only_grow(act):
    from django.db import DatabaseError

    book("x", kind="test", sides={account("bank"): 5, account("refunds_payable"): -5})
    rows = Posting.objects.all()

    with pytest.raises(DatabaseError):
        rows.update(amount=9) if act == "update" else rows._raw_delete(rows.db)


def test_the_same_reason_is_booked_once():
    sides = {account("bank"): 5, account("refunds_payable"): -5}
    book("x", kind="test", sides=sides)
    book("x", kind="test", sides=sides)

    assert Account.objects.get(key="bank").balance == 5


def test_an_event_that_could_not_be_settled_is_settled_later(client, double, order):
    pay(double, order)
    double.faults.append({"kind": "error", "path": "/v1/", "times": 2})
    completed = next(event for event in events(double) if event["type"] == "checkout.session.completed")

    answer = tell(client, completed)
    before = state(order)
    inbox.settle_inbox()

    assert (answer.status_code, before, state(order)) == (503, "awaiting_payment", "paid")
    assert InboxEvent.objects.get().state == "done"


def test_the_buyer_cancels_an_unpaid_order_and_its_page_at_the_provider_closes(client, double, order):
    attempt = begin(order)
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    client.post(f"/don-hang/{order.number}/huy/")

    assert state(order) == "cancelled"
    assert double.books.sessions[attempt.reference]["status"] == "expired"


def test_cancelling_what_was_just_paid_keeps_it(client, double, order):
    pay(double, order)
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    client.post(f"/don-hang/{order.number}/huy/")

    assert state(order) == "paid"
