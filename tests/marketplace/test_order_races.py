"""Many at once, on PostgreSQL: the last pieces, one basket clicked six times, an authority in between."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from catalogue.models import Certificate
from catalogue.services import revoke_certificate
from marketplace.order.models import Line, Order
from marketplace.order.services import Refused, placement
from marketplace.partner.models import StockRecord
from tests.factories import BoxFactory, ProductFactory, SizeFactory
from tests.marketplace.buying import basket_of, delivery, order_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
BUYERS, PIECES = 20, 5


def at_once(acts):
    """Run all acts at the same moment, each with its own connection; returns results or exceptions."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(30)
            return act()
        except Exception as trouble:  # the test looks at what came
            return trouble
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def rush(product):
    """BUYERS people order one piece each at the same moment."""
    baskets, total = [basket_of(product) for _ in range(BUYERS)], order_total(product)
    return at_once([partial(order_of, *pair, shown_total=total) for pair in with_buyers(baskets)])


def with_buyers(baskets):
    """(basket, to whom): each buyer has a phone of their own."""
    to = delivery()
    return [(basket, replace(to, phone=f"+849000000{number:02}")) for number, basket in enumerate(baskets)]


def order_total(product):
    from marketplace.basket.models import Basket
    from marketplace.basket.plans import plan_of

    return plan_of(Basket.objects.get(pk=basket_of(product).pk), localdate()).total


def test_i1_twenty_buyers_of_the_last_five_pieces_make_exactly_five_orders():
    product = ProductFactory(stocked__num_in_stock=PIECES)

    results = rush(product)

    assert Order.objects.count() == PIECES
    assert sum(isinstance(result, Order) for result in results) == PIECES
    assert sum(isinstance(result, Refused) for result in results) == BUYERS - PIECES
    held = StockRecord.objects.get(product=product).num_allocated
    assert held == PIECES == Line.objects.aggregate(sum=Sum("num_allocated"))["sum"]


def test_i1_the_stock_alone_decides_when_nobody_waits_for_the_certificate(monkeypatch):
    monkeypatch.setattr(placement, "_hold_certificates", lambda products: None)

    rush(ProductFactory(stocked__num_in_stock=PIECES))

    assert Order.objects.count() == PIECES


def test_i1_without_lock_and_condition_the_same_rush_oversells(monkeypatch):
    """The negative control: this is what the two tests above would see if the rule were broken."""
    everybody_read = threading.Barrier(BUYERS)

    def take_blindly(stockrecord_id, quantity):
        everybody_read.wait(30)
        held = Coalesce(F("num_allocated"), 0) + quantity
        return StockRecord.objects.filter(pk=stockrecord_id).update(num_allocated=held) == 1

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE partner_stockrecord DROP CONSTRAINT stock_covers_what_orders_hold")
    monkeypatch.setattr(placement, "_hold_certificates", lambda products: None)
    monkeypatch.setattr("marketplace.order.stock.take", take_blindly)

    rush(ProductFactory(stocked__num_in_stock=PIECES))

    assert Order.objects.count() == BUYERS


def test_i3_six_clicks_at_once_on_one_basket_are_one_order_for_all():
    product = ProductFactory()
    basket, to, total = basket_of(product), delivery(), order_total(product)

    results = at_once([lambda: order_of(basket, to=to, shown_total=total)] * 6)

    assert {result.pk for result in results} == {Order.objects.get().pk}
    assert StockRecord.objects.get(product=product).num_allocated == 1


def test_baskets_with_the_same_products_in_opposite_order_do_not_block_one_another():
    one, two = ProductFactory(), ProductFactory()
    baskets = [basket_of(*pair) for pair in [(one, two), (two, one)] * 5]
    total = 240_000 + 2 * 25_000

    results = at_once([partial(order_of, *pair, shown_total=total) for pair in with_buyers(baskets)])

    assert [type(result) for result in results] == [Order] * 10


def while_revoking(product, buy):
    """Whether `buy` waited for the revocation under way, and what came of it afterwards."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            revoke_certificate(product.certificates.get(), ground="a", decision_number="1/QĐ", on=localdate())
            waiting = pool.submit(at_once, [buy])
            time.sleep(1)
            is_waiting = not waiting.done()
        return is_waiting, waiting.result()[0]


def test_an_order_waits_for_a_revocation_under_way_and_is_then_refused():
    product = ProductFactory()
    basket, to, total = basket_of(product), delivery(), order_total(product)

    is_waiting, result = while_revoking(product, lambda: order_of(basket, to=to, shown_total=total))

    assert is_waiting
    assert isinstance(result, Refused)
    assert not Order.objects.exists()


def hold(product):
    with transaction.atomic():
        Certificate.objects.hold({product.pk})
    return "held"


def test_buyers_of_one_product_do_not_wait_for_one_another_but_a_revocation_waits_for_them():
    product = ProductFactory()
    act = partial(revoke_certificate, product.certificates.get(), ground="a", decision_number="1/QĐ", on=localdate())

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            Certificate.objects.hold({product.pk})
            assert pool.submit(at_once, [partial(hold, product)]).result(10) == ["held"]
            revoking = pool.submit(at_once, [act])
            time.sleep(1)
            assert not revoking.done()
        assert revoking.result(10)[0].state == "revoked"


@pytest.mark.parametrize("kind", ["size", "part", "size in a box"])
def test_an_order_waits_for_a_revocation_that_reaches_it_through_another_product(kind):
    size = SizeFactory(parent__title="Mật ong đang thu hồi")
    lost, bought = {
        "size": (size.parent, size),
        "part": (part := ProductFactory(title="Mật ong đang thu hồi"), BoxFactory(parts=[ProductFactory(), part])),
        "size in a box": (size.parent, BoxFactory(parts=[size])),
    }[kind]
    basket, to, total = basket_of(bought), delivery(), order_total(bought)

    is_waiting, result = while_revoking(lost, lambda: order_of(basket, to=to, shown_total=total))

    assert is_waiting
    assert isinstance(result, Refused)
    assert "Mật ong đang thu hồi" in str(result)
    assert not Order.objects.exists()
