"""Bad input and faults of buying: two tabs, the back button, a provider that is down or whose answer is lost at each step.

Elsewhere: forged, stale, replayed and shuffled notices (test_payment_card.py, test_invariants_transfers.py), wrong
amount or currency (test_payment_card.py, test_controls.py), the voucher's last use (test_voucher_races.py), kills.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from marketplace.basket.models import Basket, Line
from marketplace.order.models import Order
from marketplace.order.services import call_off
from marketplace.payment import services
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.providers.base import ProviderDown
from tests.factories import ProducerFactory, ProductFactory
from tests.marketplace.banking import account as account
from tests.marketplace.test_checkout_pages import fill, place, to_review
from tests.marketplace.test_payment_card import GOOD, begin, events, state, tell
from tests.marketplace.test_payment_card import double as double
from tests.marketplace.test_payment_card import order as order
from tests.proofs.truths import lies

pytestmark = pytest.mark.django_db


# Two tabs, and the way back -------------------------------------------------------------------------
def test_goods_exchanged_in_another_tab_for_others_of_the_same_price_are_not_ordered_unseen(client):
    shop = ProducerFactory()
    seen, other = ProductFactory(owner=shop), ProductFactory(owner=shop)
    fill(client, seen)
    review = to_review(client)
    Line.objects.update(product=other, stockrecord=other.stockrecords.get())

    refused = place(client, review)
    ordered = place(client, refused)

    assert (refused.status_code, ordered.status_code) == (409, 302)
    assert "ở một thẻ khác" in refused.content.decode()
    assert Order.objects.get().lines.get().product == other


def test_without_the_goods_on_the_ticket_they_would_be(client, monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr("marketplace.basket.plans.Plan.contents", "")
    shop = ProducerFactory()
    fill(client, ProductFactory(owner=shop))
    review, other = to_review(client), ProductFactory(owner=shop)
    Line.objects.update(product=other, stockrecord=other.stockrecords.get())

    assert place(client, review).status_code == 302


def test_two_tabs_before_the_last_click_are_one_order(client):
    fill(client)
    tabs = [to_review(client), client.get("/thanh-toan/xem-lai/")]

    answers = [place(client, tab) for tab in tabs]

    assert {answer.url for answer in answers} == {f"/don-hang/{Order.objects.get().number}/"}


def test_the_back_button_after_ordering_leads_to_the_same_order_or_to_an_empty_basket(client):
    fill(client)
    review = to_review(client)
    order_page = place(client, review).url

    assert client.get("/thanh-toan/xem-lai/").url == client.get("/thanh-toan/").url == "/gio-hang/"
    assert place(client, review).url == order_page


def test_what_is_put_into_the_basket_during_payment_goes_into_a_new_one(client, double):
    fill(client)
    place(client, to_review(client), method="card")
    order = Order.objects.get()

    fill(client, ProductFactory())
    double.books.pay(Attempt.objects.get().reference, GOOD)
    client.get(f"/thanh-toan/{order.number}/ket-qua/")

    assert (state(order), order.lines.count()) == ("paid", 1)
    assert Basket.open.get().pk != order.basket_id
    assert lies() == []


# The provider at each step --------------------------------------------------------------------------
@pytest.fixture
def buyer(client, order):
    """A browser that has proved whose the order is."""
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    return client


STEPS = {
    "pay": lambda buyer, number: buyer.post(f"/thanh-toan/{number}/tra-tien/"),
    "come back": lambda buyer, number: buyer.get(f"/thanh-toan/{number}/ket-qua/"),
    "another way": lambda buyer, number: buyer.post(f"/thanh-toan/{number}/doi-cach-tra/", {"method": "transfer"}),
    "cancel": lambda buyer, number: buyer.post(f"/don-hang/{number}/huy/"),
}


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("kind", ["error", "lost"])
@pytest.mark.parametrize("step", STEPS)
def test_a_provider_that_fails_at_any_step_of_the_buyer_costs_nothing_and_the_second_try_works(
    buyer, double, order, kind, step
):
    if step != "pay":
        begin(order)
    double.faults.append({"kind": kind, "path": "/v1/", "times": 2})  # the library asks twice

    first = STEPS[step](buyer, order.number)
    page, after = buyer.get(f"/don-hang/{order.number}/"), (state(order), lies())
    second = STEPS[step](buyer, order.number)

    assert {first.status_code, second.status_code} == {302}
    assert (page.status_code, after) == (200, ("awaiting_payment", []))
    assert len(double.books.sessions) == 1
    assert state(order) == ("cancelled" if step == "cancel" else "awaiting_payment")
    assert lies() == []


@pytest.mark.parametrize("kind", ["error", "lost"])
def test_a_provider_that_fails_while_the_clockwork_ends_a_hold_is_asked_again(double, order, kind):
    begin(order)
    late = now() + timedelta(minutes=31)
    double.faults.append({"kind": kind, "path": "/v1/", "times": 2})

    ended = [services.expire_overdue(late), services.expire_overdue(late)]

    assert (ended, state(order)) == ([0, 1], "expired")
    assert lies() == []


@pytest.mark.parametrize("kind", ["error", "lost"])
def test_a_provider_that_fails_while_money_goes_back_gives_it_back_once(double, order, kind):
    double.books.pay(begin(order).reference, GOOD)
    services.sync(Attempt.objects.get())
    call_off(order.parcels.get())
    double.faults.append({"kind": kind, "path": "/v1/refunds", "times": 2})

    for _ in range(3):
        services.submit_refunds()

    assert [one["amount"] for one in double.books.refunds.values()] == [order.total]
    assert (state(order), Refund.objects.get().state) == ("refunded", "succeeded")
    assert lies() == []


@pytest.mark.parametrize("kind", ["error", "lost"])
def test_a_provider_that_fails_while_we_ask_about_its_notice_is_told_to_come_again(double, order, kind):
    double.books.pay(begin(order).reference, GOOD)
    paid = events(double)[-1]
    double.faults.append({"kind": kind, "path": "/v1/", "times": 2})

    answers = [tell(Client(), paid).status_code for _ in range(2)]

    assert (answers, state(order)) == ([503, 200], "paid")
    assert lies() == []


def test_a_card_payment_that_cannot_begin_says_so_and_keeps_the_goods(double, order):
    double.faults.append({"kind": "error", "path": "/v1/", "times": 2})

    with pytest.raises(ProviderDown):
        begin(order)

    assert state(order) == "awaiting_payment"
    assert order.lines.get().num_allocated == 2
