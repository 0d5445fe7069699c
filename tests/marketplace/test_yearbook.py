"""A province's yearbook: only what is certified and on sale at the moment it is asked for."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalogue.models import Certificate, Product
from marketplace.pages import yearbook
from tests.factories import BareProductFactory, CertificateFactory, ProducerFactory, ProductFactory
from traceability.services import label_fonts

ONE_DAY = timedelta(days=1)


def has_fonts():
    try:
        return bool(label_fonts())
    except ImproperlyConfigured:
        return False


pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not has_fonts(), reason="missing: label fonts (make setup)")]


@pytest.fixture(autouse=True)
def nobody_asked_yet():
    cache.clear()


@pytest.fixture
def home():
    return ProducerFactory()


def book(client, home, prefix=""):
    answer = client.get(f"{prefix}/tinh/{home.province.slug}/ky-yeu.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    return pypdfium2.PdfDocument(answer.content)


def text_of(document):
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_it_names_the_day_of_the_register_product_maker_stars_and_certificate(client, home, today):
    certificate = CertificateFactory(product__title="Kẹo dừa sáp", product__owner=home, stars=5)

    text = text_of(book(client, home))

    assert "Kẹo dừa sáp" in text and home.name in text and "5 sao" in text
    assert certificate.decision_number in text
    assert f"Theo sổ đăng ký ngày {today.day} tháng {today.month} năm {today.year}" in text


def test_it_speaks_english_too(client, home):
    CertificateFactory(product__owner=home)

    assert "4 stars" in text_of(book(client, home, "/en"))


@pytest.mark.parametrize(
    "end",
    [
        lambda product, day: Certificate.objects.filter(product=product).update(state="revoked", revoked_on=day),
        lambda product, day: Certificate.objects.filter(product=product).update(valid_until=day - ONE_DAY),
        lambda product, day: Product.objects.filter(pk=product.pk).update(sale_suspended_at=now()),
        lambda product, day: Product.objects.filter(pk=product.pk).update(is_public=False),
        lambda product, day: Product.objects.filter(pk=product.pk).update(register_note="unverified"),
    ],
    ids=["revoked", "ended", "suspended", "hidden", "unverified"],
)
def test_what_ended_is_not_in_the_next_book_though_the_last_one_was_kept(client, home, today, end):
    facts = {"owner": home, "certified__dates_are_illustrative": True}
    product = ProductFactory(title="Kẹo sẽ hết", **facts)
    ProductFactory(title="Kẹo còn lại", **facts)
    assert "Kẹo sẽ hết" in text_of(book(client, home))

    end(product, today)
    text = text_of(book(client, home))

    assert "Kẹo sẽ hết" not in text and "Kẹo còn lại" in text


def test_what_was_never_certified_or_comes_from_elsewhere_is_not_in_it(client, home):
    BareProductFactory(title="Không giấy", owner=home)
    ProductFactory(title="Tỉnh khác")

    text = text_of(book(client, home))

    assert "Không giấy" not in text and "Tỉnh khác" not in text


def test_each_code_leads_to_its_product(client, home, settings):
    product = ProductFactory(owner=home)

    image = book(client, home)[0].render(scale=200 / 72).to_pil()
    [code] = zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)
    answer = client.get(code.text.removeprefix(settings.SITE_URL))

    assert answer.status_code == 301 and answer.url == product.get_absolute_url()


def test_the_highest_stars_come_first_and_nine_need_a_second_page(client, home):
    for number in range(9):
        ProductFactory(title=f"Ba {number}", owner=home, certified__stars=3)
    ProductFactory(title="Năm sao", owner=home, certified__stars=5)

    document = book(client, home)

    assert len(document) == 2 and "Năm sao" in document[0].get_textpage().get_text_range()


def test_a_book_too_big_says_where_the_rest_is(client, home, monkeypatch):
    monkeypatch.setattr(yearbook, "MOST", 1)
    ProductFactory(title="A", owner=home), ProductFactory(title="B", owner=home)

    assert f"/tinh/{home.province.slug}/" in text_of(book(client, home))


def test_it_costs_the_same_few_queries_however_thick(client, home):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            book(client, home)
        return len(seen)

    ProductFactory(owner=home)
    first = cost()
    for _ in range(9):
        ProductFactory(owner=home)

    assert cost() == first <= 6


def test_a_network_gets_so_many_books_and_then_a_sentence(client, home):
    for _ in range(yearbook.ALLOWED):
        book(client, home)

    answer = client.get(f"/tinh/{home.province.slug}/ky-yeu.pdf")

    assert answer.status_code == 429 and "mười phút" in answer.content.decode()


def test_a_picture_that_is_gone_spoils_no_book(client, home):
    ProductFactory(owner=home, title="Không hình", picture="products/khong-co")

    assert "Không hình" in text_of(book(client, home))


def test_an_unknown_province_has_no_book(client):
    assert client.get("/tinh/khong-co/ky-yeu.pdf").status_code == 404
