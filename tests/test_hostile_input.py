"""Whatever is sent, nobody is shown a failure: each page, feed, API and form of the register answers with a sentence.

Some thousand requests: `make test-long` sends them.
"""

from datetime import date
from itertools import product as pairs
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalogue.models import Certificate
from tests.factories import BoxFactory, MembershipFactory, PlaceFactory, ProducerFactory, ProductFactory, SizeFactory
from tests.marketplace.cms import certificate_of, officer_of, product_of
from tests.traceability.factories import LotFactory, active_label

pytestmark = [pytest.mark.django_db, pytest.mark.long]

NASTY = (
    "\0",
    "a\0b",
    "a\nb",
    "-1",
    "9" * 30,
    "9" * 5000,  # more digits than Python turns into a number
    "1e9",
    "²",
    "2026-02-30",
    "'\"><script>",
    "%s%(x)s{0}",
    "🥭" * 50,
    "a" * 3000,
)
FINE = {200, 301, 302, 303, 304, 400, 403, 404, 405, 409, 413, 422, 429}


@pytest.fixture
def quiet(client):
    """A browser that is shown failures as visitors are."""
    cache.clear()
    client.raise_request_exception = False
    return client


def asked(client, addresses):
    """The addresses that failed, with their status."""
    found = {address: client.get(address).status_code for address in addresses}
    return {address: status for address, status in found.items() if status not in FINE}


QUERIES = {
    "/chung-nhan/": ("q", "state", "star", "group", "province", "sort", "page"),
    "/san-pham/": ("q", "star", "province", "group", "sort", "page"),
    "/tim-kiem/": ("q", "star", "page"),
    "/tim-kiem/goi-y": ("q",),
    "/api/v1/products": ("q", "star", "stars", "province", "after", "limit", "group", "next"),
    "/api/v1/certificates": ("in_force", "province", "after", "limit", "next", "stars"),
    "/api/v1/producers": ("after", "limit", "province", "next"),
    "/api/v1/provinces": ("limit", "after"),
    "/diem-ban/": ("q", "province", "lat", "lng", "kind", "page"),
    "/tra-cuu-tem/": ("code", "lang"),
    "/T/": ("code", "lang"),
    "/bao-hang-gia/": ("ma",),
    "/bao-hang-gia/tra-cuu/": ("bien-nhan",),
    "/thanh-toan/xa-phuong/": ("province",),
    "/thanh-toan/ten-cu/": ("old_name",),
    "/gio-hang/": ("removed", "quantity"),
}


@pytest.mark.parametrize("path", QUERIES)
def test_no_query_of_a_public_address_fails(quiet, path):
    ProductFactory()

    addresses = [f"{path}?{name}={quote(value)}" for name, value in pairs(QUERIES[path], NASTY)]

    assert asked(quiet, addresses) == {}


PATHS = ("/chung-nhan/{}/", "/chung-nhan/{}.json", "/chung-nhan/{}/ban-quet/", "/san-pham/x_{}/", "/nha-san-xuat/{}/",
         "/tinh/{}/", "/tinh/{}/ky-yeu.pdf", "/T/{}", "/ma-cao/{}/", "/bao-hang-gia/{}/", "/01/{}", "/01/{}/10/{}", "/api/v1/products/{}",
         "/api/v1/certificates/{}", "/api/v1/producers/{}", "/don-hang/{}/", "/anh-chia-se/{}/{}.jpg",
         "/sitemap-{}-1.xml", "/lo-hang/{}/", "/lo-hang/{}/anh/{}.webp", "/epcis/lots/{}",
         "/epcis/lots/{}.json", "/diem-ban/{}/", "/gio-hang/them/{}/")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_name_in_a_public_address_fails(quiet, path):
    assert asked(quiet, [path.replace("{}", quote(value, safe="")) for value in NASTY]) == {}


def test_no_quantity_and_no_product_fails_at_the_basket(quiet):
    made = [ProductFactory(), SizeFactory(), SizeFactory().parent, BoxFactory(parts=[ProductFactory()]), BoxFactory()]
    sent = [(f"/gio-hang/them/{one.pk}/", {"quantity": value}) for one, value in pairs(made, NASTY)]
    sent += [("/gio-hang/them/", {"product": value, "quantity": "1", "next": value}) for value in NASTY]
    sent += [("/gio-hang/ma-giam-gia/", {"code": value}) for value in NASTY]

    failed = {
        (path, *given.values()): status
        for path, given in sent
        if (status := quiet.post(path, given).status_code) not in FINE
    }

    assert failed == {}


