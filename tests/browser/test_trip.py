"""The whole trip, as people walk it: in Vietnamese on a phone, in English on a desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import buyer, makers

FICTIONAL = "HTX Mẫu Sông Hậu"  # the producer of producer@demo.test


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_search_box_to_the_scanned_label(new_visitor, language):
    visitor = new_visitor(language)
    number = buys_from_two_producers(visitor)
    follows_the_order(new_visitor(language, name=f"{language}-tracking"), number)
    label = sends_and_labels(new_visitor(language, name=f"{language}-producer"), number)
    scans(new_visitor(language, name=f"{language}-scan"), label)


def buys_from_two_producers(visitor):
    """A card order of two parcels; gives its number. In English the first card is declined."""
    visitor.go("/")
    visitor.shot("home")
    buyer.find(visitor, "keo dua ben tre")
    expect(visitor.page.locator("main")).to_contain_text(re.compile("kẹo dừa", re.IGNORECASE))
    visitor.shot("search")
    takes(visitor, "kẹo dừa", shot="product")
    takes_from_the_workshop(visitor)
    visitor.go("/gio-hang/")
    expect(visitor.page.locator("section.parcel")).to_have_count(2)
    visitor.shot("basket")
    buyer.check_out(visitor)
    visitor.shot("review")
    buyer.place_order(visitor, "card")
    buyer.pay_by_card(visitor, is_declined_first=visitor.language == "en")
    visitor.shot("order-paid")
    return buyer.order_number(visitor)


def takes(visitor, title, shot=""):
    buyer.open_product(visitor, title)
    if shot:
        visitor.shot(shot)
    buyer.put_in_basket(visitor)


def takes_from_the_workshop(visitor):
    """The second product is the demo producer's, by way of a filtered list."""
    visitor.go("/san-pham/")
    buyer.narrow(visitor)
    visitor.shot("list-filtered")
    buyer.find(visitor, FICTIONAL)
    takes(visitor, "")


def follows_the_order(visitor, number):
    buyer.track(visitor, number, phone="0999 999 999")
    expect(visitor.page.locator("main")).not_to_contain_text("Hai Bà Trưng")
    visitor.shot("tracking-wrong-phone")
    buyer.track(visitor, number)
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(number)
    visitor.shot("tracking")


def sends_and_labels(visitor, number):
    makers.sign_in(visitor, "producer")
    makers.send_parcel(visitor, number)
    return makers.make_lot(visitor, f"L-{visitor.language}")


def scans(visitor, label):
    visitor.go(label)
    visitor.shot("scan")
    expect(visitor.page.locator("main")).to_contain_text(re.compile("OCOP"))
