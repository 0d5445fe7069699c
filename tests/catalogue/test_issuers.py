"""Who signed a certificate, and who keeps it now."""

import pytest
from django.db import transaction
from django.urls import reverse

from catalogue import services, wording
from catalogue.issuers_load import load_issuers
from catalogue.models import Issuer, Place
from catalogue.places_load import load_places
from tests.factories import BareProductFactory, ProducerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KEPT = "UBND huyện Mỏ Cày Bắc (nay do UBND tỉnh Vĩnh Long quản lý)"


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """How many offices were loaded, once for all tests of this module; each test is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_places()
        yield load_issuers()
        transaction.set_rollback(True)


def issued_by(name, today):
    product = BareProductFactory(owner=ProducerFactory(province=Place.objects.provinces().first()))
    return services.issue_certificate(product, stars=3, issued_on=today, issuer_as_printed=name)


def test_loading_issuers_twice_adds_nothing_the_second_time(loaded):
    assert loaded > 750
    assert load_issuers() == 0


@pytest.mark.parametrize(
    ("district", "province"),
    [
        ("UBND huyện Mỏ Cày Bắc", "UBND tỉnh Vĩnh Long"),
        ("UBND huyện Đắk Song", "UBND tỉnh Lâm Đồng"),
        ("UBND huyện Cư Jút", "UBND tỉnh Lâm Đồng"),
        ("UBND huyện Lục Ngạn", "UBND tỉnh Bắc Ninh"),
        ("UBND huyện Châu Thành, tỉnh Bến Tre", "UBND tỉnh Vĩnh Long"),
        ("UBND tỉnh Đắk Nông", "UBND tỉnh Lâm Đồng"),
    ],
)
def test_an_abolished_office_is_followed_by_its_province_of_today(loaded, district, province):
    issuer = Issuer.objects.get(name=district)

    assert (issuer.successor.name, issuer.abolished_on.isoformat()) == (province, "2025-07-01")


def test_an_office_of_today_has_no_successor(loaded):
    today = Issuer.objects.filter(level="province", abolished_on=None)

    assert today.count() == 34
    assert not today.exclude(successor=None).exists()


def test_a_certificate_names_its_issuer_then_and_now(loaded, client, today):
    certificate = issued_by("UBND huyện  Mỏ Cày Bắc", today)

    assert certificate.issuer == Issuer.objects.get(name="UBND huyện Mỏ Cày Bắc")
    assert wording.issuer_of(certificate).split() == KEPT.split()
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert "UBND huyện  Mỏ Cày Bắc" in page
    assert "UBND tỉnh Vĩnh Long" in page


def test_the_product_page_names_its_issuer_then_and_now(loaded, client, today):
    certificate = issued_by("UBND huyện Mỏ Cày Bắc", today)

    assert KEPT in client.get(certificate.product.get_absolute_url()).content.decode()


def test_an_office_that_exists_stands_alone(loaded, client, today):
    certificate = issued_by("UBND tỉnh Vĩnh Long", today)

    page = client.get(reverse("certificates:detail", args=[certificate.public_id])).content.decode()
    assert "UBND tỉnh Vĩnh Long" in page
    assert "nay do" not in page