def test_nothing_typed_at_the_checkout_fails(quiet):
    quiet.post(f"/gio-hang/them/{ProductFactory().pk}/", {"quantity": 1})
    fields = ("phone", "recipient", "province", "commune", "street", "note", "email", "old_name", "take_place")
    sent = [{name: value} for name, value in pairs(fields, NASTY)]
    sent += [dict.fromkeys(fields, value) | extra for value, extra in pairs(NASTY, ({}, {"find_place": "1"}))]

    failed = [given for given in sent if quiet.post("/thanh-toan/", given).status_code not in FINE]

    assert failed == []


def test_nothing_sent_from_the_workspace_about_boxes_fails(quiet):
    box = BoxFactory(parts=[ProductFactory()])
    quiet.force_login(MembershipFactory(producer=box.owner).user)
    start = "/kenh-nha-san-xuat/hop-qua"
    sent = [(f"{start}/{box.pk}/cho-vao/", "product"), (f"{start}/mon/{box.parts.get().pk}/thay/", "product")]
    sent += [("/kenh-nha-san-xuat/chon-co-so/", "membership"), (f"{start}/{box.pk}/", "title")]

    failed = [
        (path, value)
        for (path, name), value in pairs(sent, NASTY)
        if quiet.post(path, {name: value}).status_code not in FINE
    ]

    assert failed == []


# The officers' desk -------------------------------------------------------------------------------
@pytest.fixture
def desk(quiet):
    province = PlaceFactory()
    quiet.force_login(officer_of(province))
    quiet.province = province
    return quiet


