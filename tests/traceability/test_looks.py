from datetime import timedelta

import pytest

from catalogue import wording
from catalogue.models import Product, ProductTranslation
from catalogue.services import issue_certificate, revoke_certificate, upgrade_certificate
from marketplace.pages import scan_page
from search.entries import entries_on
from tests.factories import ONE_DAY, BareProductFactory, CertificateFactory, ProductFactory, SizeFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import codes, looks, services, verdicts
from traceability.models import CodeAlias
from traceability.verdicts import State

pytestmark = pytest.mark.django_db


def look_at(lot, **kwargs):
    return looks.find(active_label(lot, **kwargs).code)


def test_a_look_takes_one_query_however_many_certificates_there_are(django_assert_num_queries, today):
    lot = LotFactory()
    upgrade_certificate(lot.product.latest_certificate, stars=5, issued_on=today)
    label = active_label(lot)

    with django_assert_num_queries(1):
        found = looks.find(label.code)

    assert found.facts["producer"] == lot.product.owner.name
    assert len(found.certificates) == 2


def test_a_wrong_check_symbol_asks_the_database_nothing(django_assert_num_queries):
    code = codes.new_code()
    wrong = code[:-1] + next(symbol for symbol in codes.ALPHABET if symbol != code[-1])

    with django_assert_num_queries(0):
        assert looks.find(wrong) is None


def test_a_code_nobody_issued_is_not_found():
    assert looks.find(codes.new_code()) is None
    assert looks.find("") is None


def test_an_old_code_of_another_system_leads_to_its_label():
    label = active_label()
    CodeAlias.objects.create(alias=codes.normalise("OCOP-TQ-007/3"), label=label)

    assert looks.find(codes.normalise("ocop-tq-007/3")).facts["code"] == label.code


@pytest.mark.parametrize("shift", [-1, 0, 1])
def test_the_verdict_turns_at_midnight_after_the_last_day(today, shift):
    lot = LotFactory(product=ProductFactory(certified__valid_until=today))

    assert (look_at(lot).state(today + shift * ONE_DAY) == State.EXPIRED) == (shift > 0)


def test_a_certificate_within_its_last_30_days_is_ending(today):
    lot = LotFactory(product=ProductFactory(certified__valid_until=today + 20 * ONE_DAY))

    assert look_at(lot).state(today) == State.EXPIRING


def test_a_revoked_certificate_is_red_but_counted_when_the_pack_was_made(today):
    lot = LotFactory()
    revoke_certificate(lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today)

    found = look_at(lot)

    assert found.state(today) == State.REVOKED
    assert found.at_packing is not None


def test_a_certificate_revoked_before_packing_did_not_count_at_packing(today):
    lot = LotFactory(packed_on=today)
    revoke_certificate(lot.product.latest_certificate, ground="a", decision_number="1/QĐ", on=today - ONE_DAY)

    assert look_at(lot).at_packing is None


def test_a_pack_made_before_an_upgrade_shows_both_stars(today):
    lot = LotFactory(product=ProductFactory(certified__stars=3))
    upgrade_certificate(lot.product.latest_certificate, stars=4, issued_on=today)

    found = look_at(lot)

    assert found.state(today) == State.SUPERSEDED
    assert (found.at_packing.stars, found.certificate(today).stars) == (3, 4)


def test_a_pack_made_after_an_upgrade_is_simply_in_force(today):
    product = ProductFactory(certified__stars=3)
    upgrade_certificate(product.latest_certificate, stars=4, issued_on=today - 30 * ONE_DAY)

    assert look_at(LotFactory(product=product)).state(today) == State.IN_FORCE


def test_the_look_and_the_product_speak_of_the_same_certificate(today):
    product = ProductFactory(certified__issued_on=today - timedelta(days=2000), certified__stars=5)
    CertificateFactory(product=product, stars=3)
    found = look_at(LotFactory(product=product))

    for day in (today, today - timedelta(days=1500), today + timedelta(days=5000)):
        assert found.certificate(day) == product.certificate_told(day)


