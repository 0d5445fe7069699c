"""One truth about what may be sold, on both of its faces."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from catalogue.models import Certificate, Product
from tests.factories import CertificateFactory, ProductFactory, StockRecordFactory

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def both(word: str, product: Product, day) -> bool:
    """The answer of the QuerySet and of the object, which must be one."""
    asked = getattr(Product.objects, word)(day).contains(product)
    fresh = Product.objects.with_register().get(pk=product.pk)
    assert asked == getattr(fresh, f"is_{word}")(day)
    return asked


@pytest.mark.parametrize("edge", ["issued_on", "last_day"])
@pytest.mark.parametrize("shift", [-ONE_DAY, 0 * ONE_DAY, ONE_DAY])
def test_the_query_and_the_object_agree_around_both_end_days(edge, shift):
    product = ProductFactory()
    certificate = Certificate.objects.get(product=product)
    day = getattr(certificate, edge) + shift

    inside = certificate.issued_on <= day <= certificate.last_day
    assert both("certified", product, day) is inside
    assert both("sellable", product, day) is inside
    assert both("purchasable", product, day) is inside


@pytest.mark.parametrize("state", ["revoked", "superseded", "withdrawn"])
def test_a_certificate_ended_by_an_act_sells_nothing(state, today):
    product = ProductFactory()
    Certificate.objects.filter(product=product).update(state=state, revoked_on=today, withdrawn_on=today)

    assert not both("sellable", product, today)


@pytest.mark.parametrize(
    "broken",
    [
        {"is_public": False},
        {"sale_suspended_at": now()},
        {"owner": None},
    ],
    ids=["not public", "suspended", "without an owner"],
)
def test_a_product_that_lacks_one_condition_is_not_sellable(broken, today):
    product = ProductFactory()
    Product.objects.filter(pk=product.pk).update(**broken)

    assert not both("sellable", product, today)


@pytest.mark.parametrize("broken", [{"is_active": False}, {"verified_at": None}])
def test_a_product_of_a_producer_that_may_not_sell_is_not_sellable(broken, today):
    product = ProductFactory()
    type(product.owner).objects.filter(pk=product.owner_id).update(**broken)

    assert not both("sellable", product, today)


@pytest.mark.parametrize("stock", [{"price": None}, {"num_in_stock": 0}, {"num_in_stock": 3, "num_allocated": 3}])
def test_a_sellable_product_without_price_or_free_stock_is_not_purchasable(stock, today):
    product = ProductFactory(stocked=False)
    StockRecordFactory(product=product, **stock)

    assert both("sellable", product, today)
    assert not both("purchasable", product, today)


def test_an_extension_keeps_a_product_sellable_until_its_own_last_day(today):
    product = ProductFactory(certified=False)
    ended = today - 10 * ONE_DAY
    CertificateFactory(
        product=product,
        issued_on=ended - 1096 * ONE_DAY,
        valid_until=ended,
        extended_until=today,
        extension_basis="Điều 12.3",
        state="extended",
    )

    assert both("sellable", product, today)
    assert not both("sellable", product, today + ONE_DAY)


def test_a_list_asks_its_questions_without_a_query_per_product(django_assert_num_queries, today):
    for _ in range(3):
        ProductFactory()

    with django_assert_num_queries(3):
        assert all(p.is_purchasable(today) for p in Product.objects.with_register())
