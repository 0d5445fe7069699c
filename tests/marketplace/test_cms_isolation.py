"""Two offices: neither sees nor changes what is the other's, by any address of the back office."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue.models import Certificate, CertificateEvent, IpAsset, Producer
from tests.factories import PlaceFactory, UserFactory
from tests.marketplace.cms import addresses, certificate_of, desk, officer_of, officer_of_the_ministry, paper
from tests.traceability.factories import LotFactory, printed_sheet
from traceability.cases import report
from traceability.models import Case, Lot, ScanDay

pytestmark = pytest.mark.django_db

MARK = "Zyxwv"  # stands in every name of the foreign things, and nowhere else
WORDS = {
    "app_label": ["catalogue"],
    "app_name": ["catalogue"],
    "model_name": ["certificate", "product", "producer"],
    "action": ["revoke", "delete", "publish"],
    "name": ["revoke", "extend", "renewal"],
}
UNFIT = ("/login/", "/logout/", "/failwhale/")  # they end the walk, or only show an error on purpose


@pytest.fixture
def foreign():
    """A certificate of another province, whose every word is marked."""
    held = certificate_of(PlaceFactory(name=f"Tỉnh {MARK}"), number=f"{MARK}-1", decision_number=f"{MARK}/QĐ")
    held.product.title = f"Chè {MARK}"
    held.product.save()
    held.product.owner.name = f"HTX {MARK}"
    held.product.owner.save()
    lot = LotFactory(product=held.product, number=f"L-{MARK}")
    report(printed_sheet(lot).labels.get().code, kind="other", network="10.0.0.0/24", words=f"Giả {MARK}")
    ScanDay.objects.create(product=held.product, day=localdate(), language="vi", scans=7)
    IpAsset.objects.create(name=f"Cam {MARK}", number=f"{MARK}-2", holder="UBND", province=held.product.province)
    return held


def keys_of(held: Certificate) -> list[int]:
    lot, case = Lot.objects.get(product=held.product), Case.objects.get(product=held.product)
    asset = IpAsset.objects.get(province=held.product.province)
    return [held.pk, held.product_id, held.product.owner_id, asset.pk, lot.pk, case.pk]


def asked_of(held: Certificate) -> str:
    keys = "&".join(f"id={key}&pk={key}&object_id={key}&product={key}&add={key}" for key in keys_of(held))
    return f"?q={MARK[:4]}&{keys}&action=ocop.issued"


def seen(client, held: Certificate, prefix: str = "/cms/") -> dict[str, int]:
    """Every address that names the foreign thing in its answer, with its status."""
    found = {}
    for address in addresses(prefix, keys_of(held), WORDS):
        if address.endswith(UNFIT):
            continue
        for query in ("", asked_of(held), f"{asked_of(held)}&export=csv"):
            answer = client.get(address + query)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if MARK in body.decode(errors="ignore"):
                found[address + query] = answer.status_code
            if answer.status_code == 404:
                break
    return found


def unchanged(held: Certificate) -> bool:
    fresh = Certificate.objects.select_related("product__owner").get(pk=held.pk)
    owner = fresh.product.owner
    same = (fresh.state, fresh.extended_until, owner.verified_at) == ("issued", None, held.product.owner.verified_at)
    same = (
        same and owner.is_active and fresh.product.storage == "" and IpAsset.objects.filter(name=f"Cam {MARK}").exists()
    )
    lot, case = Lot.objects.get(product=held.product), Case.objects.get(product=held.product)
    same = same and (lot.state, case.state) == ("open", "new")
    return same and not CertificateEvent.objects.filter(certificate=held).exists()


@pytest.mark.slow
def test_an_officer_reads_no_word_of_another_province_at_any_address(client, foreign):
    home = PlaceFactory()
    certificate_of(home)
    client.force_login(officer_of(home))

    assert seen(client, foreign) == {}


@pytest.mark.slow
def test_the_same_walk_finds_those_words_where_they_may_be_read(client, foreign):
    client.force_login(officer_of(foreign.product.province))

    found = seen(client, foreign)

    for address in (desk("index"), desk("inspect", foreign.pk), desk("revoke", foreign.pk), desk("bulk", "revoke")):
        assert any(one.startswith(address) for one in found), address
    for name in (
        "cases_desk:index",
        "lots_desk:index",
        "scans_desk:index",
        "scans_desk:csv",
        "products_desk:index",
        "producers_desk:index",
        "names_desk:index",
    ):
        assert any(one.startswith(reverse(name)) for one in found), name
    assert any("export=csv" in one for one in found)
    assert any("desk_product_chooser/chosen/" in one for one in found)


@pytest.mark.slow
def test_an_officer_changes_nothing_of_another_province_at_any_address(client, foreign, today):
    client.force_login(officer_of(PlaceFactory()))
    sent = {
        "id": keys_of(foreign),
        "sent": "1",
        "ground": "c",
        "decision_number": "88/QĐ-UBND",
        "on": today.isoformat(),
        "until": (foreign.valid_until + timedelta(days=365)).isoformat(),
        "legal_basis": "12/QĐ-UBND",
        "reason": "thử",
        "act": "close",
        "storage": "thử",
        "kind": "gi",
        "name": "thử",
        "number": "thử",
        "holder": "thử",
        "product": foreign.product_id,
        "stars": 4,
        "decision_date": today.isoformat(),
        "issued_on": today.isoformat(),
        "issuer_as_printed": "UBND",
        "product_name_as_printed": "Chè",
        "producer_as_printed": "HTX",
        "replaces": "on",
        "step": "save",
        "rows-0-product": foreign.product_id,
        "rows-0-name": "",
        "rows-0-stars": "4",
        "advice": "thử xem",
        "outcome": "fake",
        "words": "thử xem",
    }

    for address in addresses("/cms/", keys_of(foreign), WORDS):
        if not address.endswith(UNFIT):
            answer = client.post(address, sent)
            assert answer.status_code in (200, 302, 400, 403, 404, 405), address
            assert MARK not in answer.content.decode(errors="ignore"), address

    assert unchanged(foreign)
    assert Certificate.objects.filter(product=foreign.product_id).count() == 1
    assert Producer.objects.get(pk=foreign.product.owner_id).verified_at is not None


def test_the_same_form_changes_what_is_ones_own(client, foreign, today):
    client.force_login(officer_of(foreign.product.province))

    client.post(desk("revoke", foreign.pk), {"ground": "c", "decision_number": "88", "on": today.isoformat()})

    assert not unchanged(foreign)


@pytest.mark.parametrize("level", ["province", "ministry"])
def test_an_officer_has_none_of_wagtails_screens_that_know_no_scope(client, level):
    client.force_login(officer_of(PlaceFactory()) if level == "province" else officer_of_the_ministry())

    for address in ("/cms/reports/site-history/", "/cms/images/", "/cms/product_chooser/", "/cms/pages/"):
        assert client.get(address).status_code == 404


def test_a_person_without_an_office_sees_nothing_of_the_register(client, foreign):
    client.force_login(UserFactory())

    assert {client.get(address).status_code for address in (desk("index"), desk("inspect", foreign.pk))} == {403}


def test_an_office_hands_in_scans_of_its_own_certificates_only(client, foreign, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    codes = []
    for user in (officer_of(PlaceFactory()), officer_of(foreign.product.province)):
        client.force_login(user)
        codes.append(client.post(desk("attach", foreign.pk), {"scan": paper()}).status_code)

    foreign.refresh_from_db()
    assert codes == [404, 302]
    assert len(foreign.scan_sha256) == 64


@pytest.mark.parametrize("folder", ["certificates", "imports", "private/staged"])
def test_what_was_handed_in_is_not_handed_out_as_media(client, folder):
    answer = client.get(f"/media/{folder}/giay.pdf")

    assert answer.status_code == 404
