"""What the demo shows beside the register: labels of every state, outlets, editors' pages, the printed table."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from catalogue.gtin import is_demonstration, is_gtin
from marketplace.demo.load import load_demo
from marketplace.demo.people import PEOPLE
from marketplace.demo.scans import suspect_label
from marketplace.demo.shops import SHOPS
from marketplace.demo.states import GTIN, SPECIMENS
from marketplace.demo.trace import state_labels
from outlets.models import Outlet
from stories import models as pages
from traceability.models import Label, Lot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_two_lots_with_labels_in_use_stand_for_each_ten_products(demo):
    lots = Lot.objects.filter(product__owner__is_fictional=False)

    assert lots.count() == 195 // 5
    assert all(lot.labels.filter(state="activated").exists() for lot in lots)


def test_every_state_of_a_label_can_be_scanned(demo):
    labels = state_labels()

    assert set(labels) == {specimen.key for specimen in SPECIMENS}
    assert {labels[key].state for key in ("tem-huy", "tem-chua-kich-hoat", "con-hieu-luc")} == {
        Label.State.VOID,
        Label.State.PRINTED,
        Label.State.ACTIVATED,
    }
    assert labels["lo-thu-hoi"].lot.is_recalled


def test_the_demo_s_gtin_is_of_gs1_s_demonstration_prefix(demo):
    assert is_gtin(GTIN)
    assert is_demonstration(GTIN)


def test_six_outlets_are_marked_as_invented_and_stock_what_is_on_sale(demo):
    outlets = Outlet.objects.filter(is_illustration=True)

    assert outlets.count() == len(SHOPS) == 6
    assert all(outlet.products.exists() for outlet in outlets)


def test_stories_a_collection_a_showroom_and_five_provinces_stand_in_both_languages(demo):
    for kind, number in (
        (pages.StoryPage, 3),
        (pages.CollectionPage, 1),
        (pages.ShowroomPage, 1),
        (pages.ProvincePage, 5),
    ):
        assert [kind.objects.live().filter(locale__language_code=code).count() for code in ("vi", "en")] == [number] * 2


def test_every_story_says_that_it_is_invented(demo):
    assert not pages.StoryPage.objects.filter(is_illustration=False).exists()


def test_loading_again_publishes_nothing_anew(demo):
    before = [kind.objects.count() for kind in (Lot, Label, Outlet, pages.StoryPage, pages.ProvincePage)]

    load_demo(demo, say=lambda line: None, with_pictures=False)

    assert [kind.objects.count() for kind in (Lot, Label, Outlet, pages.StoryPage, pages.ProvincePage)] == before


def test_the_table_names_the_port_a_scan_for_each_state_and_each_account(demo, settings):
    settings.SITE_URL = "http://127.0.0.1:8123"
    out = StringIO()

    call_command("show_demo", stdout=out)

    scans = re.findall(r"http://127\.0\.0\.1:8123/T/([0-9A-Z]+)", out.getvalue())
    assert sorted(scans) == sorted(label.code for label in [*state_labels().values(), suspect_label()])
    assert all(person.email in out.getvalue() for person in PEOPLE)
