"""Pages of products in pack sizes and of gift boxes: what can be chosen, what is claimed, what became of a part."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate

from catalogue.models import Certificate, ProductTranslation
from marketplace.pages.share_picture import facts_of
from marketplace.partner.models import StockRecord
from tests.factories import BoxFactory, CertificateFactory, ProducerFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


def page(client, product):
    return client.get(product.get_absolute_url()).content.decode()


def told_machines(html):
    blocks = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.DOTALL)
    return [thing for block in blocks for thing in told(json.loads(block))]


def told(found):
    return found if isinstance(found, list) else found.get("@graph", [found])


def rows_of_sizes(html):
    return re.findall(r'<label class="sizes__row.*?</label>', html, re.DOTALL)


def in_sizes(*facts, **of_product):
    product = ProductFactory(structure="parent", stocked=False, **of_product)
    return product, [SizeFactory(parent=product, **one) for one in facts]


def revoke(product):
    Certificate.objects.filter(product=product).update(state="revoked", revoked_on=localdate())


def test_each_size_is_a_choice_with_price_price_per_kilogram_plate_and_stock(client):
    product, sizes = in_sizes(
        {"net_weight_g": 250, "stocked__price": 45_000}, {"net_weight_g": 1000, "stocked__price": 150_000}
    )

    small, large = rows_of_sizes(page(client, product))

    assert f'value="{sizes[0].pk}" required checked' in small
    assert f"45.000{NBSP}₫" in small
    assert f"180.000{NBSP}₫/kg" in small
    assert "star-plate__flowers--4" in small
    assert "Còn 20" in small
    assert f"1{NBSP}kg" in large


def test_a_size_that_the_decision_does_not_name_can_be_read_but_not_chosen(client):
    product, (named, _other) = in_sizes({"net_weight_g": 250}, {"net_weight_g": 500}, certified=False)
    CertificateFactory(product=named)

    with_plate, without = rows_of_sizes(page(client, product))

    assert "star-plate" in with_plate
    assert "Chưa có chứng nhận OCOP" in without
    assert "disabled" in without
    assert "star-plate" not in without


def test_the_stars_through_the_years_tell_of_certificates_that_only_sizes_hold(client):
    product, (small, large) = in_sizes({"net_weight_g": 250}, {"net_weight_g": 500}, certified=False)
    CertificateFactory(product=small, stars=3, decision_number="31/QĐ-UBND")
    CertificateFactory(product=large, stars=4, decision_number="32/QĐ-UBND")

    told = page(client, product).split('id="stars"')[1]

    assert told.count("star-figure__bar--now") == 2
    assert f"250{NBSP}g: Công nhận 3 sao" in told
    assert f"500{NBSP}g: Công nhận 4 sao" in told
    assert "Công nhận lại" not in told


def test_the_page_of_a_size_is_its_products(client):
    size = SizeFactory()

    answer = client.get(reverse("catalogue:detail", args=[size.slug, size.pk]))

    assert (answer.status_code, answer.url) == (301, size.parent.get_absolute_url())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda size: StockRecord.objects.filter(product=size).update(price=77_000), f"77.000{NBSP}₫"),
        (lambda size: StockRecord.objects.filter(product=size).update(num_in_stock=0), "Tạm hết hàng"),
        (lambda size: revoke(size.parent), "Hiện không bán"),
    ],
    ids=["price", "stock", "revoked"],
)
def test_what_happens_to_a_size_is_on_the_page_of_the_next_request(client, change, words):
    product, (size,) = in_sizes({})
    assert words not in page(client, product)

    change(size)

    assert words in page(client, product)


def test_machines_are_told_the_range_of_prices(client):
    product, _sizes = in_sizes({"stocked__price": 45_000}, {"stocked__price": 150_000})

    [offers] = [thing["offers"] for thing in told_machines(page(client, product)) if thing["@type"] == "Product"]

    assert (offers["lowPrice"], offers["highPrice"], offers["offerCount"]) == (45_000, 150_000, 2)


def test_a_box_shows_each_part_with_its_own_star_and_none_of_its_own(client):
    parts = [
        ProductFactory(title="Kẹo ba sao", certified__stars=3),
        ProductFactory(title="Mật năm sao", certified__stars=5),
    ]
    html = page(client, BoxFactory(owner=ProducerFactory(name="Trung tâm quà"), parts=parts))
    head, lying = html.split('<h2 id="parts">')

    assert "star-plate" not in head
    assert lying.index("Kẹo ba sao") < lying.index("star-plate__flowers--3") < lying.index("Mật năm sao")
    assert "star-plate__flowers--5" in lying
    assert "Hộp quà · 2 sản phẩm OCOP" in head


@pytest.mark.parametrize("build", ["alone", "in sizes", "in a box"])
def test_what_holds_alcohol_is_said_to_be_for_adults(client, build):
    spirits = ProductFactory(criteria_set="QD26-14", **({"structure": "parent"} if build == "in sizes" else {}))
    if build == "in sizes":
        SizeFactory(parent=spirits)
    shown = BoxFactory(parts=[ProductFactory(), spirits]) if build == "in a box" else spirits

    assert "chỉ bán cho người từ đủ 18 tuổi" in page(client, shown)
    assert "18 tuổi" not in page(client, BoxFactory(parts=[ProductFactory()]))


def test_machines_are_told_what_lies_in_a_box_and_no_certificate_of_its_own(client):
    html = page(client, BoxFactory(parts=[ProductFactory(title="Kẹo dừa sáp")]))

    [box] = [thing for thing in told_machines(html) if thing["@type"] == "Product"]

    assert not {"award", "hasCertification"} & set(box)
    assert [one["typeOfGood"]["name"] for one in box["offers"]["includesObject"]] == ["Kẹo dừa sáp"]


def test_a_box_says_which_part_fell_out_and_why_on_the_next_request(client):
    part = ProductFactory(title="Nem chua Lam Kinh")
    box = BoxFactory(parts=[ProductFactory(), part])
    assert "Thêm vào giỏ" in page(client, box)

    revoke(part)

    html = page(client, box)
    assert "Thêm vào giỏ" not in html
    assert re.search(r"Nem chua Lam Kinh</a>: Giấy chứng nhận đã bị thu hồi", html)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_stay_within_the_product_pages_budget(client, language, django_assert_max_num_queries):
    product, _sizes = in_sizes(*[{} for _ in range(5)])
    box = BoxFactory(parts=[*(ProductFactory() for _ in range(4)), SizeFactory()])

    for shown in (product, box):
        with translation.override(language):
            address = shown.get_absolute_url()
        client.get(address)
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200


def test_networks_and_machines_know_a_box_by_its_own_address_and_a_picture_without_a_plate(client, settings):
    box = BoxFactory(parts=[ProductFactory(certified__stars=5)])

    html = client.get(f"{box.get_absolute_url()}?utm_source=x").content.decode()

    assert f'<link rel="canonical" href="{settings.SITE_URL}{box.get_absolute_url()}">' in html
    picture = re.search(r'property="og:image" content="[^"]*?(/anh-chia-se/[^"]+)"', html)[1]
    assert client.get(picture)["Content-Type"] == "image/jpeg"
    assert facts_of(box, localdate())[5:8] == (0, "", "Hộp quà")


def test_a_box_from_which_a_part_fell_out_counts_no_certified_products(client):
    lost = ProductFactory(title="Nem chua")
    box = BoxFactory(parts=[ProductFactory(), lost])
    assert "Hộp quà · 2 sản phẩm OCOP" in page(client, box)
    revoke(lost)

    html = page(client, box)

    assert "2 sản phẩm" not in html
    assert 'og:description" content="Hộp quà tạm ngừng bán: có món hiện không được bán.' in html


def test_a_box_is_described_in_the_readers_language_and_its_picture_says_that_it_is_drawn(client):
    box = BoxFactory(parts=[ProductFactory()], description="<p>Hộp tre.</p>", is_illustrated=True)
    ProductTranslation.objects.create(
        product=box, language="en", title="Gift", description="<p>A bamboo box.</p>", status="reviewed"
    )

    html = client.get(f"/en{box.get_absolute_url()}").content.decode()

    assert "A bamboo box." in html
    assert "Hộp tre." not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    assert re.search(r'gallery__frame">.*?gallery__note">', html, re.DOTALL)
