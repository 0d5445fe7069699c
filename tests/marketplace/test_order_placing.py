"""Placing an order: all or nothing, once, and never of what may not be sold."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from catalogue.services import revoke_certificate, suspend_sale
from marketplace.basket.models import Basket
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order, Parcel
from marketplace.order.services import Refused
from marketplace.order.services.placement import NothingToOrder
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Attempt
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, delivery, order_of

pytestmark = pytest.mark.django_db


def stock_of(product):
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get(product=product)


def test_an_order_has_one_parcel_per_producer_and_their_sums_are_its_total():
    one, two = ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=80_000)
    same_producer = ProductFactory(owner=one.owner, stocked__price=50_000)

    order = order_of(basket_of(one, (two, 2), same_producer))

    assert [parcel.goods for parcel in order.parcels.all()] == [150_000, 160_000]
    assert sum(parcel.total for parcel in order.parcels.all()) == order.total == order.goods + order.shipping


def test_placing_holds_the_stock_and_consumes_none():
    product = ProductFactory(stocked__num_in_stock=5)

    order_of(basket_of((product, 3)))

    assert stock_of(product) == (5, 3)


def test_the_certificate_stands_frozen_on_the_line():
    product = ProductFactory(certified__stars=5, certified__decision_number="77/QĐ-UBND")

    line = order_of(basket_of(product)).lines.get()

    certificate = product.certificates.get()
    assert (line.certificate_stars, line.certificate_number) == (5, "77/QĐ-UBND")
    assert line.certificate_until == certificate.until


def test_a_basket_becomes_one_order_however_often_it_is_submitted():
    basket = basket_of(ProductFactory())
    first = order_of(basket)

    again = order_of(basket, shown_total=first.total)

    assert again == first
    assert Order.objects.count() == Parcel.objects.count() == Attempt.objects.count() == 1
    assert Basket.objects.get(pk=basket.pk).status == Basket.SUBMITTED


def test_a_product_whose_certificate_was_revoked_meanwhile_is_refused_by_name():
    product, other = ProductFactory(title="Mật ong rừng"), ProductFactory()
    basket = basket_of(product, other)
    revoke_certificate(product.certificates.get(), ground="a", decision_number="1/QĐ", on=localdate())

    with pytest.raises(Refused, match="Mật ong rừng"):
        order_of(basket)

    assert not Order.objects.exists()
    assert Basket.objects.get(pk=basket.pk).status == Basket.OPEN
    assert basket.lines.count() == 2


def test_a_product_whose_sale_was_suspended_meanwhile_is_refused():
    product = ProductFactory(title="Kẹo dừa")
    basket = basket_of(product)
    suspend_sale(product, reason="đang kiểm tra")

    with pytest.raises(Refused, match="Kẹo dừa"):
        order_of(basket)


def test_a_certificate_that_ends_today_still_sells_and_tomorrow_does_not():
    product = ProductFactory(certified__valid_until=localdate())
    basket = basket_of(product)

    with pytest.raises(Refused):
        order_of(basket, at=now() + timedelta(days=1))

    assert order_of(basket)


def test_too_few_pieces_are_refused_and_nothing_stays_held():
    plenty, scarce = ProductFactory(), ProductFactory(title="Trà shan", stocked__num_in_stock=2)
    basket = basket_of(plenty, (scarce, 2))
    StockRecord.objects.filter(product=scarce).update(num_in_stock=1)

    with pytest.raises(Refused, match="Trà shan"):
        order_of(basket)

    assert stock_of(plenty) == (20, None)


def test_the_stock_decides_even_when_the_plan_was_made_before(monkeypatch):
    product = ProductFactory(stocked__num_in_stock=1)
    basket = basket_of(product)
    monkeypatch.setattr("marketplace.order.stock.take", lambda *args: False)

    with pytest.raises(Refused, match="vừa hết hàng"):
        order_of(basket)

    assert not Order.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_who_comes_too_late_is_told_so_before_the_register_is_asked(django_assert_max_num_queries):
    product = ProductFactory(stocked__num_in_stock=1)
    basket, to = basket_of(product), delivery()
    StockRecord.objects.update(num_allocated=1)

    with django_assert_max_num_queries(5), pytest.raises(Refused, match="vừa hết hàng"):
        order_of(basket, to=to, shown_total=1)

    assert Basket.objects.get().status == Basket.OPEN


def test_a_total_that_changed_since_it_was_shown_is_refused():
    product = ProductFactory(stocked__price=100_000)
    basket = basket_of(product)

    with pytest.raises(Refused, match="vừa thay đổi"):
        order_of(basket, shown_total=1)


def test_an_empty_basket_is_refused():
    with pytest.raises(NothingToOrder):
        order_of(basket_of(), shown_total=0)


@pytest.mark.parametrize("criteria_set", ["QD26-01", "QD26-02"])
def test_fresh_products_cannot_be_paid_on_delivery(criteria_set):
    basket = basket_of(ProductFactory(criteria_set=criteria_set))

    with pytest.raises(Refused, match="tươi"):
        order_of(basket, method="cod")


def test_card_is_no_choice_without_a_key_or_the_double():
    with pytest.raises(Refused, match="cách thanh toán"):
        order_of(method="card")


def test_a_method_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="cách thanh toán"):
        order_of(method="gold")


@pytest.mark.parametrize(("method", "hours"), [("cod", 48), ("card", 0.5)])
def test_how_long_an_order_is_held_depends_on_how_it_is_paid(settings, method, hours):
    settings.STRIPE_SECRET_KEY = "sk_test_x"

    order = order_of(method=method)

    assert order.hold_until - order.date_placed == timedelta(hours=hours)


def test_cash_order_tells_buyer_and_producers_and_a_card_order_only_the_buyer(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    order_of(basket_of(ProductFactory(), ProductFactory()), method="cod")
    cash = sorted(OutboxMessage.objects.values_list("kind", flat=True))
    OutboxMessage.objects.all().delete()

    order_of(method="card")

    assert cash == ["new_parcel", "new_parcel", "order_placed"]
    assert [mail.kind for mail in OutboxMessage.objects.all()] == ["order_placed"]


def test_an_order_number_cannot_be_guessed():
    numbers = {order_of().number for _ in range(2)}

    assert len(numbers) == 2
    assert all(number.startswith("OC") and len(number) == 12 for number in numbers)
