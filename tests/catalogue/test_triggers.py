"""What the database refuses by itself, on SQLite and on PostgreSQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from catalogue.models import Certificate, CertificateEvent, SaleEvent
from catalogue.services import issue_certificate, revoke_certificate, suspend_sale
from tests.factories import BareProductFactory, CertificateFactory, ProductFactory

ONE_DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(today):
    return issue_certificate(BareProductFactory(), stars=4, issued_on=today, decision_number="12/QĐ-UBND")


def refuses(act) -> str:
    """The database's sentence for an act that must fail."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        act()
    return str(refused.value)


def test_a_line_of_history_cannot_be_rewritten(certificate):
    events = CertificateEvent.objects.filter(certificate=certificate)

    assert "append-only" in refuses(lambda: events.update(note="khác"))
    assert events.get().note == ""


def test_a_line_of_history_cannot_be_removed_even_by_sql(certificate):
    def remove():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalogue_certificateevent")

    assert "append-only" in refuses(remove)
    assert certificate.events.count() == 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stars", 5),
        ("public_id", "CN-KHAC"),
        ("number", "99"),
        ("decision_number", "13/QĐ-UBND"),
        ("issuer_as_printed", "UBND tỉnh khác"),
        ("product_name_as_printed", "Tên khác"),
        ("producer_as_printed", "Chủ thể khác"),
        ("address_as_printed", "Nơi khác"),
        ("rule_version", "khác"),
        ("dates_are_illustrative", True),
    ],
)
def test_a_printed_fact_cannot_be_changed(certificate, column, value):
    assert "as printed" in refuses(lambda: Certificate.objects.filter(pk=certificate.pk).update(**{column: value}))


@pytest.mark.parametrize("column", ["issued_on", "valid_until", "decision_date"])
def test_a_printed_date_cannot_be_moved(certificate, column, today):
    moved = {column: today + 2 * ONE_DAY}

    assert "as printed" in refuses(lambda: Certificate.objects.filter(pk=certificate.pk).update(**moved))


def test_a_certificate_cannot_be_given_to_another_product(certificate):
    other = BareProductFactory()

    assert "as printed" in refuses(lambda: Certificate.objects.filter(pk=certificate.pk).update(product=other))


def test_illustrative_dates_may_move_but_nothing_else(today):
    certificate = CertificateFactory(dates_are_illustrative=True)
    same = Certificate.objects.filter(pk=certificate.pk)

    same.update(issued_on=today - ONE_DAY, valid_until=today + ONE_DAY)

    assert same.get().last_day == today + ONE_DAY
    assert "as printed" in refuses(lambda: same.update(stars=5))


def test_what_an_authority_does_later_is_no_printed_fact(certificate, today):
    revoke_certificate(certificate, ground="c", decision_number="7/QĐ-UBND", on=today)

    assert Certificate.objects.get(pk=certificate.pk).state == "revoked"


def test_a_line_of_a_sales_history_can_neither_be_rewritten_nor_removed():
    product = ProductFactory()
    suspend_sale(product, reason="Chờ kiểm tra nhãn")
    events = SaleEvent.objects.filter(product=product)

    assert "append-only" in refuses(lambda: events.update(reason="khác"))
    assert "append-only" in refuses(lambda: events.delete())
    assert events.get().reason == "Chờ kiểm tra nhãn"


def test_a_scan_may_be_added_once_and_never_changed(certificate):
    same = Certificate.objects.filter(pk=certificate.pk)
    same.update(scan="certificates/a.webp", scan_sha256="a" * 64)

    for changed in ({"scan_sha256": "b" * 64}, {"scan": "certificates/b.webp"}, {"scan_sha256": ""}):
        assert "as attached" in refuses(lambda changed=changed: same.update(**changed))
    assert same.get().scan_sha256 == "a" * 64
