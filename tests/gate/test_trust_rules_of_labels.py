"""The rules of trust that labels and codes keep: 5, 6, 7 and 11."""

import math
import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import localdate, now

from catalogue import services
from catalogue.models import Certificate, Producer, Product
from catalogue.queries import STATES_IN_FORCE
from marketplace.pages.scan import scans
from tests.factories import (
    ONE_DAY,
    ProductFactory,
)
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import codes
from traceability.models import CodeAlias, Label
from traceability.services import TooManyLabels, activate_labels, code_url, generate_labels, void_label

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()
    scans.forget()


def text_at(path: str, status: int = 200) -> str:
    answer = Client().get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))


def revoke(product, ground="c", on=None) -> Certificate:
    held = product.certificates.get(state__in=STATES_IN_FORCE)
    return services.revoke_certificate(held, ground=ground, decision_number="9/QĐ-UBND", on=on or localdate())


# 5 --------------------------------------------------------------------------------------------------
def code_of(product, **lot) -> str:
    return active_label(LotFactory(product=product, **lot)).code


def upgraded(product):
    held = product.certificates.get()
    services.upgrade_certificate(held, stars=5, issued_on=localdate(), decision_number="5/QĐ-UBND")


def end_yesterday(product):
    """Its dates are marked as an illustration: printed ones do not move."""
    product.certificates.update(valid_until=localdate() - ONE_DAY)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda product: None, "còn hiệu lực đến hết ngày"),
        (lambda product: end_yesterday(product), "đã hết hiệu lực sau ngày"),
        (lambda product: revoke(product), "thu hồi"),
        (upgraded, "Đã lên 5 sao"),
        (lambda product: Producer.objects.filter(pk=product.owner_id).update(is_active=False), "còn hiệu lực"),
        (lambda product: Product.objects.filter(pk=product.pk).update(is_public=False), "còn hiệu lực"),
    ],
    ids=["in force", "ended", "revoked", "a new star", "producer closed", "product hidden"],
)
def test_rule_5_an_old_code_always_answers_with_what_became_of_it(act, told):
    product = ProductFactory(certified__dates_are_illustrative=True)
    code = code_of(product)

    act(product)

    assert told in text_at(f"/T/{code}")


def test_rule_5_a_code_of_before_answers_through_its_alias():
    label = active_label()
    CodeAlias.objects.create(alias="CHECKCT0001", label=label)

    assert codes.spaced(label.code) in text_at("/T/CHECKCT-0001")


def test_rule_5_an_unknown_code_is_told_so_and_sent_nowhere():
    answer = Client().get(f"/T/{codes.new_code()}")

    assert answer.status_code == 404
    assert "Không có mã này" in answer.content.decode() or "chưa từng" in answer.content.decode()


def test_rule_5_a_cancelled_label_says_why():
    label = active_label()
    void_label(label, reason="in hỏng")

    assert "in hỏng" in text_at(f"/T/{label.code}")


# 6 --------------------------------------------------------------------------------------------------
def test_rule_6_codes_are_random_and_too_many_to_guess():
    bits = codes.RANDOM_SYMBOLS * math.log2(len(codes.ALPHABET))
    made = [codes.new_code() for _ in range(1000)]

    assert bits >= 64
    assert len(set(made)) == 1000
    assert len({code[:4] for code in made}) > 900  # no common beginning, no counter


def test_rule_6_a_label_goes_from_made_to_printed_to_used_and_says_when_it_is_not():
    sheet = printed_sheet()
    label = sheet.labels.get()
    assert "chưa" in text_at(f"/T/{label.code}")

    activate_labels(sheet)

    assert Label.objects.get(pk=label.pk).state == "activated"


def test_rule_6_a_scan_says_how_often_it_was_scanned_and_never_that_goods_are_false():
    label = active_label()
    Label.objects.filter(pk=label.pk).update(scan_count=3, first_scanned_at=now())

    said = text_at(f"/T/{label.code}")

    assert "đã được quét 3 lần, lần đầu ngày" in said
    assert "hàng giả" not in said


def test_rule_6_a_code_shared_by_a_lot_says_that_it_proves_no_single_pack():
    sheet = generate_labels(LotFactory(), 1, kind=Label.Kind.LOT)
    sheet.labels.update(state=Label.State.PRINTED)
    activate_labels(sheet)

    assert "không nói gì về riêng gói hàng" in text_at(f"/T/{sheet.labels.get().code}")


# 7 --------------------------------------------------------------------------------------------------
def test_rule_7_a_lot_has_no_more_labels_than_packs():
    """Growing areas, the rule's other half, are not in the data yet."""
    lot = LotFactory(quantity=3)
    generate_labels(lot, 2)

    with pytest.raises(TooManyLabels):
        generate_labels(lot, 2)
    assert lot.labels.count() == 2


# 11 -------------------------------------------------------------------------------------------------
def test_rule_11_a_code_leads_to_our_fixed_domain_which_the_page_names(settings):
    settings.SITE_URL = "https://ocop.example"
    label = active_label()

    assert code_url(label.code) == f"HTTPS://OCOP.EXAMPLE/T/{label.code}"
    said = text_at(f"/T/{label.code}")
    assert "Hãy xem tên miền trên trình duyệt: phải là ocop.example" in said


def test_rule_11_in_production_nothing_is_told_without_https():
    text = (settings.BASE_DIR / "marketplace" / "settings" / "production.py").read_text()

    assert re.search(r"^SECURE_SSL_REDIRECT = True$", text, re.MULTILINE)
    assert re.search(r"^SECURE_HSTS_SECONDS = 365 \* 24 \* 3600$", text, re.MULTILINE)
