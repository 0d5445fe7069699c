"""The page of one certificate and its document for machines."""

import json
import re
from datetime import date, datetime, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware, now

from catalogue import seals
from catalogue.models import Issuer
from catalogue.services import issue_certificate, revoke_certificate, upgrade_certificate
from tests.factories import CertificateFactory, ProductFactory, UserFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
RING = seals.KeyRing(bytes(range(32)))
PDF = b"%PDF-1.4 scanned paper"


@pytest.fixture
def signing(settings):
    settings.SIGNING_KEY = RING.text()


def text_of(client, certificate):
    answer = client.get(certificate.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def document_of(client, certificate):
    return client.get(f"/chung-nhan/{certificate.public_id}.json").json()


def test_an_abolished_issuer_is_shown_as_printed_with_who_answers_for_it_now(client):
    province = Issuer.objects.create(name="UBND tỉnh Vĩnh Long", level="province")
    district = Issuer.objects.create(
        name="UBND huyện Mỏ Cày Bắc", level="district", abolished_on=date(2025, 7, 1), successor=province
    )
    certificate = CertificateFactory(issuer=district, issuer_as_printed="UBND huyện Mỏ Cày Bắc")

    html = text_of(client, certificate)

    assert re.search(r"UBND huyện Mỏ Cày Bắc.*thôi hoạt động từ.*1 tháng 7 năm 2025.*UBND tỉnh Vĩnh Long", html, re.S)
    assert document_of(client, certificate)["issuer_today"] == "UBND tỉnh Vĩnh Long"


def test_the_history_names_offices_and_decisions_and_no_person(client, today):
    officer = UserFactory(email="nguyen.thi.can.bo@example.test")
    product = ProductFactory(certified=False)
    certificate = issue_certificate(
        product, stars=4, issued_on=today - 9 * ONE_DAY, decision_number="9/QĐ-UBND", actor=officer
    )
    revoke_certificate(
        certificate, ground="b", decision_number="10/QĐ-UBND", on=today, actor=officer, note="Chị Lan báo"
    )

    html = text_of(client, certificate)

    assert "9/QĐ-UBND" in html and "10/QĐ-UBND" in html and "UBND cấp tỉnh" in html
    assert "nguyen.thi" not in html and "Chị Lan" not in html
    assert "Chị Lan" not in json.dumps(document_of(client, certificate), ensure_ascii=False)


def test_the_products_other_certificates_stand_beside_with_their_state_and_the_years_are_drawn(client, today):
    old = CertificateFactory(stars=3)
    new = upgrade_certificate(old, stars=4, issued_on=today, decision_number="11/QĐ-UBND")

    html = text_of(client, new)

    assert old.get_absolute_url() in html and "Đã thay thế" in html and "star-figure" in html


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_certificate_page_costs_at_most_8_queries_however_long_its_history(client, today, prefix):
    certificate = CertificateFactory(stars=3)
    for days in (3, 2, 1):
        certificate = upgrade_certificate(
            certificate, stars=4, issued_on=today - days * ONE_DAY, decision_number=f"L{days}"
        )
    address = prefix + certificate.get_absolute_url()
    client.get(address)

    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200

    assert len(seen) <= 8


def structured(html):
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', html, re.S)[1])


@pytest.mark.parametrize(("days_left", "word"), [(0, "CertificationActive"), (-1, "CertificationInactive")])
def test_search_engines_are_told_the_status_of_today(client, today, days_left, word):
    certificate = CertificateFactory(
        valid_until=today + days_left * ONE_DAY, number="GCN-1", issuer_as_printed="UBND tỉnh X", stars=4
    )

    told = structured(text_of(client, certificate))["@graph"][0]

    assert told["@type"] == "Certification"
    assert told["certificationStatus"].endswith(word)
    assert told["certificationIdentification"] == "GCN-1"
    assert told["certificationRating"]["ratingValue"] == 4
    assert told["issuedBy"]["name"] == "UBND tỉnh X"
    assert told["validFrom"] == certificate.issued_on.isoformat()
    assert told["expires"] == certificate.valid_until.isoformat()
    assert told["about"]["name"] == certificate.product.title


def test_an_entry_that_nobody_checked_claims_no_certification(client):
    certificate = CertificateFactory(product__register_note="unverified")

    html = text_of(client, certificate)

    assert "Certification" not in json.dumps(structured(html))
    assert document_of(client, certificate)["stars"] is None
    assert document_of(client, certificate)["in_force"] is False


def test_the_page_names_its_one_address_and_its_other_language(client, settings):
    certificate = CertificateFactory()
    here = settings.SITE_URL + certificate.get_absolute_url()

    html = text_of(client, certificate)

    assert html.count('rel="canonical"') == 1 and f'rel="canonical" href="{here}"' in html
    assert 'hreflang="en"' in html and 'property="og:title"' in html


# The scan


def scanned(content=PDF, digest=None):
    certificate = CertificateFactory()
    certificate.scan_sha256 = digest or sha256(content).hexdigest()
    certificate.scan.save("giay.pdf", ContentFile(content))
    return certificate


def test_the_scan_is_shown_with_the_hash_it_was_registered_with(client):
    certificate = scanned()

    answer = client.get(f"{certificate.get_absolute_url()}ban-quet/")

    assert sha256(PDF).hexdigest() in text_of(client, certificate)
    assert answer["Content-Type"] == "application/pdf" and answer.content == PDF


def test_a_scan_that_is_not_the_registered_file_is_not_shown(client):
    certificate = scanned(digest="0" * 64)

    answer = client.get(f"{certificate.get_absolute_url()}ban-quet/")

    assert answer.status_code == 409 and PDF not in answer.content


def test_a_scan_that_vanished_is_not_an_error_page(client):
    certificate = scanned()
    certificate.scan.storage.delete(certificate.scan.name)

    assert client.get(f"{certificate.get_absolute_url()}ban-quet/").status_code == 409


@pytest.mark.parametrize("content", [b"<script>alert(1)</script>", b""])
def test_what_is_neither_paper_nor_picture_is_not_served(client, content):
    assert client.get(f"{scanned(content).get_absolute_url()}ban-quet/").status_code == 404


def test_a_certificate_without_a_scan_offers_none(client):
    certificate = CertificateFactory()

    assert "ban-quet" not in text_of(client, certificate)
    assert client.get(f"{certificate.get_absolute_url()}ban-quet/").status_code == 404


# For machines


def test_the_document_is_signed_and_the_published_keys_check_it(client, signing):
    document = document_of(client, CertificateFactory())
    keys = seals.keys_of(client.get("/.well-known/ocop-keys.json").json())

    assert seals.check(document, keys, now())


def test_after_a_rotation_the_old_document_stays_good(client, signing, settings):
    document = document_of(client, CertificateFactory())
    settings.SIGNING_KEY = RING.followed_by(bytes(32), now() + timedelta(seconds=2)).text()
    keys = seals.keys_of(client.get("/.well-known/ocop-keys.json").json())

    assert len(keys) == 2
    assert seals.check(document, keys, now())


def test_without_a_key_the_document_says_that_it_is_unsigned(client, settings):
    settings.SIGNING_KEY = ""

    assert document_of(client, CertificateFactory())["signature"] is None
    assert client.get("/.well-known/ocop-keys.json").json() == {"keys": []}


def test_the_verdict_is_of_the_second_and_nobody_may_keep_it(client, signing, today):
    certificate = CertificateFactory(valid_until=today)
    midnight = make_aware(datetime.combine(today + ONE_DAY, datetime.min.time()))
    address = f"/chung-nhan/{certificate.public_id}.json"

    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        before = client.get(address)
    with time_machine.travel(midnight, tick=False):
        after = client.get(address)

    assert (before.json()["in_force"], after.json()["in_force"]) == (True, False)
    assert after.json()["as_of"] == f"{(today + ONE_DAY).isoformat()}T00:00:00+07:00"
    assert before["Cache-Control"] == "no-store"


def test_both_languages_give_the_same_document(client):
    certificate = CertificateFactory()
    address = f"/chung-nhan/{certificate.public_id}.json"

    with time_machine.travel(0, tick=False):
        assert client.get(address).content == client.get(f"/en{address}").content
