"""/api/v1/: the same verdicts as the pages, worked out per request, a hundred rows at a time."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalogue.models import Certificate, Product
from marketplace.api import manners, ptnt, routes
from tests.factories import BareProductFactory, CertificateFactory, ProducerFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
API = "/api/v1/"


@pytest.fixture(autouse=True)
def nobody_guessed_yet():
    cache.clear()


def items(client, path):
    answer = client.get(API + path)
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


@pytest.mark.parametrize(
    "end",
    [
        lambda product, day: Certificate.objects.filter(product=product).update(state="revoked", revoked_on=day),
        lambda product, day: Product.objects.filter(pk=product.pk).update(sale_suspended_at=now()),
        lambda product, day: Product.objects.filter(pk=product.pk).update(is_public=False),
        lambda product, day: type(product.owner).objects.filter(pk=product.owner_id).update(is_active=False),
    ],
    ids=["revoked", "suspended", "hidden", "producer inactive"],
)
def test_what_may_not_be_sold_is_gone_from_the_products_on_the_next_request(client, today, end):
    product, other = ProductFactory(), ProductFactory()
    assert [item["id"] for item in items(client, "products")] == [product.pk, other.pk]

    end(product, today)

    assert [item["id"] for item in items(client, "products")] == [other.pk]


@pytest.mark.parametrize(("days_left", "sellable", "status"), [(0, True, "expiring"), (-1, False, "expired")])
def test_one_product_says_what_is_true_of_it_today(client, today, days_left, sellable, status):
    product = ProductFactory(certified__valid_until=today + days_left * ONE_DAY)

    said = client.get(f"{API}products/{product.pk}").json()

    assert (said["sellable"], said["purchasable"]) == (sellable, sellable)
    assert (said["certificate"]["in_force"], said["certificate"]["status"]) == (sellable, status)
    assert said["price"] == 120_000


def test_a_star_finds_the_products_that_show_it_also_when_only_their_sizes_are_certified(client):
    product = ProductFactory(structure="parent", stocked=False, certified=False)
    CertificateFactory(product=SizeFactory(parent=product), stars=4)
    CertificateFactory(product=SizeFactory(parent=product), stars=5)

    assert [found["id"] for found in items(client, "products?star=4")] == [product.pk]
    assert items(client, "products?star=5") == []


def test_products_are_narrowed_by_province_and_star(client):
    product = ProductFactory(certified__stars=5)
    ProductFactory(certified__stars=5), ProductFactory(owner=product.owner, certified__stars=3)

    found = items(client, f"products?star=5&province={product.province.code}")

    assert [item["id"] for item in found] == [product.pk]


@pytest.mark.parametrize("note", ["", "unverified"])
def test_a_number_on_the_pack_is_told_only_where_somebody_checked_it(client, settings, note):
    ProductFactory(upc="9521234567899")
    assert [item["gtin"] for item in items(client, "products")] == [None]

    settings.DEBUG = True
    assert [item["gtin"] for item in items(client, "products")] == ["9521234567899"]


def test_the_register_tells_ended_certificates_too(client, today):
    good, gone = CertificateFactory(), CertificateFactory(valid_until=today - ONE_DAY)
    unchecked = CertificateFactory(product__register_note="unverified")

    assert {item["id"]: item["status"] for item in items(client, "certificates")} == {
        good.public_id: "in_force",
        gone.public_id: "expired",
        unchecked.public_id: "unverified",
    }
    assert [item["id"] for item in items(client, "certificates?in_force=true")] == [good.public_id]
    assert {item["id"] for item in items(client, "certificates?in_force=false")} == {
        gone.public_id,
        unchecked.public_id,
    }


def test_one_certificate_is_the_signed_document(client):
    certificate = CertificateFactory()
    there = client.get(f"/chung-nhan/{certificate.public_id}.json").json()

    here = client.get(f"{API}certificates/{certificate.public_id}").json()

    assert {**here, "as_of": ""} == {**there, "as_of": ""}


def test_pages_follow_one_another_and_nothing_is_lost(client, monkeypatch, settings):
    monkeypatch.setattr(routes, "PER_PAGE", 2)
    made = [ProductFactory().pk for _ in range(5)]

    seen, path = [], f"{API}products"
    while path:
        page = client.get(path).json()
        seen += [item["id"] for item in page["items"]]
        path = (page["next"] or "").removeprefix(settings.SITE_URL)

    assert seen == made


@pytest.mark.parametrize("path", ["products", "certificates", "producers"])
def test_a_list_costs_the_same_few_queries_however_full(client, path):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            client.get(API + path)
        return len(seen)

    ProductFactory()
    first = cost()
    for _ in range(9):
        ProductFactory()

    assert cost() == first <= 4


def test_provinces_say_what_they_took_over(client):
    from catalogue.models import Place, PlaceSuccession

    new = ProducerFactory().province
    old = Place.objects.create(system="pre2025", level="province", code=new.code, name="Tỉnh Cũ")
    PlaceSuccession.objects.create(old=old, new=new)

    [said] = [item for item in items(client, "places") if item["code"] == new.code]

    assert said["former"] == [{"code": old.code, "name": "Tỉnh Cũ"}]


@pytest.mark.parametrize("path", ["products", "certificates", "places", "products/0", "products?star=x"])
def test_no_answer_may_be_kept_and_any_site_may_read_it(client, path):
    answer = client.get(API + path, headers={"accept-language": "en", "origin": "https://other.example"})

    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer and not answer.cookies


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_changed_through_it(client, method):
    assert getattr(client, method)(f"{API}products").status_code == 405


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("products?after=-1", 422),
        ("products?after=99999999999999999999", 422),
        ("products?star=9", 422),
        ("products/99999999999999999999", 404),
        ("certificates/CN-00000000", 404),
        ("certificates?in_force=vang", 422),
        ("khong-co/", 404),
    ],
)
def test_a_wrong_address_gets_a_4xx(client, path, status):
    assert client.get(API + path).status_code == status


def test_guessing_is_slowed_down_and_what_exists_still_answers(client):
    certificate = CertificateFactory()
    for number in range(manners.GUESSES):
        assert client.get(f"{API}certificates/CN-{number:08}").status_code == 404

    refused = client.get(f"{API}certificates/CN-99999999")

    assert refused.status_code == 429 and refused["Retry-After"] and "mười phút" in refused.json()["detail"]
    assert client.get(f"{API}certificates/{certificate.public_id}").status_code == 200


def test_its_description_names_every_address(client):
    paths = json.loads(client.get(f"{API}openapi.json").content)["paths"]

    assert {path.removeprefix(API) for path in paths} >= {"products", "products/{key}", "certificates", "ptnt-ocop.csv"}


# PTNT_OCOP


def rows(client):
    answer = client.get(f"{API}ptnt-ocop.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_export_has_exactly_the_columns_of_the_norm(client, today):
    certificate = CertificateFactory(stars=4, number="83-829-28780-3-2022", product__title="Kẹo dừa")

    header, row = rows(client)

    product, year = certificate.product, str(certificate.issued_on.year)
    assert header == (
        [
            "MA_OCOP",
            "Ma_DonViHanhChinh",
            "Ma_ThoiGian",
            "Ma_SanPham",
            "TenSanPham",
            "XepHang",
            "ChuTheSXKD",
            "DoanhThuNam",
            "TrangThai",
        ]
    )
    assert row == [
        "83-829-28780-3-2022",
        product.province.code,
        year,
        str(product.pk),
        "Kẹo dừa",
        "4*",
        product.owner.name,
        "",
        "Còn hiệu lực",
    ]


@pytest.mark.parametrize(
    ("facts", "column", "said"),
    [
        ({"number": "12/GCN"}, "MA_OCOP", ""),
        ({"product__register_note": "unverified"}, "XepHang", ""),
        ({"product__title": "=1+1"}, "TenSanPham", "'=1+1"),
        ({"product__title": 'Mật "ong", rừng\nU Minh'}, "TenSanPham", 'Mật "ong", rừng\nU Minh'),
    ],
)
def test_nothing_is_invented_and_no_cell_is_a_formula(client, facts, column, said):
    CertificateFactory(**facts)

    assert rows(client)[1][ptnt.COLUMNS.index(column)] == said


def test_the_export_reads_in_one_query_and_not_without_end(client):
    CertificateFactory.create_batch(3)
    with CaptureQueriesContext(connection) as seen:
        assert len(rows(client)) == 4
    assert len(seen) == 1

    for _ in range(manners.LARGE - 1):
        client.get(f"{API}ptnt-ocop.csv")
    assert client.get(f"{API}ptnt-ocop.csv").status_code == 429


def test_a_product_without_a_certificate_has_none_in_its_answer(client):
    product = BareProductFactory()

    assert client.get(f"{API}products/{product.pk}").json()["certificate"] is None
