"""The form "Mã cào" on the scan page: plain HTML, no cookie, honest words in both languages."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from catalogue.services import revoke_certificate
from marketplace.pages import scan_pin
from tests.factories import ONE_DAY
from tests.traceability.factories import active_label
from traceability import pins, services
from traceability.models import Label, LabelSheet, ScratchPin
from traceability.verdicts import LANGUAGES, WORDINGS, State

pytestmark = pytest.mark.django_db
KEY, PIN = "khóa thử", "12345678"
FORBIDDEN = ("hàng thật", "chính hãng", "genuine", "authentic")


@pytest.fixture(autouse=True)
def a_key(settings):
    settings.PIN_KEY = KEY


@pytest.fixture
def label():
    """A label in use whose sheet has PINs."""
    found = active_label()
    LabelSheet.objects.update(pins_printed_at=now())
    ScratchPin.objects.create(label=found, mac=pins.mac(KEY, found.code, PIN))
    return found


def typed(label, pin, **extra):
    """As a browser sends it: no cookie, no token."""
    return Client(enforce_csrf_checks=True).post(reverse("traceability:pin", args=[label.code]), {"pin": pin}, **extra)


def test_the_scan_page_asks_for_a_pin_only_where_there_is_one(label):
    without = active_label()
    address = reverse("traceability:pin", args=[label.code])

    assert f'action="{address}' in Client().get(f"/T/{label.code}").content.decode()
    assert "Mã cào" not in Client().get(f"/T/{without.code}").content.decode()


@pytest.mark.parametrize(
    ("pin", "status", "vi", "en"),
    [
        ("1234 5678", 200, "chưa ai mở trước bạn", "nobody opened it before you"),
        ("87654321", 422, "Còn 4 lần thử", "4 tries left"),
        ("quên", 422, "tám chữ số", "eight digits"),
    ],
)
def test_a_try_is_answered_in_words_of_the_visitors_language(label, pin, status, vi, en):
    answer = typed(label, pin)

    assert answer.status_code == status
    assert vi in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    ScratchPin.objects.update(opened_at=None, tries=0)
    said = typed(label, pin, headers={"accept-language": "en"}).content.decode()
    assert en in said
    assert not any(word in said.lower() for word in FORBIDDEN)


def in_force(label, today):
    return today


def revoked(label, today):
    revoke_certificate(label.lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today)
    return today


def flagged(label, today):
    Label.objects.filter(pk=label.pk).update(flagged_at=now())
    return today


def expiring(label, today):
    return label.lot.product.latest_certificate.valid_until


def expired(label, today):
    return expiring(label, today) + ONE_DAY


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("become", [in_force, expiring, flagged, expired, revoked])
def test_a_right_pin_carries_the_labels_own_verdict_and_is_green_only_where_that_is(
    label, today, become, language, monkeypatch
):
    day = become(label, today)
    monkeypatch.setattr(scan_pin, "localdate", lambda: day)
    wording = WORDINGS[State(become.__name__)]

    said = typed(label, PIN, headers={"accept-language": language}).content.decode()

    assert f'class="band band--{wording.colour}" aria-labelledby="verdict"' in said
    assert escape(wording.word[language].split(" {")[0]) in said
    assert escape(wording.sentence[language].rpartition("}")[2]) in said
    assert ('class="band band--green"' in said) == (wording.colour == "green")
    assert ScratchPin.objects.get().times_right == 1


def test_a_recalled_lot_asks_for_no_pin_and_checks_none(label):
    services.recall_lot(label.lot, "Nấm mốc")

    answer = typed(label, PIN)

    assert (answer.status_code, answer.url) == (302, f"/T/{label.code}")
    page = Client().get(answer.url).content.decode()
    assert "band--red" in page
    assert reverse("traceability:pin", args=[label.code]) not in page
    assert ScratchPin.objects.get().times_right == 0


def test_a_second_right_pin_says_that_it_was_opened_before(label):
    typed(label, PIN)

    said = typed(label, PIN).content.decode()

    assert "đã được mở lần đầu ngày" in said
    assert "2 lần" in said


def test_after_five_wrong_ones_the_page_says_until_when_it_is_locked(label):
    answers = [typed(label, "00000000") for _ in range(pins.TRIES)]

    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert "gõ sai năm lần" in answers[-1].content.decode()
    assert typed(label, PIN).status_code == 429


def test_one_network_that_tries_many_labels_is_stopped(label, monkeypatch):
    monkeypatch.setattr("marketplace.pages.scan_pin.TRIES_ALLOWED", 2)
    for _ in range(2):
        typed(label, "x")

    assert "Mạng của bạn" in typed(label, PIN).content.decode()
    assert ScratchPin.objects.get().times_right == 0


@pytest.mark.parametrize("code", ["0000000000000000", "XYZ", "A" * 300])
def test_a_code_without_a_pin_leads_to_its_page(code):
    answer = Client().post(reverse("traceability:pin", args=[code]), {"pin": PIN})

    assert answer.status_code == 302
    assert answer.url.startswith("/T/")


def test_who_only_looks_is_led_to_the_labels_page(label):
    answer = Client().get(reverse("traceability:pin", args=[label.code]) + "?lang=en")

    assert answer.url == f"/T/{label.code}?lang=en"
