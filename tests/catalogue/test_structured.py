"""What machines are told of certificates and places on the site."""

import json
from datetime import date

from catalogue import structured
from catalogue.models import Certificate

DAY = date(2026, 11, 22)


def certificate(**facts):
    given = {"stars": 4, "issued_on": date(2025, 1, 1), "valid_until": date(2028, 1, 1), "public_id": "CN-1"}
    return Certificate(**given | facts)


def test_a_certificate_in_force_is_active_with_its_dates_issuer_and_rating():
    said = structured.certification(certificate(issuer_as_printed="UBND tỉnh Vĩnh Long", number="12"), DAY)

    assert said["certificationStatus"].endswith("/CertificationActive")
    assert (said["validFrom"], said["expires"]) == (date(2025, 1, 1), date(2028, 1, 1))
    assert said["issuedBy"] == {"@type": "GovernmentOrganization", "name": "UBND tỉnh Vĩnh Long"}
    assert said["certificationRating"]["ratingValue"] == 4
    assert said["certificationIdentification"] == "12"


def test_a_revoked_certificate_is_inactive_and_expired_on_the_eve():
    said = structured.certification(certificate(state="revoked", revoked_on=date(2026, 5, 2)), DAY)

    assert said["certificationStatus"].endswith("/CertificationInactive")
    assert said["expires"] == date(2026, 5, 1)


def test_invented_dates_are_not_told_to_machines():
    said = structured.certification(certificate(dates_are_illustrative=True), DAY)

    assert not {"validFrom", "expires"} & said.keys()


def test_a_script_cannot_be_closed_from_within():
    html = structured.script({"name": "</script><b>", "on": DAY})

    assert "<" not in html
    assert json.loads(html) == {"@context": "https://schema.org", "name": "</script><b>", "on": "2026-11-22"}


def test_breadcrumbs_start_at_the_front_page_and_end_here(settings):
    items = structured.breadcrumbs([("Sản phẩm", "/san-pham/"), ("Kẹo dừa", "")], "/san-pham/keo_1/")["itemListElement"]

    assert [item["position"] for item in items] == [1, 2, 3]
    assert [item["item"].removeprefix(settings.SITE_URL) for item in items] == ["/", "/san-pham/", "/san-pham/keo_1/"]
