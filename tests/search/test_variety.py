"""Pack sizes and gift boxes in lists: a product once, "từ" its cheapest size; a box without a star, gone with a part."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from catalogue.models import BoxPart, Certificate, Product
from marketplace.partner.models import StockRecord
from search import live, services
from search.models import CatalogueChange
from tests.factories import BoxFactory, CertificateFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db(transaction=True)
NBSP = "\N{NO-BREAK SPACE}"


def listed(client, query=""):
    return client.get(reverse("catalogue:index") + query).content.decode().split("<main")[1]


def in_sizes(*prices, **facts):
    product = ProductFactory(structure="parent", stocked=False, **facts)
    return product, [SizeFactory(parent=product, stocked__price=price) for price in prices]


def price_on_shelf(product, day):
    with live.shelf_on(day) as shelf:
        return shelf._facts[product.pk].price if product.pk in shelf else None


def test_a_product_in_sizes_stands_once_with_its_lowest_price(client):
    product, _sizes = in_sizes(45_000, 80_000, title="Mật ong nhiều cỡ")

    shown = listed(client)

    assert shown.count(product.get_absolute_url()) == 1
    assert f"từ 45.000{NBSP}₫" in shown
    assert "star-plate__flowers--4" in shown


@pytest.mark.parametrize(
    ("change", "price"),
    [
        (lambda size: StockRecord.objects.filter(product=size).update(price=30_000), 30_000),
        (lambda size: StockRecord.objects.filter(product=size).update(num_in_stock=0), 80_000),
        (lambda size: StockRecord.objects.filter(product=size).update(num_allocated=20), 80_000),
        (lambda size: Product.objects.filter(pk=size.pk).update(sale_suspended_at=now()), 80_000),
        (lambda size: Product.objects.filter(pk=size.pk).update(is_public=False), 80_000),
        (lambda size: size.delete(), 80_000),
    ],
    ids=["price", "sold out", "last one held", "suspended", "hidden", "deleted"],
)
def test_what_happens_to_a_size_is_seen_on_the_next_request(client, today, change, price):
    product, (cheap, _dear) = in_sizes(45_000, 80_000)
    listed(client)

    change(cheap)

    assert price_on_shelf(product, today) == price
    assert f"{price // 1000}.000{NBSP}₫" in listed(client)


def test_the_certificate_of_a_named_size_decides_on_the_next_request(client, today):
    product, (named, _other) = in_sizes(45_000, 30_000, certified=False)
    assert price_on_shelf(product, today) is None

    CertificateFactory(product=named)
    assert price_on_shelf(product, today) == 45_000

    Certificate.objects.filter(product=named).update(state="revoked", revoked_on=today)
    assert price_on_shelf(product, today) is None
    assert product.get_absolute_url() not in listed(client)


def test_a_box_stands_as_a_box_without_a_plate(client):
    box = BoxFactory(title="Hộp quà ba món", parts=[ProductFactory(is_public=True) for _ in range(3)])

    card = next(card for card in listed(client).split("<article") if "Hộp quà ba món" in card)

    assert "Hộp quà · 3 sản phẩm OCOP" in card
    assert "star-plate" not in card
    assert box.get_absolute_url() in card


@pytest.mark.parametrize("star", [3, 4, 5])
def test_no_star_filter_finds_a_box(client, star):
    box = BoxFactory(parts=[ProductFactory(certified__stars=star)])

    assert box.get_absolute_url() not in listed(client, f"?star={star}")


ENDS = {
    "revoked": lambda p: Certificate.objects.filter(product=p).update(state="revoked", revoked_on=now().date()),
    "suspended": lambda p: Product.objects.filter(pk=p.pk).update(sale_suspended_at=now()),
    "hidden": lambda p: Product.objects.filter(pk=p.pk).update(is_public=False),
    "producer closed": lambda p: type(p.owner).objects.filter(pk=p.owner_id).update(is_active=False),
    "exchanged": lambda p: BoxPart.objects.filter(product=p).update(product=ProductFactory(certified=False)),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_box_is_gone_on_the_next_request_after_one_of_its_parts(client, end):
    part = ProductFactory()
    box = BoxFactory(parts=[ProductFactory(), part])
    assert box.get_absolute_url() in listed(client)

    end(part)

    assert box.get_absolute_url() not in listed(client)


def test_a_box_is_gone_when_the_product_of_a_size_in_it_loses_its_certificate(client):
    size = SizeFactory()
    box = BoxFactory(parts=[size])
    assert box.get_absolute_url() in listed(client)

    ENDS["revoked"](size.parent)

    assert box.get_absolute_url() not in listed(client)


def test_a_box_comes_back_with_its_part(client):
    part = ProductFactory(certified=False)
    box = BoxFactory(parts=[part])
    assert box.get_absolute_url() not in listed(client)

    CertificateFactory(product=part)

    assert box.get_absolute_url() in listed(client)


def test_a_box_is_found_by_what_lies_in_it_and_a_size_never_stands_alone(client):
    box = BoxFactory(title="Hộp quà Tết", parts=[ProductFactory(title="Kẹo dừa sáp")])
    size = SizeFactory(parent__title="Kẹo dừa nhiều cỡ")
    services.rebuild()

    found = client.get(reverse("search:search") + "?q=keo+dua").content.decode().split("<main")[1]

    assert box.get_absolute_url() in found
    assert found.count(size.get_absolute_url()) == 1
    assert [product.pk for product in services.suggest("kẹo dừa n", now().date())] == [size.parent_id]


def test_a_list_with_sizes_and_boxes_stays_within_its_budget(client, django_assert_max_num_queries):
    for _ in range(3):
        in_sizes(45_000, 80_000)
        BoxFactory(parts=[ProductFactory(), ProductFactory()])
    listed(client)

    with django_assert_max_num_queries(12):
        listed(client)


def test_the_sale_of_a_piece_is_no_news_until_the_last(today):
    size = SizeFactory(stocked__num_in_stock=2)
    known = CatalogueChange.objects.count()

    StockRecord.objects.filter(product=size).update(num_allocated=1)
    assert CatalogueChange.objects.count() == known

    StockRecord.objects.filter(product=size).update(num_allocated=2)
    assert set(CatalogueChange.objects.order_by("pk").values_list("product_number", flat=True)[known:]) == {
        size.pk,
        size.parent_id,
    }
