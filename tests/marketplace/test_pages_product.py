"""The product page: one truth about buying, told plainly."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from catalogue.models import Product, ProductTranslation
from catalogue.services import revoke_certificate, suspend_sale, upgrade_certificate
from stories.models import StoryIndex, StoryPage
from stories.services import plant_tree, publish_under, section
from tests.factories import BareProductFactory, CertificateFactory, ProducerFactory, ProductFactory
from tests.outlets.test_pages import outlet
from tests.traceability.factories import LotFactory, active_label

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
BUY = 'class="buy"'
PLATE = 'class="star-plate'


def body(client, product, **kwargs):
    answer = client.get(product.get_absolute_url(), **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


def own_part(html):
    """The page without the cards of other products."""
    return html.partition('id="related"')[0]


def test_a_product_on_sale_shows_plate_price_maker_and_buy_form(client):
    product = ProductFactory(stocked__price=85_000)

    html = body(client, product)

    assert PLATE in html and BUY in html
    assert "85.000" in html
    assert product.owner.name in html


def test_the_plate_is_read_out_as_one_sentence(client, today):
    product = ProductFactory(certified__valid_until=today.replace(year=today.year + 1, month=12, day=31))

    html = body(client, product)

    assert f"Sản phẩm OCOP 4 sao, chứng nhận còn hiệu lực đến 31 tháng 12 năm {today.year + 1}" in html


@pytest.mark.parametrize(("days_left", "shown"), [(0, True), (-1, False)])
def test_plate_and_buy_form_are_gone_the_day_after_the_certificate_ends(client, today, days_left, shown):
    product = ProductFactory(certified__valid_until=today + days_left * ONE_DAY)

    html = own_part(body(client, product))

    assert (PLATE in html) == shown
    assert (BUY in html) == shown


def test_an_ended_certificate_leaves_its_last_day_for_people_and_machines(client, today):
    ended = today - ONE_DAY
    product = ProductFactory(certified__valid_until=ended)

    html = body(client, product)

    assert f"Giấy chứng nhận đã hết hạn: ngày cuối cùng là {ended.day} tháng {ended.month} năm {ended.year}." in html
    assert f'<time datetime="{ended.isoformat()}">' in html


def test_a_revocation_is_seen_on_the_next_request(client, today):
    product = ProductFactory()
    before = body(client, product)
    revoke_certificate(product.latest_certificate, ground="c", decision_number="1/QĐ", on=today)

    after = own_part(body(client, product))

    assert BUY in before and PLATE in before
    assert BUY not in after and PLATE not in after
    assert "Giấy chứng nhận đã bị thu hồi từ ngày" in after


def test_a_certified_product_out_of_stock_keeps_its_plate_but_not_the_form(client):
    product = ProductFactory(stocked__num_in_stock=0)

    html = own_part(body(client, product))

    assert PLATE in html and BUY not in html
    assert "Tạm hết hàng." in html


def test_a_suspended_sale_says_why(client):
    product = suspend_sale(ProductFactory(), reason="lô bị khiếu nại")

    html = body(client, product)

    assert BUY not in html and "lô bị khiếu nại" in html


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("unverified", "Hạng sao chưa kiểm chứng"),
        ("starless", "Nguồn không nêu hạng sao"),
        ("uncertified", "Chưa có chứng nhận OCOP"),
    ],
)
def test_an_entry_without_a_checked_star_says_so_and_has_no_plate(client, note, sentence):
    product = BareProductFactory(register_note=note)

    html = own_part(body(client, product))

    assert sentence in html and PLATE not in html and BUY not in html


def test_a_product_whose_source_names_no_maker_is_not_for_sale(client):
    product = CertificateFactory(product__owner=None, product__province=None).product

    html = body(client, product)

    assert "Nguồn không nêu nhà sản xuất" in html and BUY not in html


def test_fictional_dates_and_makers_say_that_they_are(client):
    product = ProductFactory(owner=ProducerFactory(is_fictional=True), certified__dates_are_illustrative=True)

    html = body(client, product)

    assert "ngày minh họa" in html and "nhà sản xuất giả định" in html


def test_another_slug_leads_to_the_right_address(client):
    product = ProductFactory()

    answer = client.get(f"/san-pham/ten-cu_{product.pk}/")

    assert answer.status_code == 301 and answer.url == product.get_absolute_url()


def test_an_unknown_or_hidden_product_is_a_404(client):
    hidden = ProductFactory(is_public=False)

    assert client.get("/san-pham/khong-co_987654/").status_code == 404
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_what_is_typed_into_a_description_cannot_close_the_structured_data(client):
    product = ProductFactory(description="</script><b>xin chào")

    assert "</script><b>" not in body(client, product)


def full_product():
    """With all that a page can show: lots and their steps, outlets, a story, texts in English, an upgrade, relatives."""
    product = ProductFactory(certified__stars=3)
    upgrade_certificate(product.latest_certificate, stars=4, issued_on=localdate(), decision_number="2/QĐ")
    for lot in LotFactory.create_batch(2, product=product):
        active_label(lot)
    ProductTranslation.objects.create(product=product, language="en", title="Coconut candy", status="reviewed")
    for number in range(3):
        outlet(f"ben-{number}").products.add(product)
    plant_tree()
    story = StoryPage(title="Chuyện dừa", slug="chuyen-dua")
    story.items = [StoryPage.items.rel.related_model(product=product)]
    publish_under(section(StoryIndex), story)
    ProductFactory.create_batch(6, owner=product.owner, province=product.province)
    return product


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_fullest_page_costs_at_most_15_queries_made_anew_and_5_kept_and_writes_nothing(client, prefix):
    product = full_product()
    other = Product.objects.exclude(pk=product.pk).first()
    path, first = (f"{prefix}{one.get_absolute_url()}" for one in (product, other))
    client.get(first)  # the process has its shelf
    made, kept = [], []

    for seen in (made, kept):
        with CaptureQueriesContext(connection) as asked:
            html = client.get(path).content.decode()
        seen.extend(query["sql"] for query in asked)
        for shown in ("ben-2", "chuyen-dua", "lot__number", 'id="related"', PLATE):
            assert shown in html, shown

    assert len(made) <= 15, made
    assert len(kept) <= 5, kept
    assert [sql for sql in made + kept if not sql.lstrip().upper().startswith("SELECT")] == []


@pytest.mark.django_db(transaction=True)
def test_a_revocation_takes_plate_and_form_from_a_kept_page_and_the_card_from_its_neighbours(client, today):
    product = ProductFactory()
    neighbour = ProductFactory(owner=product.owner, province=product.province)
    for _ in range(2):
        before = body(client, product)
    beside = body(client, neighbour)

    revoke_certificate(product.latest_certificate, ground="c", decision_number="1/QĐ", on=today)

    after = body(client, product)
    assert BUY in before and PLATE in own_part(before)
    assert BUY not in after and PLATE not in own_part(after)
    assert product.get_absolute_url() in beside
    assert product.get_absolute_url() not in body(client, neighbour)


@pytest.mark.django_db(transaction=True)
def test_what_happens_to_a_neighbour_does_not_make_the_page_anew(client, today, monkeypatch):
    product = ProductFactory()
    neighbour = ProductFactory(owner=product.owner, province=product.province, title="Láng giềng")
    ProductFactory(owner=product.owner, province=product.province)
    body(client, product)
    monkeypatch.setattr("marketplace.pages.product.page_of", None)

    revoke_certificate(neighbour.latest_certificate, ground="c", decision_number="1/QĐ", on=today)

    assert "Láng giềng" not in body(client, product)


def test_the_english_page_speaks_english(client):
    product = ProductFactory()

    html = client.get(f"/en{product.get_absolute_url()}").content.decode()

    assert '<html lang="en">' in html and "OCOP product, 4 stars" in html


def test_a_producer_not_yet_verified_sells_nothing(client):
    product = ProductFactory(owner=ProducerFactory(verified_at=None))

    html = body(client, product)

    assert BUY not in html and "Nhà sản xuất chưa mở bán tại Chợ OCOP." in html


def test_the_sentence_about_buying_agrees_with_the_word_purchasable(today):
    from catalogue import wording
    from catalogue.models import Product

    ProductFactory()
    ProductFactory(stocked__num_in_stock=0)
    ProductFactory(stocked=False)
    ProductFactory(certified=False)
    ProductFactory(is_public=False)
    ProductFactory(certified__valid_until=today - ONE_DAY)
    ProductFactory(owner=ProducerFactory(is_active=False))
    suspend_sale(ProductFactory(), reason="đang kiểm tra")

    for product in Product.objects.with_register():
        purchasable = Product.objects.purchasable(today).contains(product)
        assert wording.offer_of(product, today).is_open == purchasable, product
        assert wording.offer_of(product, today).sentence


def test_a_number_that_no_product_can_have_is_a_404(client):
    assert client.get(f"/san-pham/khong-co_{'9' * 30}/").status_code == 404
