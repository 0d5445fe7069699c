"""Synthetic products fill the catalogue to a size, and never pass for real ones."""

import pytest
from django.utils.timezone import localdate

from catalogue.models import Certificate, Product
from marketplace.demo.synthetic import CODE, fill_up
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    PlaceFactory()
    return fill_up(60, localdate())


def test_the_catalogue_is_filled_to_the_number_asked_for_and_no_further(filled):
    assert (filled, Product.objects.count()) == (60, 60)
    assert fill_up(60, localdate()) == 0
    assert fill_up(75, localdate()) == 15


def test_synthetic_products_say_so_and_belong_to_fictional_makers(filled):
    for product in Product.objects.filter(code__startswith=CODE).select_related("owner"):
        assert product.title.endswith("(tổng hợp)")
        assert product.owner.is_fictional


def test_most_can_be_bought_some_are_sold_out_some_certificates_have_ended(filled, today):
    on_sale, sellable = Product.objects.purchasable(today).count(), Product.objects.sellable(today).count()

    assert 40 < on_sale < sellable < 60


def test_every_synthetic_certificate_is_marked_as_invented(filled):
    assert not Certificate.objects.filter(dates_are_illustrative=False).exists()
