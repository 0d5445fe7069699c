"""A producer's own GTIN: checked, kept, never made up."""

import pytest
from django.urls import reverse

from catalogue.models import Product
from tests.factories import BareProductFactory, ProducerFactory
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
ADD = reverse("workspace:product-add")
TYPED = {"title": "Mắm ruốc Hậu Lộc", "criteria_set": "QD26-09", "net_weight_g": "350"}


def added(producer, **typed):
    return member_of(producer).post(ADD, TYPED | typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" 893 4567 890120 ", "8934567890120"),
        ("02345673", "02345673"),
        ("08934567890120", "08934567890120"),
    ],
)
def test_a_gtin_is_kept_as_its_digits_and_nothing_is_made_up(typed, kept):
    producer = ProducerFactory()

    added(producer, upc=typed)

    assert Product.objects.get(owner=producer).upc == kept


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("8934567890121", "Chữ số cuối không khớp"),
        ("89345", "8, 12, 13 hoặc 14 chữ số"),
        ("893456789012O", "chỉ gồm chữ số"),
        ("2100000000005", "nội bộ một cửa hàng"),
    ],
)
def test_a_number_that_is_no_gtin_is_refused_with_the_reason(typed, complaint):
    producer = ProducerFactory()

    answer = added(producer, upc=typed)

    assert complaint in answer.content.decode()
    assert not Product.objects.filter(owner=producer).exists()


def test_a_gtin_belongs_to_one_product_however_its_zeros_are_written():
    BareProductFactory(upc="8934567890120")

    answer = added(ProducerFactory(), upc="08934567890120")

    assert "đã dùng cho một sản phẩm khác" in answer.content.decode()


def test_a_product_keeps_its_own_gtin_when_it_is_saved_again():
    product = BareProductFactory(upc="8934567890120")
    address = reverse("workspace:product", args=[product.pk])

    member_of(product.owner).post(address, TYPED | {"upc": "8934567890120", "storage": "Nơi khô mát"})

    product.refresh_from_db()
    assert (product.upc, product.storage) == ("8934567890120", "Nơi khô mát")
