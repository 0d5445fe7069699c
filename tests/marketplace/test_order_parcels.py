"""Steps of parcels and what they do to stock and money."""

import itertools

import pytest

from marketplace.order import states
from marketplace.order.models import Order, Parcel
from marketplace.order.services import (
    accept_parcel,
    cancel_order,
    deliver_parcel,
    pack_parcel,
    reject_parcel,
    ship_parcel,
)
from marketplace.order.services.locking import step_parcel, step_payment
from marketplace.partner.models import StockRecord
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, order_of

pytestmark = pytest.mark.django_db


def stock():
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get()


@pytest.fixture
def parcel():
    return order_of(basket_of((ProductFactory(stocked__num_in_stock=10), 3))).parcels.get()


def test_accepting_confirms_an_order_paid_on_delivery(parcel):
    accept_parcel(parcel)

    assert Order.objects.get().payment_state == "cod_confirmed"


def test_shipping_takes_the_pieces_off_the_shelf(parcel):
    for act in (accept_parcel, pack_parcel):
        act(parcel)

    ship_parcel(parcel, tracking="VN1")

    assert stock() == (7, 0)


def test_a_step_that_is_not_the_next_one_raises_and_changes_nothing(parcel):
    with pytest.raises(states.IllegalTransition):
        ship_parcel(parcel, tracking="VN1")

    assert stock() == (10, 3)
    assert Parcel.objects.get().status == "new"
    assert Parcel.objects.get().tracking == ""


def test_the_same_parcel_is_not_shipped_twice(parcel):
    for act in (accept_parcel, pack_parcel, ship_parcel):
        act(parcel)

    with pytest.raises(states.IllegalTransition):
        ship_parcel(parcel)

    assert stock() == (7, 0)


def test_cancelling_gives_the_stock_back(parcel):
    cancel_order(parcel.order)

    assert stock() == (10, 0)
    assert Parcel.objects.get().status == "cancelled"


def test_an_order_on_its_way_cannot_be_cancelled(parcel):
    for act in (accept_parcel, pack_parcel, ship_parcel):
        act(parcel)

    with pytest.raises(states.IllegalTransition):
        cancel_order(parcel.order)

    assert stock() == (7, 0)


def test_a_rejected_parcel_frees_its_stock_and_asks_no_cash(parcel):
    rejected = reject_parcel(parcel, reason="hết nguyên liệu")

    assert stock() == (10, 0)
    assert rejected.cash_due == 0
    assert Order.objects.get().payment_state == "cancelled"


def test_an_order_paid_on_delivery_is_paid_when_every_parcel_arrived():
    order = order_of(basket_of(ProductFactory(), ProductFactory()))
    for parcel in order.parcels.all():
        for act in (accept_parcel, pack_parcel, ship_parcel):
            act(parcel)
    first, second = order.parcels.all()

    deliver_parcel(first)
    between = Order.objects.get().payment_state
    deliver_parcel(second)

    attempt = order.attempts.get()
    assert between == "cod_confirmed"
    assert (attempt.state, attempt.captured) == ("succeeded", order.total)
    assert Order.objects.get().payment_state == "paid"


def test_cash_of_the_parcels_is_the_orders_total():
    order = order_of(basket_of(ProductFactory(stocked__price=123_000), ProductFactory()))

    assert sum(parcel.cash_due for parcel in order.parcels.all()) == order.total


def test_a_producer_sees_own_parcels_only_and_none_that_waits_for_a_card(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    product = ProductFactory()
    cash = order_of(basket_of(product, ProductFactory()))
    order_of(basket_of(product), method="card")

    waiting = Parcel.objects.of_producer(product.owner).awaiting_dispatch()

    assert [parcel.order for parcel in waiting] == [cash]


def test_an_unpaid_card_order_is_nobodys_work(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    parcel = order_of(method="card").parcels.get()

    with pytest.raises(states.IllegalTransition):
        accept_parcel(parcel)


@pytest.mark.parametrize(("now", "then"), list(itertools.product(states.Parcel.values, repeat=2)))
def test_i17_every_pair_of_parcel_states_is_in_the_table_or_refused(parcel, now, then):
    Parcel.objects.update(status=now)
    parcel.refresh_from_db()

    if then in states.PARCEL_STEPS[now]:
        step_parcel(parcel, then)
        assert Parcel.objects.get().status == then
    else:
        with pytest.raises(states.IllegalTransition):
            step_parcel(parcel, then)
        assert Parcel.objects.get().status == now


@pytest.mark.parametrize(("now", "then"), list(itertools.product(states.Payment.values, repeat=2)))
def test_i17_every_pair_of_payment_states_is_in_the_table_or_refused(parcel, now, then):
    order = parcel.order
    Order.objects.update(payment_state=now)
    order.refresh_from_db()

    if then in states.PAYMENT_STEPS[now]:
        step_payment(order, then)
    else:
        with pytest.raises(states.IllegalTransition):
            step_payment(order, then)
        assert Order.objects.get().payment_state == now
