"""Outlets as a visitor meets them."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from outlets.geo import Point
from outlets.models import Outlet
from tests.factories import CertificateFactory, PlaceFactory, ProductFactory

NINH_KIEU = Point(10.034, 105.787)
pytestmark = pytest.mark.django_db


def outlet(slug: str = "ninh-kieu", **facts) -> Outlet:
    """An outlet in Ninh Kiều, Cần Thơ."""
    province = facts.pop("province", None) or PlaceFactory()
    default = {"name": f"Cửa hàng {slug}", "address": "Bến Ninh Kiều", "latitude": 10.034, "longitude": 105.787}
    return Outlet.objects.create(slug=slug, province=province, **default | facts)


def test_the_list_shows_active_outlets_and_a_map_with_both_archipelagos(client):
    outlet(), outlet("dong-cua", is_active=False)

    page = client.get(reverse("outlets:list")).content.decode()

    assert "Cửa hàng ninh-kieu" in page
    assert "Cửa hàng dong-cua" not in page
    assert "Quần đảo Hoàng Sa" in page
    assert "Quần đảo Trường Sa" in page


@pytest.mark.parametrize("query", ["tinh=can-tho", "loai=airport", "tinh=can-tho&loai=airport"])
def test_the_list_is_narrowed_by_province_and_kind(client, query):
    outlet("dung", province=PlaceFactory(slug="can-tho"), kind="airport"), outlet("khac")

    page = client.get(f"{reverse('outlets:list')}?{query}").content.decode()

    assert "Cửa hàng dung" in page
    assert "Cửa hàng khac" not in page


@pytest.mark.parametrize("query", ["tinh=khong-co", "loai=%00", "page=abc", "tinh=%F0%9F%98%80"])
def test_a_filter_nobody_knows_is_no_error(client, query):
    outlet()

    assert client.get(f"{reverse('outlets:list')}?{query}").status_code == 200


def test_an_outlet_shows_only_products_certified_today(client, today):
    here = outlet()
    valid, ended = ProductFactory(title="Chè xanh"), ProductFactory(title="Chè hết hạn", certified=False)
    last = today - timedelta(days=1)
    CertificateFactory(product=ended, issued_on=last - timedelta(days=1000), valid_until=last)
    here.products.set([valid, ended])

    page = client.get(here.get_absolute_url()).content.decode()

    assert "Chè xanh" in page
    assert "Chè hết hạn" not in page


def test_an_outlet_tells_machines_where_it_is_and_when_it_opens(client):
    here = outlet(opening_hours="Mo-Fr 08:00-17:30; Sa 08:00-12:00")

    page = client.get(here.get_absolute_url()).content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])

    assert data["@type"] == "LocalBusiness"
    assert data["openingHours"] == ["Mo-Fr 08:00-17:30", "Sa 08:00-12:00"]
    assert data["geo"]["latitude"] == 10.034


def test_unknown_outlets_are_404(client):
    assert client.get("/diem-ban/khong-co/").status_code == 404


def test_geojson_says_longitude_first(client):
    outlet()

    answer = client.get(reverse("outlets:geojson"))

    assert answer["Content-Type"] == "application/geo+json"
    assert answer.json()["features"][0]["geometry"]["coordinates"] == [105.787, 10.034]


def test_near_gives_the_nearest_first_and_nothing_beyond():
    outlet("xa", latitude=10.1), outlet("gan", latitude=10.035), outlet("ha-noi", latitude=21.02, longitude=105.85)

    near = Outlet.objects.near(NINH_KIEU, metres=20_000)

    assert [one.slug for one in near] == ["gan", "xa"]
    assert near[0].metres_away == pytest.approx(111, rel=0.01)


def test_stocking_finds_the_outlets_that_carry_a_product():
    here, product = outlet(), ProductFactory()
    outlet("khac")
    here.products.add(product)

    assert list(Outlet.objects.stocking(product)) == [here]


def test_hours_nobody_can_read_are_refused_with_an_example():
    here = outlet()
    here.opening_hours = "8 giờ sáng"

    with pytest.raises(ValidationError, match="Mo-Fr 08:00-17:30"):
        here.full_clean()
