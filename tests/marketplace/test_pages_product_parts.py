"""The parts of the product page: pictures, facts, claims, what machines and networks are told; none of it stale."""

import json
import re
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as site
from django.utils.timezone import localdate
from PIL import Image

from catalogue.gallery import add_pictures, move_picture, remove_picture
from catalogue.models import ProductImage, ProductTranslation
from catalogue.services import revoke_certificate, suspend_sale
from tests.catalogue.test_claims import protected, quality
from tests.factories import BareProductFactory, ProducerFactory, ProductFactory
from tests.traceability.factories import LotFactory
from traceability.services import add_step

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def photograph(colour="green"):
    upload = BytesIO()
    Image.new("RGB", (800, 1000), colour).save(upload, "JPEG")
    upload.seek(0)
    return upload


def with_pictures(count, **facts):
    return add_pictures(ProductFactory(**facts), [photograph() for _ in range(count)])


def body(client, product, prefix=""):
    answer = client.get(prefix + product.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def told(html):
    """The graph that machines read, by type."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {thing["@type"]: thing for thing in json.loads(found[1])["@graph"]}


# Pictures


def test_each_picture_has_its_words_and_a_small_one_that_leads_to_it(client):
    product = with_pictures(3, title="Kẹo dừa")

    html = body(client, product)

    for place in (1, 2, 3):
        assert f'id="anh-{place}"' in html and f'href="#anh-{place}"' in html
        assert f'alt="Kẹo dừa, ảnh {place} trên 3"' in html
    assert html.count('fetchpriority="high"') == 1


def test_what_a_maker_wrote_about_a_picture_is_read_out(client):
    product = with_pictures(2)
    ProductImage.objects.filter(product=product, display_order=1).update(caption="Mặt sau hộp, có bảng thành phần")

    assert 'alt="Mặt sau hộp, có bảng thành phần" lang="vi"' in body(client, product)


def test_one_picture_needs_no_row_of_small_ones(client):
    assert "gallery__thumbs" not in body(client, with_pictures(1))


def test_a_drawn_picture_keeps_its_mark(client):
    html = body(client, ProductFactory(picture="products/p1", is_illustrated=True, title="Chè"))

    assert "ảnh minh họa" in html and 'alt="Hình minh họa: Chè"' in html


@pytest.mark.django_db(transaction=True)
def test_another_order_of_pictures_is_seen_on_the_next_request(client):
    product = with_pictures(2)
    first, last = (image.pk for image in ProductImage.objects.filter(product=product).order_by("display_order"))
    before = body(client, product)

    move_picture(product, last, to=0)
    moved = body(client, product)
    remove_picture(product, first)

    assert before.index(f"{picture(before)[0]}") < before.index(f"{picture(before)[1]}")
    assert picture(moved) == picture(before)[::-1]
    assert picture(body(client, product)) == picture(before)[1:]


def picture(html):
    return list(dict.fromkeys(re.findall(r"/media/products/(\w+)-720.webp", html.partition("<body")[2])))


# Facts


def test_facts_are_those_that_the_group_asks_for(client):
    food = ProductFactory(criteria_set="QD26-07", allergens="Có lạc (đậu phộng)", how_to_use="Ăn liền")
    mat = ProductFactory(criteria_set="QD26-21", ingredients="Cói", allergens="Có lạc", shelf_life_days=90)

    eaten, woven = body(client, food), body(client, mat)

    assert "Có lạc (đậu phộng)" in eaten and "Ăn liền" in eaten
    assert "<dt>Chất liệu</dt>" in woven and "Có lạc" not in woven and "Hạn sử dụng" not in woven


def test_silence_about_allergens_is_told_for_what_is_eaten(client):
    silence = "Nhà sản xuất chưa khai"

    assert silence in body(client, ProductFactory(criteria_set="QD26-06"))
    assert silence not in body(client, ProductFactory(criteria_set="QD26-22"))


def test_a_bottle_tells_its_volume(client):
    html = body(client, ProductFactory(criteria_set="QD26-17", net_volume_ml=1500, net_weight_g=None))

    assert "1,5 lít" in html


# Claims


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("days_left", "shown"), [(0, True), (-1, False)])
def test_a_quality_certificate_is_shown_to_its_last_day_with_who_says_so(client, today, days_left, shown):
    product = ProductFactory()
    quality(product, issued_on=today - 90 * ONE_DAY, valid_until=today + days_left * ONE_DAY, number="HC-77")

    html = body(client, product)

    assert ("HC-77" in html) == ("Nhà sản xuất tự khai" in html) == shown


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["ended", "removed", "parted"])
def test_a_claim_that_ends_leaves_a_kept_page_on_the_next_request(client, today, change):
    product = ProductFactory()
    held = quality(product, issued_on=today - 90 * ONE_DAY, number="HC-77")
    asset = protected(product, name="Kẹo dừa Bến Mẫu")
    for _ in range(2):
        before = body(client, product)

    if change == "ended":
        type(held).objects.update(valid_until=today - ONE_DAY)
        type(asset).objects.update(valid_until=today - ONE_DAY)
    elif change == "removed":
        held.delete(), asset.delete()
    else:
        held.products.clear(), asset.products.clear()

    after = body(client, product)
    assert "HC-77" in before and "Kẹo dừa Bến Mẫu" in before
    assert "HC-77" not in after and "Kẹo dừa Bến Mẫu" not in after


@pytest.mark.django_db(transaction=True)
def test_a_quality_certificate_ends_at_midnight_on_a_kept_page(client, today, monkeypatch):
    product = ProductFactory()
    quality(product, issued_on=today - 90 * ONE_DAY, valid_until=today, number="HC-77")
    assert "HC-77" in body(client, product)

    monkeypatch.setattr("marketplace.pages.product.localdate", lambda: today + ONE_DAY)

    assert "HC-77" not in body(client, product)


def test_a_protected_name_says_its_kind_title_holder_and_who_wrote_it_down(client):
    product = ProductFactory()
    protected(product, name="Kẹo dừa Bến Mẫu", number="00099", holder="Hội Kẹo dừa")

    html = body(client, product)

    for said in ("Chỉ dẫn địa lý", "Kẹo dừa Bến Mẫu", "00099", "Hội Kẹo dừa", "Cán bộ phụ trách"):
        assert said in html, said


# The stars through the years


def test_the_stars_through_the_years_stand_in_words_beside_their_drawing(client, today):
    product = ProductFactory()
    revoke_certificate(product.latest_certificate, ground="c", decision_number="9/QĐ-TH", on=today)

    html = body(client, product)

    assert '<svg class="star-figure__drawing"' in html and 'class="star-figure__bad"' in html
    assert "Công nhận 4 sao" in html and "Bị thu hồi" in html and "Quyết định 9/QĐ-TH" in html


def test_a_star_that_nobody_checked_is_not_drawn(client):
    assert "star-figure" not in body(client, ProductFactory(register_note="unverified"))


# Machines and networks


def test_machines_are_told_product_offer_certificate_and_trail(client):
    product = ProductFactory(certified__stars=5, certified__issuer_as_printed="Bộ mẫu", stocked__price=85_000)
    certificate = product.latest_certificate

    graph = told(body(client, product))

    offer, certification = graph["Product"]["offers"], graph["Product"]["hasCertification"]
    assert (offer["price"], offer["priceCurrency"]) == (85_000, "VND")
    assert offer["availability"].endswith("/InStock")
    assert certification["certificationRating"]["ratingValue"] == 5
    assert certification["issuedBy"]["name"] == "Bộ mẫu"
    assert certification["expires"] == certificate.last_day.isoformat()
    assert [step["position"] for step in graph["BreadcrumbList"]["itemListElement"]] == [1, 2, 3, 4]
    assert "aggregateRating" not in graph["Product"]


@pytest.mark.django_db(transaction=True)
def test_machines_hear_of_a_revocation_on_the_next_request(client, today):
    product = ProductFactory()
    before = told(body(client, product))["Product"]
    revoke_certificate(product.latest_certificate, ground="c", decision_number="1/QĐ", on=today)

    after = told(body(client, product))["Product"]

    assert {"offers", "hasCertification"} <= before.keys()
    assert not {"offers", "hasCertification"} & after.keys()


def test_what_cannot_be_bought_is_not_in_stock_for_machines(client):
    suspended = suspend_sale(ProductFactory(), reason="kiểm tra")

    for product in (suspended, ProductFactory(stocked__num_in_stock=0)):
        assert told(body(client, product))["Product"]["offers"]["availability"].endswith("/OutOfStock")


def test_each_language_names_itself_as_canonical_and_knows_the_other(client):
    product = ProductFactory()
    path = product.get_absolute_url()

    for prefix in ("", "/en"):
        html = client.get(f"{prefix}{path}?utm=x").content.decode()
        assert f'<link rel="canonical" href="{site.SITE_URL}{prefix}{path}">' in html
        for code, there in (("vi", path), ("en", f"/en{path}"), ("x-default", path)):
            assert f'hreflang="{code}" href="{site.SITE_URL}{there}"' in html


# The shared picture


def share_of(html):
    return re.search(r'property="og:image" content="[^"]*?(/(?:en/)?anh-chia-se/[^"]+)"', html)[1]


def test_the_shared_picture_is_drawn_1200_by_630(client):
    product = with_pictures(
        1, title="Kẹo dừa sáp hạt sen Trà Vinh, hộp quà tặng đặc biệt có nơ và thiệp chúc mừng năm mới"
    )

    answer = client.get(share_of(body(client, product)))

    assert answer["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as drawn:
        assert drawn.size == (1200, 630)


def test_an_address_of_older_facts_leads_to_todays_picture(client, today):
    product = ProductFactory()
    old = share_of(body(client, product))
    revoke_certificate(product.latest_certificate, ground="c", decision_number="1/QĐ", on=today)

    new = share_of(body(client, product))

    answer = client.get(old)
    assert old != new
    assert (answer.status_code, answer.url) == (302, new)
    assert answer["Cache-Control"] == "no-cache"


def test_a_kept_picture_is_asked_for_again_and_not_sent_twice(client):
    address = share_of(body(client, ProductFactory()))
    first = client.get(address)

    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first["Cache-Control"] == again["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("days_left", [0, -1])
def test_the_plate_is_on_the_shared_picture_to_the_last_day_only(monkeypatch, days_left):
    from marketplace.pages import share_picture

    product = ProductFactory(certified__valid_until=localdate() + days_left * ONE_DAY)

    facts = share_picture.facts_of(product, localdate())

    assert (facts.stars, "Còn hiệu lực" in facts.until) == ((4, True) if days_left == 0 else (0, False))


def test_the_shared_picture_speaks_the_page_s_language(client):
    product = ProductFactory()
    ProductTranslation.objects.create(product=product, language="en", title="Coconut candy", status="reviewed")

    vietnamese = client.get(share_of(body(client, product))).content
    english = share_of(body(client, product, "/en"))

    assert english.startswith("/en/")
    assert client.get(english).content != vietnamese


def test_a_hidden_product_has_no_shared_picture(client):
    hidden = BareProductFactory(owner=ProducerFactory(), is_public=False)

    assert client.get(f"/anh-chia-se/{hidden.pk}-abc.jpg").status_code == 404


# Lots


@pytest.mark.parametrize(("language", "day"), [("", "22 tháng 11 năm 2026"), ("/en", "22 November 2026")])
def test_the_days_of_a_lot_are_written_like_all_others(client, language, day):
    packed = date(2026, 11, 22)
    lot = LotFactory(product=ProductFactory(), packed_on=packed)
    evening = datetime(2026, 11, 22, 0, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))  # the day before, at Greenwich
    add_step(lot, stage="pack", at=evening)

    told = body(client, lot.product, language).split('id="lots"')[1]

    assert told.count(f'<time datetime="2026-11-22">{day}</time>') == 2
