"""The list and the search page: what they show, what they cost, and that they never fail."""

import pytest
from django.urls import reverse

from catalogue.models import Product
from search import services
from tests.factories import ONE_DAY, PlaceFactory, ProducerFactory, ProductFactory

pytestmark = pytest.mark.django_db


def page(client, query="", name="catalogue:index"):
    response = client.get(f"{reverse(name)}?{query}")
    assert response.status_code == 200
    return response.content.decode()


def search(client, query):
    services.rebuild()
    return page(client, query, "search:search")


def of_province(name, slug, **facts):
    place = PlaceFactory(name=f"Tỉnh {name}", slug=slug)
    return ProductFactory(owner=ProducerFactory(province=place), **facts)


def test_the_list_shows_what_is_on_sale_and_nothing_else(client, today):
    ProductFactory(title="Kẹo đang bán")
    ProductFactory(title="Kẹo hết hạn", certified__valid_until=today - ONE_DAY)
    ProductFactory(title="Kẹo không chứng nhận", certified=False)
    ProductFactory(title="Kẹo hết hàng", stocked__num_in_stock=0)

    shown = page(client)

    assert "Kẹo đang bán" in shown
    assert "Kẹo hết hàng" in shown
    assert "Kẹo hết hạn" not in shown
    assert "Kẹo không chứng nhận" not in shown


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("star=5", "Năm sao", "Ba sao"),
        ("province=vinh-long", "Năm sao", "Ba sao"),
        ("group=thuc-pham", "Năm sao", "Ba sao"),
        ("group=I", "Năm sao", "Ba sao"),
        ("star=5&province=can-tho", "Không có sản phẩm nào khớp", "Ba sao"),
        ("star=3&star=5", "Ba sao", "Không có sản phẩm"),
    ],
)
def test_a_filter_leaves_what_meets_it(client, query, there, absent):
    of_province("Vĩnh Long", "vinh-long", title="Kẹo Năm sao", certified__stars=5)
    of_province("Cần Thơ", "can-tho", title="Rượu Ba sao", certified__stars=3, criteria_set="QD26-14")

    shown = page(client, query)

    assert f"{there}" in shown.split("<main")[1]
    assert f"Kẹo {absent}" not in shown
    assert f"Rượu {absent}" not in shown


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=-1",
        "page=0",
        "page=99999999999999999999",
        "page=٣",
        "star=9",
        "star=",
        "province=atlantis",
        "group=%00",
        "sort=drop+table",
        "q=%00%FF",
        "q=" + "a" * 5000,
        "star=3&star=4&star=5&star=6",
        "set=QD26-99",
    ],
)
@pytest.mark.parametrize("name", ["catalogue:index", "search:search", "search:suggest"])
def test_no_address_can_break_a_list(client, name, query):
    ProductFactory()

    assert client.get(f"{reverse(name)}?{query}").status_code == 200


def test_a_filter_that_does_not_exist_is_named_and_left_out(client):
    ProductFactory(title="Kẹo dừa")

    shown = page(client, "province=atlantis&star=9")

    assert "atlantis, 9" in shown
    assert "Kẹo dừa" in shown


def test_a_page_past_the_end_is_the_last_one(client):
    ProductFactory.create_batch(services.PAGE_SIZE + 1)

    assert page(client, "page=2").count("<article") == 1
    assert page(client, "page=77").count("<article") == 1


@pytest.mark.parametrize("typed", ["keo dua ben tre", "kẹo dừa Bến Tre", "KEO DUA"])
def test_the_box_finds_a_product_with_or_without_marks(client, typed):
    ProductFactory(title="Kẹo dừa Bến Tre")
    ProductFactory(title="Nước mắm", criteria_set="QD26-09")

    shown = search(client, f"q={typed}")

    assert "Kẹo dừa Bến Tre" in shown.split('class="cards"')[1]
    assert "Nước mắm" not in shown


def test_the_stars_named_in_the_box_become_a_filter(client):
    ProductFactory(title="Trà sen", certified__stars=5)
    ProductFactory(title="Trà gừng", certified__stars=3)

    shown = search(client, "q=tra+5+sao")

    assert "Trà sen" in shown
    assert "Trà gừng" not in shown


def test_nothing_found_offers_what_was_perhaps_meant(client, today):
    ProductFactory(title="Sâm Ngọc Linh", certified__valid_until=today - ONE_DAY)

    shown = search(client, "q=sam+ngoc+lihn")

    assert "Ý bạn là" in shown
    assert "sam ngoc linh" in shown


def test_words_never_change_what_the_filters_mean(client):
    """Relaxation is decided before the filters: a filter that leaves nothing does not bring other products."""
    of_province("Vĩnh Long", "vinh-long", title="Kẹo dừa")
    of_province("Cần Thơ", "can-tho", title="Kẹo dứa thơm")

    shown = search(client, "q=kẹo+dừa&province=can-tho")

    assert "Kẹo dứa thơm" not in shown


def test_a_suggestion_is_a_product_on_sale(client, today):
    sold = ProductFactory(title="Mật ong rừng")
    ProductFactory(title="Mật ong hết hạn", certified__valid_until=today - ONE_DAY)
    services.rebuild()

    answer = client.get(reverse("search:suggest"), {"q": "mat o"}).json()

    assert answer["suggestions"] == [{"title": "Mật ong rừng", "url": sold.get_absolute_url()}]


def test_what_was_typed_is_escaped(client):
    assert "<script>alert" not in search(client, "q=<script>alert(1)</script>")


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_at_most_12_queries_whatever_its_size(client, django_assert_max_num_queries, count):
    ProductFactory.create_batch(count)

    with django_assert_max_num_queries(12):
        page(client)
    with django_assert_max_num_queries(12):
        search_only = client.get(reverse("search:search"), {"q": "mat ong"})
    assert search_only.status_code == 200


def test_a_product_saved_through_its_model_is_found(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = ProductFactory(title="Chè dây")
    assert "Chè dây" in page(client, "q=che+day", "search:search")

    with django_capture_on_commit_callbacks(execute=True):
        Product.objects.get(pk=product.pk).delete() if not product.certificates.exists() else None
        product.title = "Chè vằng"
        product.save()

    assert "Chè vằng" in page(client, "q=che+vang", "search:search")
    assert "Chè vằng" not in page(client, "q=che+day", "search:search")
