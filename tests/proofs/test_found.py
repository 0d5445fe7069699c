"""What the proofs found, each by itself: money by two ways, gifts and returns, a page opened while its order ended."""

import threading
from datetime import timedelta

import pytest
from django.utils.timezone import now

from marketplace.order import stock
from marketplace.order.models import Order, Parcel
from marketplace.order.services import call_off, holds, reject_parcel
from marketplace.order.services.returns import refund_goodwill, refund_pieces
from marketplace.partner.models import StockRecord
from marketplace.payment import services
from marketplace.payment.models import Refund
from marketplace.payment.providers.stripe_checkout import StripeCheckout
from marketplace.payment.switching import switch
from tests.factories import ProducerFactory, ProductFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import memo_of, receive, transfer_order
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import balance, card_order, delivered, product_at, provider_gives_back, state
from tests.marketplace.test_order_races import at_once
from tests.marketplace.test_payment_card import BACK, GOOD, begin
from tests.marketplace.test_payment_card import double as double
from tests.marketplace.vouchers import chosen, voucher
from tests.proofs.truths import lies


def going():
    return sorted(Refund.objects.standing().values_list("attempt__provider", "amount"))


# Money that came by two ways ---------------------------------------------------------------------
@pytest.fixture
def paid_twice_over(account, double, db):
    """Begun as a transfer, continued by card; a part of the transfer came all the same."""
    order = transfer_order()
    switch(order, "card", at=now())
    receive(memo_of(order), 100_000)
    attempt = begin(order)
    double.books.pay(attempt.reference, GOOD)
    services.sync(attempt)
    return Order.objects.get()


def test_i6_what_came_by_two_ways_goes_back_by_both(paid_twice_over):
    order = paid_twice_over

    back = call_off(order.parcels.get())

    assert back == order.total
    assert going() == [("stripe", 100_000), ("stripe", order.total - 100_000), ("transfer", 100_000)]
    assert lies() == []


# Gifts and what comes back after them --------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("act", [call_off, lambda parcel: reject_parcel(parcel, reason="hết hàng")])
def test_i6_an_order_with_a_gift_can_still_be_called_off_whole(settings, act):
    order = card_order(settings, product_at())
    refund_goodwill(order, amount=5_000, reason="giao chậm", by=None)

    act(order.parcels.get())

    assert going() == [("stripe", 5_000), ("stripe", order.total - 5_000)]
    assert balance("dispute_loss") == 0
    assert lies() == []


@pytest.mark.django_db
def test_i6_a_return_after_a_gift_gives_back_what_is_left(settings):
    order = card_order(settings, (product_at(), 2))
    parcel = delivered(order.parcels.get())
    refund_goodwill(order, amount=40_000, reason="giao chậm", by=None)

    backs = [
        refund_pieces(parcel, {parcel.lines.get().pk: 1}, reason="hỏng", with_shipping=True, by=None) for _ in "12"
    ]

    assert sum(backs) == order.total - 40_000
    assert balance("dispute_loss") == 0
    assert lies() == []


@pytest.mark.django_db
@pytest.mark.parametrize("act", [call_off, lambda parcel: reject_parcel(parcel, reason="hết hàng")])
def test_goods_of_an_order_paid_back_whole_can_still_be_let_go(settings, act):
    order = card_order(settings, product_at())
    refund_goodwill(order, amount=order.total, reason="giao quá chậm", by=None)
    provider_gives_back(order, order.total)

    act(order.parcels.get())

    assert (state(order), StockRecord.objects.get().num_allocated) == ("refunded", 0)
    assert lies() == []


# An order of which a part was called off --------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("end", ["expired", "cancelled"])
def test_i9_an_order_on_delivery_of_which_a_parcel_was_called_off_still_ends(end):
    order = order_of(basket_of(product_at(), product_at()))
    call_off(order.parcels.first())

    if end == "expired":
        services.expire_overdue(now() + timedelta(hours=49))
    else:
        services.cancel_unpaid(order)

    assert state(order) == end
    assert set(Parcel.objects.values_list("status", flat=True)) == {"cancelled"}
    assert lies() == []


# A pay page that opens while its order ends ---------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("has_paid", [False, True])
def test_i9_a_pay_page_that_opened_while_the_hold_ended_takes_no_money_unseen(double, monkeypatch, has_paid):
    """The provider answers after the sweeper has found nothing to close."""
    order = order_of(basket_of(product_at()), method="card")
    start = StripeCheckout.start

    def start_while_the_hold_ends(self, attempt, **urls):
        started = start(self, attempt, **urls)
        services.expire_overdue(now() + timedelta(minutes=31))
        if has_paid:
            double.books.pay(started.reference, GOOD)
        return started

    monkeypatch.setattr(StripeCheckout, "start", start_while_the_hold_ends)

    url = services.start(services.open_attempt(order), **BACK)

    session = next(iter(double.books.sessions.values()))
    assert url == ""
    assert (session["status"], state(order)) == (("complete", "paid") if has_paid else ("expired", "expired"))
    assert lies() == []


# Rows locked in one order ---------------------------------------------------------------------------
def two_orders_that_cross():
    """(one order that is about to end, another about to be placed) of the same three products of two producers."""
    shop, other = ProducerFactory(), ProducerFactory()
    products = [ProductFactory(owner=owner) for owner in (shop, other, shop)]
    use = voucher(per_phone=None)
    return order_of(chosen(basket_of(*products), use)), chosen(basket_of(*products), use)


def crossing(ends, monkeypatch):
    """End one order while another of the same goods is placed: each goes on when both have come to their first row."""
    order, basket = two_orders_that_cross()
    has_taken, is_ending = threading.Event(), threading.Event()
    take, release = stock.take, stock.release

    def take_and_wait(*given):
        taken = take(*given)
        has_taken.set()
        assert is_ending.wait(30)
        return taken

    def wait_and_release(*given):
        is_ending.set()
        assert has_taken.wait(30)
        return release(*given)

    monkeypatch.setattr(stock, "take", take_and_wait)
    monkeypatch.setattr(stock, "release", wait_and_release)
    return at_once([lambda: ends(order), lambda: order_of(basket)])


@pytest.mark.postgres
@pytest.mark.needs("postgres")
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_order_that_ends_and_one_of_the_same_goods_that_begins_do_not_block_one_another(monkeypatch):
    results = crossing(services.cancel_unpaid, monkeypatch)

    assert [type(result) for result in results] == [Order, Order]
    assert lies() == []


def _parcel_by_parcel(order, then, *, by):
    """As it was: vouchers first, then the stock of one parcel after the other."""
    order = holds.lock_order(order.pk)
    holds.step_payment(order, then)
    for parcel in holds.lock_parcels(order):
        holds.step_parcel(parcel, "cancelled", by=by)
        for line in holds.lines_in_stock_order(parcel):
            stock.release(line, line.num_allocated)
    return order


@pytest.mark.postgres
@pytest.mark.needs("postgres")
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_locked_parcel_by_parcel_the_same_two_do_block_one_another(monkeypatch):
    """The negative control of the test above."""
    monkeypatch.setattr(holds, "_let_go", _parcel_by_parcel)

    results = crossing(services.cancel_unpaid, monkeypatch)

    assert any("deadlock" in str(result) for result in results)