LISTS = {
    "certificates_desk:index": ("q", "province", "former", "stars", "status", "window", "last_day_from", "last_day_to",
                                "decision_number", "ordering", "p", "export", "id"),
    "products_desk:index": ("q", "province", "register_note", "suspended", "ordering", "p", "id"),
    "producers_desk:index": ("q", "unverified", "ordering", "p"),
    "names_desk:index": ("q", "ordering", "p"),
    "certificates_desk:add": ("product", "replaces"),
    "renewals_desk:index": ("p", "q"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_no_filter_of_the_desk_fails(desk, name):
    certificate_of(desk.province)

    addresses = [f"{reverse(name)}?{key}={quote(value)}" for key, value in pairs(LISTS[name], NASTY)]

    assert asked(desk, addresses) == {}


def refused(desk, address, fields, good):
    """What fails when each field alone, then all, hold something nasty."""
    sent = [good | {name: value} for name, value in pairs(fields, NASTY)]
    sent += [dict.fromkeys(fields, value) for value in NASTY]
    return [given for given in sent if desk.post(address, given).status_code not in FINE]


def test_no_form_about_a_certificate_fails(desk):
    held, day = certificate_of(desk.province), date(2026, 11, 22).isoformat()
    before = Certificate.objects.count()
    for name in ("revoke", "extend", "renewal", "withdraw"):
        fields = ("ground", "decision_number", "on", "until", "legal_basis", "reason", "note")
        sent = [dict.fromkeys(fields, value) for value in NASTY]
        address = reverse(f"certificates_desk:{name}", args=[held.pk])
        assert [given for given in sent if desk.post(address, given).status_code not in FINE] == [], name

    registering = ("product", "stars", "number", "product_code", "decision_number", "decision_date", "issued_on",
                   "issuer_as_printed", "product_name_as_printed", "producer_as_printed", "address_as_printed")  # fmt: skip
    good = dict.fromkeys(registering, "x") | {
        "product": held.product_id,
        "stars": "4",
        "decision_date": day,
        "issued_on": day,
    }
    assert refused(desk, reverse("certificates_desk:add"), registering, good) == []
    assert Certificate.objects.count() >= before


def test_no_row_of_a_decision_fails(desk):
    held = certificate_of(desk.province)
    head = {"step": "save", "decision_number": "1/QĐ-UBND", "decision_date": "2026-11-20", "issuer_as_printed": "UBND"}
    row = {"rows-0-product": held.product_id, "rows-0-name": held.product.title, "rows-0-stars": "4"}
    fields = (*head, *row, "rows-0-owner", "rows-0-number", "rows-0-product_code", "issued_on", "rule_version", "staged",
              "pasted", "add", "find")  # fmt: skip

    assert refused(desk, reverse("certificates_desk:decision"), fields, head | row) == []


def test_no_form_about_products_names_and_producers_fails(desk):
    made = ProductFactory(owner=ProducerFactory(province=desk.province))
    facts = ("criteria_set", "net_weight_g", "net_volume_ml", "ingredients", "allergens", "shelf_life_days", "storage",
             "how_to_use", "upc", "origin_as_printed")  # fmt: skip
    assert refused(desk, reverse("products_desk:inspect", args=[made.pk]), facts, {}) == []

    title = ("kind", "name", "number", "holder", "registered_on", "valid_until", "source_url", "products")
    good = {"kind": "gi", "name": "Cam", "number": "1", "holder": "UBND"}
    assert refused(desk, reverse("names_desk:add"), title, good) == []
    assert refused(desk, reverse("producers_desk:close", args=[made.owner_id]), ("act", "reason"), {}) == []


HOSTILE_FILES = {
    "nothing": b"",
    "zeros": bytes(5000),
    "half a zip": b"PK\x03\x04" + bytes(100),
    "old xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(300),
    "one long line": b"a," * 200_000,
    "quotes that never end": b'T\xc3\xaan s\xe1\xba\xa3n ph\xe1\xba\xa9m,H\xe1\xba\xa1ng sao\n"' + b"x\n" * 500,
    "utf-16 cut off": "Tên sản phẩm,Sao".encode("utf-16")[:-1],
    "only a header": "Tên sản phẩm,Hạng sao,Ngày quyết định,Tỉnh\n".encode(),
    "nul in a cell": "Tên sản phẩm,Hạng sao,Ngày quyết định,Tỉnh\nMật\0ong,4,2025-06-19,Vĩnh Long\n".encode(),
    "huge numbers": ("Tên sản phẩm,Hạng sao,Ngày quyết định,Tỉnh\nMật," + "9" * 400 + ",99999,Vĩnh Long\n").encode(),
    "digits of other scripts": "Tên sản phẩm,3 sao,4 sao,Ngày quyết định,Tỉnh\nMật,²,٣,٢٠٢٥-06-19,Vĩnh Long\n".encode(),
}


@pytest.mark.parametrize("file", HOSTILE_FILES)
def test_no_file_handed_in_fails(desk, file, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    upload = SimpleUploadedFile(f"{file}.csv", HOSTILE_FILES[file])

    answer = desk.post(reverse("imports_desk:add"), {"file": upload}, follow=True)

    assert answer.status_code in FINE


def test_no_file_handed_in_as_a_scan_fails(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = certificate_of(desk.province)
    for name, content in HOSTILE_FILES.items():
        upload = SimpleUploadedFile(f"{name}.pdf", content)
        assert desk.post(reverse("certificates_desk:attach", args=[held.pk]), {"scan": upload}).status_code in FINE, (
            name
        )


CHOOSER = "/cms/desk_product_chooser/"


def test_no_address_of_the_window_of_products_fails(desk):
    product = product_of(desk.province)
    keys = [quote(value, safe="") for value in NASTY]
    asked_of = [f"{CHOOSER}?{name}={key}" for name, key in pairs(("q", "p", "id"), keys)]
    asked_of += [f"{CHOOSER}results/?q={key}" for key in keys] + [f"{CHOOSER}chosen/{key}/" for key in keys]
    asked_of += [f"{CHOOSER}chosen-multiple/?id={product.pk}&id={key}" for key in keys]

    assert asked(desk, asked_of) == {}


# Scans ----------------------------------------------------------------------------------------------
def as_on_the_wire(text: str) -> str:
    """A header as servers hand it on: bytes, each as a letter; none lets a zero through."""
    return text.replace("\0", "").encode().decode("latin-1")


def test_no_header_or_query_of_a_scan_fails(quiet):
    code = active_label(LotFactory()).code
    for value in NASTY:
        told = {
            "HTTP_USER_AGENT": value,
            "HTTP_ACCEPT_LANGUAGE": value,
            "HTTP_X_FORWARDED_FOR": value,
            "HTTP_COOKIE": value,
        }
        told = {name: as_on_the_wire(text) for name, text in told.items()}
        assert (
            Client(raise_request_exception=False)
            .get(f"/T/{code}?lang={quote(value)}&o={quote(value)}", **told)
            .status_code
            == 200
        )
