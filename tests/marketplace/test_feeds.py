"""Feeds are channels under the gate: what may not be sold is in none of them on the next request."""

import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from catalogue.models import Certificate, Product
from marketplace.partner.models import StockRecord
from tests.factories import BoxFactory, ProductFactory

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
ATOM, GOOGLE = "{http://www.w3.org/2005/Atom}", "{http://base.google.com/ns/1.0}"


def body(client, path):
    answer = client.get(path)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def newest(client, prefix=""):
    return [
        one.findtext(f"{ATOM}title")
        for one in ElementTree.fromstring(body(client, f"{prefix}/san-pham/feed/")).iter(f"{ATOM}entry")
    ]


def offers(client):
    return [
        {field.tag: field.text for field in item}
        for item in ElementTree.fromstring(body(client, "/feed/google.xml")).iter("item")
    ]


@pytest.mark.parametrize(
    "end",
    [
        lambda product, day: Certificate.objects.filter(product=product).update(state="revoked", revoked_on=day),
        lambda product, day: Certificate.objects.filter(product=product).update(valid_until=day - ONE_DAY),
        lambda product, day: Product.objects.filter(pk=product.pk).update(sale_suspended_at=now()),
        lambda product, day: Product.objects.filter(pk=product.pk).update(is_public=False),
        lambda product, day: type(product.owner).objects.filter(pk=product.owner_id).update(verified_at=None),
    ],
    ids=["revoked", "ended", "suspended", "hidden", "producer unverified"],
)
def test_what_may_not_be_sold_leaves_both_feeds_on_the_next_request(client, today, end):
    product = ProductFactory(title="Kẹo sẽ hết", certified__dates_are_illustrative=True)
    ProductFactory(title="Kẹo còn lại")
    assert "Kẹo sẽ hết" in newest(client) and len(offers(client)) == 2

    end(product, today)

    assert newest(client) == ["Kẹo còn lại"]
    assert [offer["title"] for offer in offers(client)] == ["Kẹo còn lại"]


def test_the_certified_last_stand_first(client, today):
    ProductFactory(title="Cũ", certified__issued_on=today - 9 * ONE_DAY)
    ProductFactory(title="Mới", certified__issued_on=today)

    assert newest(client) == newest(client, "/en") == ["Mới", "Cũ"]


def test_what_cannot_be_bought_is_not_offered(client):
    product = ProductFactory(stocked__num_in_stock=1)
    ProductFactory(stocked=False)
    StockRecord.objects.filter(product=product).update(num_allocated=1)

    assert offers(client) == []


def test_an_offer_names_price_maker_and_address(client, settings):
    product = ProductFactory(title="Mật <ong> & hoa", description="<p>Ngọt.</p><p>Thơm.</p>", stocked__price=85_000)

    [offer] = offers(client)

    assert offer["title"] == "Mật <ong> & hoa" and offer["description"] == "Ngọt. Thơm."
    assert offer["link"] == settings.SITE_URL + product.get_absolute_url()
    assert offer[f"{GOOGLE}price"] == "85000 VND" and offer[f"{GOOGLE}availability"] == "in_stock"
    assert offer[f"{GOOGLE}brand"] == product.owner.name and offer[f"{GOOGLE}custom_label_0"] == "4 sao"


def test_a_gtin_that_nobody_checked_is_not_passed_on(client, settings):
    ProductFactory(upc="9521234567899")
    [offer] = offers(client)
    assert f"{GOOGLE}gtin" not in offer and offer[f"{GOOGLE}identifier_exists"] == "no"

    settings.DEBUG = True
    assert offers(client)[0][f"{GOOGLE}gtin"] == "9521234567899"


def test_alcohol_is_not_advertised(client):
    spirits = ProductFactory(criteria_set="QD26-14")
    BoxFactory(parts=[ProductFactory(title="Mật ong"), spirits])

    assert [offer["title"] for offer in offers(client)] == ["Mật ong"]


def test_a_name_with_letters_that_no_xml_may_hold_breaks_neither_feed(client):
    ProductFactory(title="Kẹo\x0bdừa\ufffe")

    assert newest(client) == ["Kẹodừa"] == [offer["title"] for offer in offers(client)]


def test_the_feeds_cost_the_same_few_queries_however_long(client):
    def cost(path):
        with CaptureQueriesContext(connection) as seen:
            body(client, path)
        return len(seen)

    for _ in range(6):
        ProductFactory()

    assert cost("/feed/google.xml") == 1
    assert cost("/san-pham/feed/") <= 4