def test_a_certificate_to_come_does_not_hide_that_the_one_before_was_revoked(today):
    product = ProductFactory()
    revoke_certificate(product.latest_certificate, ground="a", decision_number="1/QĐ", on=today - 3 * ONE_DAY)
    issue_certificate(product, stars=4, issued_on=today + 3 * ONE_DAY)
    found = look_at(LotFactory(product=product))
    asked = Product.objects.with_register().get(pk=product.pk)

    assert found.state(today) == State.REVOKED
    assert wording.register_status(asked, today) == entries_on(today)[product.pk].state == "revoked"
    assert found.state(today + 3 * ONE_DAY) == State.IN_FORCE


def test_an_upgrade_to_come_speaks_for_the_certificate_that_it_replaces(today):
    lot = LotFactory()
    upgrade_certificate(lot.product.latest_certificate, stars=5, issued_on=today + 3 * ONE_DAY)

    assert look_at(lot).state(today) == State.NOT_YET


def sized(stars_of_product=None, *stars):
    """A product in two sizes whose certificates are as told (None: no certificate)."""
    certified = {"certified__stars": stars_of_product} if stars_of_product else {"certified": False}
    product = ProductFactory(structure="parent", stocked=False, **certified)
    sizes = [SizeFactory(parent=product), SizeFactory(parent=product)]
    for size, star in zip(sizes, stars, strict=False):
        if star:
            CertificateFactory(product=size, stars=star)
    return product, *sizes


@pytest.mark.parametrize("stars", [(4,), (4, 3), (3, 4), (None, 5, 3), (None, 3), (None,)])
@pytest.mark.parametrize("which", [0, 1, 2], ids=["product", "first size", "second size"])
def test_the_look_speaks_of_sizes_as_their_product_page_does(stars, which, today):
    labelled = sized(*stars)[which]
    found = look_at(LotFactory(product=labelled))
    asked = Product.objects.with_register().get(pk=labelled.pk)

    assert found.certificate(today) == asked.certificate_told(today)
    assert bool(found.at_packing) == bool(found.certificate(today))


def test_a_hidden_size_lends_the_look_no_certificate(today):
    product, size, _other = sized(None, 4)
    Product.objects.filter(pk=size.pk).update(is_public=False)

    assert look_at(LotFactory(product=product)).state(today) == State.UNCERTIFIED


def test_a_product_without_certificate_says_so(today):
    assert look_at(LotFactory(product=BareProductFactory())).state(today) == State.UNCERTIFIED


@pytest.mark.parametrize("note", Product.RegisterNote.values)
def test_the_registers_note_outweighs_a_certificate_beside_it(note, today):
    lot = LotFactory(product=ProductFactory(register_note=note))
    asked, found = Product.objects.with_register().get(pk=lot.product.pk), look_at(lot)

    assert found.status(today) == wording.register_status(asked, today) == note
    assert verdicts.WORDINGS[found.state(today)].colour == "grey"
    assert found.standing_at_packing == ("unverified", None)
    assert looks.of_lot(lot).state(today) not in scan_page.STARRED


def test_a_label_not_yet_in_use_says_so(today):
    label = printed_sheet().labels.get()

    assert looks.find(label.code).state(today) == State.NOT_ACTIVATED


def test_recalling_a_lot_turns_all_its_labels_red_at_once(today):
    lot = LotFactory()
    labels = [active_label(lot), printed_sheet(lot).labels.get()]

    services.recall_lot(lot, "Nấm mốc")

    assert {looks.find(label.code).state(today) for label in labels} == {State.LOT_RECALLED}


@pytest.mark.parametrize(("status", "title"), [("reviewed", "Honey"), ("machine", "Honey"), ("draft", "Mật ong")])
def test_a_translated_title_is_used_once_it_is_more_than_a_draft(status, title):
    lot = LotFactory(product=ProductFactory(title="Mật ong"))
    ProductTranslation.objects.create(product=lot.product, language="en", title="Honey", status=status)
    label = active_label(lot)

    assert looks.find(label.code, "en").facts["title"] == title
    assert looks.find(label.code, "vi").facts["title"] == "Mật ong"
