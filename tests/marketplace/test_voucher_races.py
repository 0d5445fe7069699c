"""Two buyers and a voucher's last use, on PostgreSQL: exactly one has it."""

import threading

import pytest
from django.db import connection
from django.db.models import F

from marketplace.order.models import Order
from marketplace.order.services import Refused
from marketplace.vouchers import services
from marketplace.vouchers.models import Use, Voucher
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, commune, delivery, order_of
from tests.marketplace.test_order_races import at_once
from tests.marketplace.vouchers import chosen, voucher

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
BUYERS = 6


def rush(limited, *, phones=BUYERS):
    """BUYERS people order different products with the same voucher at the same moment."""
    place = commune()
    baskets = [chosen(basket_of(ProductFactory(stocked__price=100_000)), limited) for _ in range(BUYERS)]
    to = [delivery(phone=f"+8491234567{number % phones}", commune=place) for number in range(BUYERS)]
    acts = [
        lambda basket=basket, to=to: order_of(basket, to=to, shown_total=115_000)
        for basket, to in zip(baskets, to, strict=True)
    ]
    return at_once(acts)


def test_the_last_use_goes_to_exactly_one_of_many_buyers():
    results = rush(voucher(uses=1))

    assert sum(isinstance(result, Order) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == BUYERS - 1
    assert Voucher.objects.get().used == Use.objects.count() == Order.objects.count() == 1


def test_one_phone_in_many_tabs_uses_it_as_often_as_it_may():
    results = rush(voucher(per_phone=2), phones=1)

    assert sum(isinstance(result, Order) for result in results) == 2
    assert Voucher.objects.get().used == Use.objects.count() == 2


def test_without_the_condition_the_same_rush_uses_it_too_often(monkeypatch):
    """The negative control: this is what the tests above would see if the rule were broken."""
    everybody_read = threading.Barrier(BUYERS)

    def use_blindly(found, *, order, amount, day):
        left = Voucher.objects.get(pk=found.pk).left
        everybody_read.wait(30)
        assert left
        Voucher.objects.filter(pk=found.pk).update(used=F("used") + 1)
        return Use.objects.create(voucher=found, order=order, phone=order.phone, amount=amount)

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vouchers_voucher DROP CONSTRAINT voucher_used_at_most_uses")
    monkeypatch.setattr(services, "use", use_blindly)

    rush(voucher(uses=1))

    assert Order.objects.count() == BUYERS == Voucher.objects.get().used


def test_cancelling_twice_at_once_gives_one_use_back():
    from marketplace.order.services import cancel_order

    (order,) = [result for result in rush(voucher(uses=1)) if isinstance(result, Order)]

    at_once([lambda: cancel_order(order)] * 4)

    assert Voucher.objects.get().used == 0
