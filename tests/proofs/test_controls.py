"""I3, I4, I10-I14, I17: what the tests of these names would see if the rule were broken; and I12's other half."""

import json
import time
from functools import partial

import pytest
import stripe
from django.db import connection, transaction
from django.test import Client

from marketplace.basket.models import Basket
from marketplace.checkout import views
from marketplace.order import states
from marketplace.order.models import Order, Parcel
from marketplace.order.services import placement
from marketplace.order.services.locking import lock_order, step_parcel
from marketplace.payment import bank, inbox, services, vietqr
from marketplace.payment.models import Attempt, BankTransaction
from marketplace.payment.providers.base import ProviderDown, Snapshot
from tests.factories import ProductFactory, UserFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import memo_of, told, transfer_order
from tests.marketplace.buying import basket_of, delivery, order_of
from tests.marketplace.money import state
from tests.marketplace.test_order_races import at_once, order_total
from tests.marketplace.test_payment_card import begin, events, pay, tell
from tests.marketplace.test_payment_card import double as double
from tests.marketplace.test_payment_card import order as order

in_postgres = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def marked(marks):
    def mark(test):
        for one in marks:
            test = one(test)
        return test

    return mark


# I3 -------------------------------------------------------------------------------------------------
@marked(in_postgres)
def test_i3_without_gate_and_promise_six_clicks_are_six_orders(account, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE order_order DROP CONSTRAINT order_once_per_basket")
    monkeypatch.setattr(placement, "_close_gate", lambda basket: True)
    product = ProductFactory()
    basket, to, total = basket_of(product), delivery(), order_total(product)

    at_once([lambda: order_of(basket, to=to, method="transfer", shown_total=total)] * 6)

    assert Order.objects.count() == 6


@pytest.mark.django_db
def test_i3_a_basket_that_became_an_order_never_reopens():
    order = order_of()
    basket = Basket.objects.get(pk=order.basket_id)

    with pytest.raises(Exception, match="never reopens"):
        basket.thaw()

    assert Basket.objects.get().status == Basket.SUBMITTED


# I4, I5 ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_i4_counted_by_the_notice_instead_of_asked_for_a_replay_changes_the_books(client, double, order, monkeypatch):
    def add_what_the_notice_says(attempt):
        attempt = Attempt.objects.get(pk=attempt.pk)
        return services.merge(attempt, Snapshot(state="succeeded", captured=attempt.captured + attempt.amount))

    monkeypatch.setattr(inbox, "sync", add_what_the_notice_says)
    pay(double, order)

    for event in events(double):
        tell(client, event)

    assert Attempt.objects.get().captured > order.total


# I10 ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_i10_a_refund_whose_answer_was_lost_is_one_refund(double, order):
    pay(double, order)
    services.sync(Attempt.objects.get())
    services.request_refund(order, amount=10_000, reason="thử")
    double.faults.append({"kind": "lost", "path": "/v1/refunds", "times": 2, "method": "POST"})

    services.submit_refunds()
    services.submit_refunds()

    assert [refund["amount"] for refund in double.books.refunds.values()] == [10_000]
    assert Attempt.objects.get().refunds.get().state == "succeeded"


@pytest.mark.django_db
def test_i10_without_the_same_key_a_lost_answer_and_a_retry_are_two_sessions(double, order, monkeypatch):
    create = stripe.checkout._session_service.SessionService.create
    monkeypatch.setattr(
        stripe.checkout._session_service.SessionService,
        "create",
        lambda self, params, options: create(self, params, {"idempotency_key": f"{time.time_ns()}"}),
    )
    double.faults.append({"kind": "lost", "path": "/v1/checkout", "times": 2})

    with pytest.raises(ProviderDown):
        begin(order)
    begin(order)

    assert len(double.books.sessions) == 2


# I11 ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_i11_without_the_check_of_the_signature_a_forged_notice_is_taken(client, double, order, monkeypatch):
    def read(payload, header, secret):
        return stripe.Event.construct_from(json.loads(payload), "x")

    monkeypatch.setattr(stripe.Webhook, "construct_event", read)
    pay(double, order)

    answers = {tell(client, event, secret="whsec_other").status_code for event in events(double)}

    assert (answers, state(order)) == ({200}, "paid")


@pytest.mark.django_db
def test_i11_money_of_another_currency_is_flagged_and_not_counted(double, order):
    attempt = pay(double, order)
    double.books.sessions[attempt.reference]["currency"] = "usd"

    services.sync(attempt)

    assert (state(order), Attempt.objects.get().captured) == ("awaiting_payment", 0)
    assert "usd" in Attempt.objects.flagged().get().flag


# I12 ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_i12_a_page_that_believed_the_visit_would_mark_it_paid(client, double, order, monkeypatch):
    def believe(attempt):
        return services.merge(attempt, Snapshot(state="succeeded", captured=attempt.amount))

    monkeypatch.setattr(views.payment, "sync", believe)
    begin(order)
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    client.get(f"/thanh-toan/{order.number}/ket-qua/")

    assert state(order) == "paid"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/don-hang/{}/", "/thanh-toan/{}/ket-qua/", "/don-hang/{}/vietqr.png"])
def test_i12_somebody_elses_order_is_not_found_and_nothing_of_it_is_asked(double, address):
    owner, stranger = UserFactory(), Client()
    order = order_of(method="card", user=owner)
    begin(order)
    stranger.force_login(UserFactory())

    answer = stranger.get(address.format(order.number), follow=True)

    assert answer.status_code == 404


# I13, I14 -------------------------------------------------------------------------------------------
@marked(in_postgres)
def test_i13_without_the_databases_promise_one_transfer_told_at_once_is_several(account, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE payment_banktransaction DROP CONSTRAINT bank_transaction_once_per_provider")
        cursor.execute("DROP INDEX bank_transaction_once_however_it_came")
    monkeypatch.setattr(bank, "_known", lambda told: None)
    order = transfer_order()
    one = told(memo_of(order), order.total)

    at_once([partial(bank.receive, one)] * 4)

    assert BankTransaction.objects.count() == 4


def test_i14_without_its_checksum_wrong_characters_are_read(monkeypatch):
    monkeypatch.setattr(vietqr, "crc", lambda text: "0000")
    wrong = vietqr.encode(vietqr.Transfer("970436", "0011001234567")).replace("1234567", "7654321")

    assert vietqr.decode(wrong).account == "0011007654321"


# I17 ------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_i17_without_the_table_anything_may_follow_anything(monkeypatch):
    monkeypatch.setattr(states, "check_step", lambda steps, now, then: None)
    parcel = order_of().parcels.get()

    with transaction.atomic():
        lock_order(parcel.order_id)
        step_parcel(parcel, "returned")

    assert Parcel.objects.get().status == "returned"
