"""Front, producer and province pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import BareProductFactory, PlaceFactory, ProducerFactory, ProductFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def addresses():
    """One address of each page that this file is about, with products behind it."""
    province = PlaceFactory(name="Tỉnh Mẫu", slug="tinh-mau")
    producer = ProducerFactory(province=province)
    ProductFactory.create_batch(30, owner=producer)
    return ["/", producer.get_absolute_url(), "/tinh/tinh-mau/", "/en/", f"/en{producer.get_absolute_url()}"]


def test_each_page_costs_at_most_15_queries_and_writes_nothing(client, addresses):
    for address in addresses:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        assert len(seen) <= 15, address
        assert [q["sql"] for q in seen if not q["sql"].lstrip().upper().startswith("SELECT")] == []


def test_every_page_leads_to_itself_in_the_other_language(client, addresses):
    for address in addresses:
        html = client.get(address).content.decode()
        other = address.removeprefix("/en") if address.startswith("/en/") else f"/en{address}"
        assert f'href="{other}" hreflang=' in html


def test_no_page_carries_inline_style_or_script(client, addresses):
    for address in addresses:
        html = client.get(address).content.decode()
        assert " style=" not in html and "<style" not in html and " onclick=" not in html


def test_the_front_page_counts_only_what_is_on_sale(client, today):
    ProductFactory(criteria_set="QD26-21")
    ProductFactory(criteria_set="QD26-21", certified__valid_until=today - ONE_DAY)

    shelves = client.get("/").context["shelves"]

    assert shelves.total == 1
    assert [group.count for group in shelves.groups] == [0, 0, 0, 1, 0, 0]


def test_the_front_page_explains_the_stars_in_words(client):
    html = client.get("/").content.decode()

    assert "50 đến dưới 70 điểm" in html and "Hạng 5 sao OCOP" in html


def test_a_producer_page_shows_products_that_are_not_for_sale_with_their_sentence(client, today):
    producer = ProducerFactory()
    ProductFactory(owner=producer, title="Chè còn hạn")
    ProductFactory(owner=producer, title="Chè hết hạn", certified__valid_until=today - ONE_DAY)
    BareProductFactory(owner=producer, title="Chè không sao", register_note="starless")

    html = client.get(producer.get_absolute_url()).content.decode()

    assert all(title in html for title in ("Chè còn hạn", "Chè hết hạn", "Chè không sao"))
    assert html.count('class="star-plate"') == 1
    assert "Nguồn không nêu hạng sao" in html


def test_a_province_page_shows_what_is_on_sale_and_counts_its_stars(client, today):
    province = PlaceFactory(slug="tinh-mau")
    ProductFactory(title="Mật còn hạn", owner__province=province, certified__stars=5)
    ProductFactory(title="Mật hết hạn", owner__province=province, certified__valid_until=today - ONE_DAY)

    answer = client.get("/tinh/tinh-mau/")

    assert "Mật còn hạn" in answer.content.decode() and "Mật hết hạn" not in answer.content.decode()
    assert ("5 sao", 1) in answer.context["figures"]


def test_a_page_number_out_of_range_is_the_nearest_page(client, addresses):
    assert client.get(f"{addresses[1]}?page=99").status_code == 200
    assert client.get(f"{addresses[1]}?page=abc").status_code == 200


@pytest.mark.parametrize(
    "address", ["/nha-san-xuat/khong-co/", "/tinh/khong-co/", "/chung-nhan/KHONG-CO/", "/khong-co/"]
)
@pytest.mark.parametrize(("prefix", "words"), [("", "Không có trang này"), ("/en", "There is no such page")])
def test_an_unknown_address_says_so_in_the_visitors_language(client, address, prefix, words):
    answer = client.get(prefix + address)

    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_the_500_page_needs_neither_request_nor_database(django_assert_num_queries):
    from django.template.loader import get_template

    with django_assert_num_queries(0):
        html = get_template("500.html").render()

    assert "Chợ đang có trục trặc" in html


def test_a_provinces_colours_are_served_when_its_page_is_live_in_two_languages(client):
    from wagtail.models import Locale

    from stories.models import HomePage, ProvinceIndex, ProvincePage

    place = PlaceFactory(slug="tinh-mau")
    home = HomePage.objects.first()
    index = ProvinceIndex.objects.child_of(home).first() or home.add_child(instance=ProvinceIndex(title="Tỉnh"))
    page = index.add_child(instance=ProvincePage(title="Tỉnh Mẫu", place=place, accent_light="#2F6B5B"))
    page.copy_for_translation(
        Locale.objects.get_or_create(language_code="en")[0], copy_parents=True
    ).save_revision().publish()

    answer = client.get("/tinh/tinh-mau/mau.css")

    assert answer.status_code == 200 and "#2F6B5B" in answer.content.decode()
    assert client.get("/tinh/khong-co/mau.css").status_code == 404
