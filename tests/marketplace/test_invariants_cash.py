"""I15 of cash on delivery: what a courier collects, and from whom none is taken."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from marketplace.order.models import Order, Parcel, ParcelEvent
from marketplace.order.services import Refused, expire_order
from marketplace.payment import cod_limits
from tests.factories import ProductFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import transfer_order
from tests.marketplace.buying import basket_of, delivery, order_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]
PHONE = "+84987654321"


@pytest.fixture
def order():
    return transfer_order()


def test_i15_the_parcels_cash_sums_to_the_orders_total():
    order = order_of(basket_of((ProductFactory(), 3), ProductFactory(stocked__price=77_777)))

    assert sum(parcel.cash_due for parcel in order.parcels.all()) == order.total


@pytest.mark.parametrize("status", ["undeliverable", "returning", "returned", "lost", "rejected", "cancelled"])
def test_i15_no_cash_is_due_for_a_parcel_that_nobody_took(status):
    parcel = order_of().parcels.get()
    parcel.status = status

    assert parcel.cash_due == 0


def refuse(order, days_ago=1):
    """Its courier brought the order back."""
    ParcelEvent.objects.create(
        parcel=order.parcels.first(), status="undeliverable", at=now() - timedelta(days=days_ago)
    )
    Order.objects.filter(pk=order.pk).update(payment_state="cancelled")


def of_phone(method="cod"):
    return order_of(method=method, to=delivery(phone=PHONE))


def test_i15_a_phone_that_twice_refused_its_parcels_pays_first_for_ninety_days():
    refuse(of_phone(), days_ago=91)
    refuse(of_phone(), days_ago=89)
    once = of_phone()
    refuse(once)

    with pytest.raises(Refused, match="Số điện thoại này"):
        of_phone()
    assert of_phone("transfer").payment_method == "transfer"
    assert cod_limits.refused_orders("+84900000000", now()) == 0


def test_i15_two_parcels_of_one_order_brought_back_are_one_refusal():
    order = order_of(basket_of(ProductFactory(), ProductFactory()), to=delivery(phone=PHONE))
    for parcel in Parcel.objects.filter(order=order):
        ParcelEvent.objects.create(parcel=parcel, status="undeliverable")

    assert cod_limits.refused_orders(PHONE, now()) == 1


def test_i15_a_phone_has_at_most_two_open_orders_on_delivery():
    first, _second = of_phone(), of_phone()

    with pytest.raises(Refused, match="2 đơn"):
        of_phone()
    expire_order(first)
    assert of_phone().payment_state == "awaiting_cod_confirmation"


@pytest.mark.parametrize(
    ("product", "sentence"),
    [
        ({"stocked__price": 3_000_001}, "3.000.000"),
        ({"criteria_set": "QD26-01"}, "tươi"),
        ({"criteria_set": "QD26-02"}, "tươi"),
    ],
)
def test_i15_too_dear_and_fresh_goods_are_refused_on_delivery_with_the_reason(product, sentence):
    with pytest.raises(Refused, match=sentence):
        order_of(basket_of(ProductFactory(**product)))
