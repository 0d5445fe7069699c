"""Conditions whose SQL is built once: they answer for the day and the product that they are asked about."""

from datetime import timedelta

import pytest
from django.db.models import Exists, OuterRef

from catalogue.models import Product
from catalogue.queries.products import _vouched_for
from tests.factories import BoxFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def some_of_each(today):
    size = SizeFactory()
    ended = ProductFactory(certified__valid_until=today)
    BoxFactory(parts=[ProductFactory(), size])
    BoxFactory(parts=[ended])
    return ended


def keys(products):
    return set(products.values_list("pk", flat=True))


def test_what_is_remembered_answers_as_what_is_built_anew(today):
    some_of_each(today)

    for day in (today, today + ONE_DAY, today + 5000 * ONE_DAY):
        assert keys(Product.objects.vouched_for(day)) == keys(Product.objects.filter(_vouched_for(day)))


def test_the_day_is_the_one_asked_for(today):
    ended = some_of_each(today)

    assert Product.objects.sellable(today).contains(ended)
    assert not Product.objects.sellable(today + ONE_DAY).contains(ended)


@pytest.mark.parametrize("word", ["certified", "complete", "vouched_for", "sellable", "purchasable"])
def test_a_condition_inside_a_subquery_speaks_of_the_inner_product(word, today):
    some_of_each(today)
    meant = getattr(Product.objects, word)(today)

    assert keys(Product.objects.filter(Exists(meant.filter(pk=OuterRef("pk"))))) == keys(meant)
    assert keys(Product.objects.filter(pk__in=meant.values("pk"))) == keys(meant)
    assert keys(meant.filter(pk__in=meant.values("pk"))) == keys(meant)


def test_a_condition_can_be_turned_round(today):
    some_of_each(today)

    assert not keys(Product.objects.exclude(pk__in=Product.objects.sellable(today))) & keys(
        Product.objects.sellable(today)
    )
