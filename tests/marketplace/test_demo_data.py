"""The demo says of each product what is true of it (DECISIONS 16)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.conf import global_settings

from catalogue import product_facts
from catalogue.models import Certificate, IpAsset, Producer, Product, QualityCertificate
from marketplace.accounts.models import User
from marketplace.buyers.models import Review
from marketplace.demo.load import load_demo
from marketplace.demo.orders import MARK, NOTE
from marketplace.demo.rows import read_rows
from marketplace.demo.showcase import EVERYTHING
from marketplace.ledger.models import JournalEntry
from marketplace.order.models import Order, Parcel
from marketplace.partner.models import StockRecord
from marketplace.shipping.models import ShippingCard
from marketplace.vouchers.models import Voucher

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODELS = (
    Producer,
    Product,
    Certificate,
    StockRecord,
    User,
    QualityCertificate,
    IpAsset,
    ShippingCard,
    Voucher,
    Order,
    Review,
)


def silent(line):
    """Progress is for people."""


def real(products):
    return products.filter(owner__is_fictional=False)


def test_the_list_puts_195_products_of_135_producers_on_sale(demo):
    on_sale = real(Product.objects.purchasable(demo))

    assert on_sale.count() == 195
    assert on_sale.values("owner").distinct().count() == 135


def test_a_second_load_adds_nothing(demo):
    before = [model.objects.count() for model in MODELS]

    load_demo(demo, say=silent, with_pictures=False)

    assert [model.objects.count() for model in MODELS] == before


def test_only_fictional_producers_have_invented_fees_and_vouchers(demo):
    for model in (ShippingCard, Voucher):
        assert model.objects.filter(producer__is_fictional=True).exists()
        assert not model.objects.filter(producer__is_fictional=False).exists()


def test_orders_and_reviews_are_invented_at_fictional_producers_only_and_say_so(demo):
    assert {"new", "packed", "shipped", "delivered", "completed", "undeliverable", "cancelled"} == set(
        Parcel.objects.values_list("status", flat=True)
    )
    assert not Parcel.objects.filter(producer__is_fictional=False).exists()
    assert set(Order.objects.values_list("note", flat=True)) == {NOTE}
    assert Review.objects.count() == Review.objects.filter(author_name__endswith=MARK).count() == 6
    assert JournalEntry.objects.exists() and not JournalEntry.objects.unbalanced().exists()


def test_quality_certificates_and_protected_names_are_invented_for_fictional_producers_only(demo):
    for model in (QualityCertificate, IpAsset):
        assert model.objects.exists()
        assert not model.objects.filter(is_illustration=False).exists()
        assert not model.objects.filter(products__owner__is_fictional=False).exists()


def test_one_fictional_product_shows_everything_that_a_page_can_show(demo):
    product = Product.objects.get(code=EVERYTHING)
    asked = product_facts.asked_of(product.criteria_set)

    assert not product_facts.missing_in({column: getattr(product, column) for column in asked}, product.criteria_set)
    assert product.quality_certificates.valid_on(demo).count() == product.quality_certificates.count() - 1 == 2
    assert product.ip_assets.exists() and product.certificates.count() == 2
    assert product.origin_then.name == "Xã Xuân Bái" and product.origin_now.name == "Xã Lam Sơn"


def test_rows_without_a_producer_stand_in_the_register_without_a_seller(demo):
    assert Product.objects.filter(owner=None).count() == 61
    assert not Product.objects.sellable(demo).filter(owner=None).exists()


def test_products_without_a_star_say_why(demo):
    notes = Counter(Product.objects.exclude(register_note="").values_list("register_note", flat=True))

    assert notes == {"unverified": 33, "starless": 8, "uncertified": 1}
    assert not Product.objects.exclude(register_note="").filter(certificates__isnull=False).exists()


def test_revoked_and_removed_rows_are_left_out(demo):
    left_out = [row.id for row in read_rows() if row.status in ("revoked", "expired_removed")]

    assert len(left_out) == 14
    assert not Product.objects.filter(code__in=left_out).exists()


def test_dates_of_the_source_are_kept_while_in_force_and_the_others_are_marked(demo):
    kept = Certificate.objects.filter(public_id__startswith="MH-P", dates_are_illustrative=False)

    assert Certificate.objects.get(public_id="MH-P285").issued_on == date(2025, 6, 19)
    assert all(certificate.decision_date == certificate.issued_on for certificate in kept)
    assert not Certificate.objects.filter(dates_are_illustrative=True).exclude(decision_date=None).exists()


def test_no_decision_number_is_invented(demo):
    printed = {f"MH-{row.id}": row.decision for row in read_rows()}
    ours = Certificate.objects.filter(public_id__startswith="MH-P").values_list("public_id", "decision_number")

    assert all(printed[public_id] == number for public_id, number in ours)


def test_bad_states_are_carried_by_fictional_producers_only(demo):
    good = set(Certificate.objects.in_force(demo).values_list("pk", flat=True))
    bad = Certificate.objects.exclude(pk__in=good).select_related("product__owner")

    assert bad
    assert all(certificate.product.owner.is_fictional for certificate in bad)


def test_every_state_of_a_certificate_can_be_met(demo):
    found = {c.public_id: c.status(demo) for c in Certificate.objects.exclude(public_id__startswith="MH-P")}

    assert found["MH-SAP-HET-HAN"] == "expiring"
    assert set(found.values()) == {"in_force", "expiring", "expired", "extended", "revoked", "superseded"}


def test_the_expiring_certificate_ends_in_20_days_and_is_renewed_when_it_is_about_to_pass(demo):
    product = Product.objects.get(code="MAU-sap-het-han")
    assert product.latest_certificate.days_left(demo) == 20

    later = demo + timedelta(days=18)
    load_demo(later, say=silent, with_pictures=False)

    product = Product.objects.get(code="MAU-sap-het-han")
    assert product.certificate_in_force(later).days_left(later) == 20


def test_the_demo_is_the_same_on_every_machine(demo):
    prices = dict(StockRecord.objects.filter(product__code__in=("P111", "P209")).values_list("product__code", "price"))

    assert prices == {"P111": 235_000, "P209": 566_000}


@pytest.mark.parametrize("role", ["buyer", "producer", "curator", "officer-cantho", "ministry", "admin"])
def test_each_role_can_sign_in(role, demo, client, settings):
    from marketplace.demo.people import PASSWORD

    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # with which the demo was loaded
    assert client.login(username=f"{role}@demo.test", password=PASSWORD)


def test_the_check_refuses_sample_accounts_when_debug_is_off(demo, settings):
    from marketplace.demo.checks import no_demo_people_outside_development

    settings.DEBUG = False
    assert [error.id for error in no_demo_people_outside_development(None)] == ["demo.E001"]

    settings.DEBUG = True
    assert no_demo_people_outside_development(None) == []


def test_origins_stand_in_both_eras_as_far_as_the_list_names_them(demo):
    made = Product.objects.filter(code__startswith="P")
    honey = Product.objects.select_related("origin_then", "origin_now").get(code="P073")

    assert made.filter(origin_then__level="commune").count() == 105
    assert made.filter(origin_now__level="commune").count() == 113
    assert made.filter(origin_then=None).count() == 8  # certified since July 2025: today's names
    assert (str(honey.origin_then), str(honey.origin_now)) == ("Xã Nam Dương", "Xã Nam Dương")
    assert (honey.origin_then.system, honey.origin_now.system) == ("pre2025", "2025")


def test_the_demo_shows_sizes_and_boxes_of_fictional_sellers_only(demo):
    of_all = Product.objects.filter(structure="child") | Product.objects.filter(is_box=True)
    parents = Product.objects.filter(structure="parent").with_register()

    assert not of_all.filter(owner__is_fictional=False).exists()
    assert sorted(len(parent.sizes) for parent in parents) == [3, 3]
    assert all(parent.is_purchasable(demo) for parent in parents)
    named = parents.get(code="MAU-mot-co").sizes
    assert [size.is_certified(demo) for size in named] == [False, True, False]


def test_one_box_of_the_demo_is_sold_and_one_stands_still_for_a_revoked_part(demo):
    boxes = Product.objects.filter(is_box=True).with_register()

    assert boxes.purchasable(demo).get().code == "MAU-hop-mien-tay"
    still = boxes.get(code="MAU-hop-xu-thanh")
    assert [part.product.code for part in still.missing_parts(demo)] == ["MAU-thu-hoi"]
