"""The meter of public items: what it counts, and where it leads. Circular 02/2024, Article 6(5)."""

import pytest
from django.utils.timezone import now

from catalogue.models import IpAsset
from tests.factories import ProductFactory
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import LotFactory, active_label
from traceability import public_items, services
from traceability.models import Lot

pytestmark = pytest.mark.django_db
PAGE = "/kenh-nha-san-xuat/tem/trang-quet/"
FACTS = {
    "title": "Mật ong", "picture": "p", "producer": "HTX", "producer_address": "", "producer_province": "Cần Thơ",
    "packed_on": now(), "brand": "B", "gtin": "1", "lot_number": "L7", "expires_on": None, "shelf_life_days": 30,
}  # fmt: skip


def test_the_law_lists_ten_items_and_all_may_be_told():
    assert len(public_items.ITEMS) == 10
    assert public_items.missing(public_items.told(FACTS, {"ship"})) == ()


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("title", "name"), ("picture", "picture"), ("producer", "maker"), ("producer_province", "address"),
        ("packed_on", "made"), ("brand", "brand"), ("gtin", "model"), ("lot_number", "serial"),
        ("shelf_life_days", "shelf_life"),
    ],
)  # fmt: skip
def test_each_item_is_missed_when_its_fact_is_not_there(without, missing):
    there = public_items.told(FACTS | {without: None}, {"ship"})

    assert [item.key for item in public_items.missing(there)] == [missing]


def test_a_step_tells_when_it_was_made_or_sold():
    assert "sold" not in public_items.told(FACTS, {"pack"})
    assert "made" in public_items.told(FACTS | {"packed_on": None}, {"harvest"})


def test_the_page_names_what_is_missing_with_the_link_to_add_it():
    bare, whole = ProductFactory(picture=""), ProductFactory(picture="products/p001", upc="9521234543213")
    whole.owner = bare.owner
    whole.save()
    lot = LotFactory(product=whole)
    services.add_step(lot, stage="ship", at=now())

    said = member_of(bare.owner).get(PAGE).content.decode()

    assert f'href="/kenh-nha-san-xuat/san-pham/{bare.pk}/anh/"' in said
    assert f"san-pham={bare.pk}" in said
    assert "1 trên 2 sản phẩm đã đủ mục bắt buộc" in said
    assert said.index(bare.title) < said.rindex(whole.title)


def test_a_gs1_address_that_would_not_answer_is_not_offered_and_why_is_said(settings):
    settings.DEBUG = True
    lot = LotFactory(product=ProductFactory(upc="9521234543213"), number="L-7")
    reader = member_of(lot.product.owner)
    why = "số lô có ký tự GS1 không cho phép"

    said = reader.get(PAGE).content.decode()
    assert 'href="/01/09521234543213/10/L-7"' in said
    assert why not in said
    Lot.objects.update(number="Lô 1")

    said = reader.get(PAGE).content.decode()
    assert "/01/" not in said
    assert why in said
    settings.DEBUG = False  # nobody checked this GTIN: then the number is not what stands in the way
    assert why not in reader.get(PAGE).content.decode()


def test_the_scan_page_counts_as_the_workspace_does(client):
    product = ProductFactory(picture="products/p001", upc="9521234543213")
    product.ip_assets.add(IpAsset.objects.create(kind="trademark", name="Mèo Vạc", number="4-1", holder="HTX"))
    lot = LotFactory(product=product)
    services.add_step(lot, stage="ship", at=now())

    said = client.get(f"/T/{active_label(lot).code}").content.decode()
    shown = member_of(product.owner).get(PAGE).content.decode()

    told = next(number for number in range(11) if f"{number}/10 mục" in shown)
    assert f"Trang này có {told} trên 10 mục" in said
    assert "Mèo Vạc" in said
    assert told >= 8
