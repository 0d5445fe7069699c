"""Who is who: a list against the register, and against itself. Never by name alone."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from catalogue.imports import import_certificates
from catalogue.imports.reading import read_list
from catalogue.imports.register import Reach
from catalogue.models import Certificate, Issuer, Place, PlaceSuccession, Producer, Product
from tests.catalogue.lists import HEADER, make_provinces, packed, product_row, workbook
from tests.factories import PlaceFactory

TODAY = date(2026, 11, 22)
DOCUMENT = Path(__file__).parents[2] / "docs" / "import.md"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def provinces():
    return make_provinces()


def bring(*rows, header=HEADER, **kwargs):
    return import_certificates(packed(workbook(rows, header=header)), today=TODAY, **kwargs)


def told(report) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in report.problems]


# Identity


def test_one_name_of_two_producers_is_two_products():
    bring(product_row(1, product="Mật ong", producer="HTX A"), product_row(2, product="Mật ong", producer="HTX B"))

    assert Product.objects.filter(title="Mật ong").count() == 2


def test_one_name_in_two_provinces_is_two_producers():
    rows = [
        product_row(n, producer="HTX Bình Minh", province=name, code=None) for n, name in enumerate(("Huế", "Hà Nội"))
    ]

    bring(*rows)

    assert Producer.objects.filter(name="HTX Bình Minh").count() == 2
    assert len(set(Producer.objects.values_list("slug", flat=True))) == 2


def test_spellings_of_one_producer_and_one_product_are_not_made_twice():
    bring(product_row(1, product="Mật ong Hoà Bình", producer="HTX Ong Vàng", decision="1/QĐ-UBND"))

    report = bring(
        product_row(1, product="MẬT ONG  Hòa Bình", producer="Hợp tác xã Ong Vàng", decision=" 1/qđ-ubnd"),
    )

    assert (report.added, report.known) == (0, 1)
    assert (Producer.objects.count(), Product.objects.count()) == (1, 1)


def test_a_row_said_twice_is_told_with_the_first_and_again_at_the_next_import():
    rows = [product_row(1), product_row(2), product_row(1)]

    first, second = bring(*rows), bring(*rows)

    assert (first.added, told(first)) == (2, [(4, "product")])
    assert "trùng với dòng 2" in first.problems[0].reason
    assert (second.added, second.known, told(second)) == (0, 2, [(4, "product")])


def test_a_product_without_a_producer_is_known_by_its_province():
    rows = [
        product_row(1, producer=None),
        product_row(2, product="Mật ong số 1", producer="không nêu", province="Huế", code=None),
    ]

    bring(*rows)
    report = bring(*rows)

    assert (report.known, Product.objects.count(), Producer.objects.count()) == (2, 2, 0)


# What the register says already


@pytest.mark.parametrize(("cells", "column"), [({"star": 3}, "star"), ({"day": date(2025, 6, 20)}, "decision_date")])
def test_a_decision_told_otherwise_is_refused(cells, column):
    bring(product_row(1))

    assert told(bring(product_row(1, **cells))) == [(2, column)]


def upgrade(star=4, day=date(2026, 5, 1), kind="Nâng hạng"):
    return [*product_row(1, star=star, decision="99/QĐ-UBND", day=day), kind]


def test_a_certificate_in_force_is_replaced_only_where_the_list_says_so():
    bring(product_row(1, star=3))

    refused = bring(upgrade(kind=None), header=(*HEADER, "Hình thức"))
    report = bring(upgrade(), header=(*HEADER, "Hình thức"))
    again = bring(upgrade(), header=(*HEADER, "Hình thức"))

    assert (refused.added, told(refused)) == (0, [(2, "decision_date")])
    assert (report.added, again.added, again.known) == (1, 0, 1)
    assert list(Certificate.objects.order_by("pk").values_list("stars", "state")) == [(3, "superseded"), (4, "issued")]


def test_a_province_replaces_no_certificate_of_the_ministry():
    bring(product_row(1, star=5))

    report = bring(upgrade(), header=(*HEADER, "Hình thức"), reach=Reach(None, (3, 4)))

    assert told(report) == [(2, "kind")]
    assert Certificate.objects.get().state == "issued"


def test_an_older_decision_replaces_nothing():
    bring(product_row(1))

    assert told(bring(upgrade(day=date(2024, 5, 1)), header=(*HEADER, "Hình thức"))) == [(2, "kind")]


def test_a_certificate_that_ran_out_is_followed_by_a_new_one_of_the_same_product():
    bring(product_row(1, day=date(2021, 5, 1), decision="1/QĐ"))

    report = bring(product_row(1, decision="2/QĐ"))

    assert (report.added, Product.objects.count()) == (1, 1)


def test_an_issuer_of_the_register_is_linked_by_its_name():
    issuer = Issuer.objects.create(name="UBND tỉnh Vĩnh Long", level="province")

    bring([*product_row(1), issuer.name], header=(*HEADER, "Cơ quan cấp"))

    assert Certificate.objects.get().issuer == issuer


def test_the_example_of_the_document_is_read_as_it_stands():
    (example,) = re.findall(r"```csv\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)

    listing = read_list(example.encode(), TODAY)

    assert (listing.problems, len(listing.facts)) == ([], 1)
    assert import_certificates(example.encode(), today=TODAY).added == 1


# Where it comes from


@pytest.fixture
def tieu_can():
    """Phú Cần of before, within huyện Tiểu Cần, tỉnh Trà Vinh; xã Tiểu Cần of today took it over."""
    old = Place.objects.get(system="pre2025", name="Tỉnh Trà Vinh")
    district = Place.objects.create(
        system="pre2025", level="district", code="844", name="Huyện Tiểu Cần", slug="huyen-tieu-can", parent=old
    )
    then = Place.objects.create(
        system="pre2025", level="commune", code="29338", name="Xã Phú Cần", slug="xa-phu-can", parent=district
    )
    now = PlaceFactory(
        level="commune", name="Xã Tiểu Cần", slug="xa-tieu-can", parent=Place.objects.provinces().get(code="86")
    )
    PlaceSuccession.objects.create(old=then, new=now)
    return then, now


IN_TRA_VINH = {"province": "Trà Vinh", "code": None}


@pytest.mark.parametrize(
    "address", ["Xã Phú Cần, huyện Tiểu Cần", "Ấp Đại Mong, xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh"]
)
def test_an_address_of_before_names_its_unit_and_its_heir(tieu_can, address):
    bring(product_row(1, address=address, **IN_TRA_VINH))

    product = Product.objects.get()
    assert (product.origin_then, product.origin_now) == tieu_can
    assert product.origin_as_printed.startswith(address)


def test_an_address_of_today_names_a_unit_of_today(tieu_can):
    bring(product_row(1, address="Xã Tiểu Cần", province="Vĩnh Long", day=date(2026, 6, 1)))

    product = Product.objects.get()
    assert (product.origin_then, product.origin_now) == (None, tieu_can[1])


def test_an_address_without_its_marks_is_not_guessed(tieu_can):
    report = bring(product_row(1, address="xa Phu Can", **IN_TRA_VINH))

    assert report.added == 1
    assert Product.objects.get().origin_now is None


# Two at once


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_list_at_the_same_time_keep_each_row_once():
    content = packed(workbook([product_row(n) for n in range(60)]))

    def run(_number):
        try:
            return import_certificates(content, today=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(run, range(3)))

    assert sum(report.added for report in reports) == 60
    assert all(report.problems == [] for report in reports)
    assert (Certificate.objects.count(), Product.objects.count(), Producer.objects.count()) == (60, 60, 60)
