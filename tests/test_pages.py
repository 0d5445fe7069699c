"""Every public address answers as its row says, reads within its budget of queries, and writes nothing.

A new public URL without a row fails `test_every_public_url_has_a_row`. The shop is the demo's.
"""

from dataclasses import dataclass
from functools import partial

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils import translation
from django.utils.timezone import localdate

from catalogue.models import Certificate, Place, Producer, Product
from marketplace.notifications.consents import NEWS, link
from marketplace.pages import product as product_page
from marketplace.pages import product_kept
from outlets.models import Outlet
from search import cards
from stories.models import ProvincePage
from tests.factories import UserFactory
from tests.marketplace.buying import basket_of
from tests.support import database, demo
from traceability.models import Label, Lot

pytestmark = pytest.mark.django_db
MAY_BE_KEPT = {"machines:signing-keys", "traceability:gs1-resolver"}  # says nothing of any certificate
WRITES = ("INSERT", "UPDATE", "DELETE")
LANGUAGES = ("vi", "en")


@pytest.fixture(scope="module", autouse=True)
def shop(django_db_setup, django_db_blocker):
    """The whole demo under this module."""
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        copies = demo.prepare()
        copies.open("pages")
        yield
        copies.close()
        database.use(before)


@dataclass(frozen=True)
class Row:
    """A named URL: arguments from the shop (a function), the answer's status, queries of a warm GET."""

    name: str
    queries: int = 0
    arguments: object = tuple
    status: int = 200
    query: str = ""

    def __str__(self):
        return f"{self.name}{self.query}-{self.status}"

    def address(self):
        if (arguments := self.arguments()) is None:
            pytest.skip(f"the demo has nothing to show at {self.name} yet")
        given = {"kwargs": arguments} if isinstance(arguments, dict) else {"args": arguments}
        return reverse(self.name, **given) + self.query


def on_sale():
    product = Product.objects.purchasable(localdate()).order_by("pk").first()
    return {"product_slug": product.slug, "pk": product.pk}


def producer():
    return [Producer.objects.filter(products__in=Product.objects.purchasable(localdate())).order_by("pk").first().slug]


def province():
    return [Place.objects.provinces().filter(products__isnull=False).order_by("pk").first().slug]


def certificate():
    return [Certificate.objects.in_force(localdate()).order_by("pk").first().public_id]


def outlet():
    found = Outlet.objects.order_by("pk").first()
    return found and [found.slug]


def province_page():
    found = ProvincePage.objects.live().order_by("pk").first()
    return found and [found.place.slug]


def stop_link():
    return [link(NEWS, "ai@example.test", language="vi").rstrip("/").rpartition("/")[2]]


def label():
    found = Label.objects.order_by("pk").first()
    return found and [found.code]


def lot():
    found = Lot.objects.public().order_by("pk").first()
    return found and [found.pk]


READ = [
    Row("home", 25),
    Row("catalogue:index", 12),
    Row("catalogue:index", 12, query="?page=3"),
    Row("catalogue:detail", 15, on_sale),
    Row("pages:share-picture", 8, lambda: [on_sale()["pk"], "0"], status=302),
    Row("pages:producer", 15, producer),
    Row("pages:province", 20, province),
    Row("pages:lot", 12, lot),
    Row("pages:lot", 4, lambda: [999_999], status=404),
    Row("pages:lot-photo", 4, lambda: ["999999", "0" * 64], status=404),
    Row("pages:yearbook", 8, province),
    Row("certificates:list", 8),
    Row("certificates:list", 8, query="?q=keo+dua&state=in_force&sort=stars"),
    Row("certificates:detail", 8, certificate),
    Row("certificates:json", 8, certificate),
    Row("search:search", 15, query="?q=keo+dua+ben+tre"),
    Row("search:search", 15, query="?q=mat+ong"),
    Row("search:suggest", 8, query="?q=mat"),
    Row("outlets:list", 10),
    Row("outlets:detail", 12, outlet),
    Row("outlets:geojson", 4),
    Row("traceability:scan", 8, label),
    Row("traceability:scan", 4, lambda: ["0000-0000-0000-0000"], status=404),
    Row("traceability:gs1-resolver"),
    Row("machines:sitemap", 20),
    Row("machines:sitemap-part", 12, lambda: {"name": "san-pham", "number": 1}),
    Row("machines:robots", 2),
    Row("machines:signing-keys"),
    Row("machines:epcis-lot", 8, lot),
    Row("machines:epcis-lot", 3, lambda: [999_999], status=404),
    Row("machines:epcis-lot-document", 8, lot),
    Row("machines:vocabulary"),
    Row("machines:evidence", 3, lambda: [999_999], status=404),
    Row("machines:epcis-events", 2, query="?MATCH_anyEPC=https://ocop.vn/epcis/lots/1"),
    Row("machines:epcis-events", query="?eventTypes=ObjectEvent", status=400),
    Row("machines:epcis-events", status=413),
    Row("machines:trace-log", 3, lambda: ["2026-01-01"], status=404),
    Row("machines:shopping-feed", 2),
    Row("catalogue:feed", 8),
    Row("api:products", 4),
    Row("api:product", 4, lambda: [on_sale()["pk"]]),
    Row("api:certificates", 2),
    Row("api:certificate", 4, certificate),
    Row("api:producers", 2),
    Row("api:places", 4),
    Row("api:ptnt_ocop", 1),
    Row("api:openapi-json"),
    Row("pages:province-colours", 4, province_page),
    Row("basket:summary", 12),
    Row("orders:track", 8),
    Row("reports:add", 8, query="?ma=0000-0000"),
    Row("reports:find", 8),
    Row("reports:state", 8, lambda: ["BC0000000000"], status=404),
    Row("notifications:news", 8),
    Row("notifications:settle", 8, stop_link),
    Row("notifications:settle", 8, lambda: ["khong-phai-cua-chung-toi"], status=404),
    Row("orders:detail", 8, lambda: ["OC0000000000"]),
    Row("checkout:communes", 8),
    Row("checkout:old-names", 12, query="?old_name=phu+can"),
    Row("account:wishes", 10),
    Row("catalogue:reviews", 8, on_sale),
    Row("account_login", 8),
    Row("account_signup", 8),
    Row("account_reset_password", 8),
]
# What an anonymous GET does not get: a login first, or another method.
CLOSED = [
    Row("api:api-root", status=404),
    Row("certificates:scan", status=404, arguments=certificate),
    Row("traceability:lookup", status=302, query="?code=abc"),
    Row("traceability:pin", status=302, arguments=label),
    Row("catalogue:category", status=302, arguments=lambda: {"category_slug": "x", "pk": 1}),
    Row("checkout:index", status=302),
    Row("checkout:review", status=302),
    Row("checkout:place", status=405),
    Row("checkout:pay", status=405, arguments=lambda: ["OC0000000000"]),
    Row("checkout:back", status=404, arguments=lambda: ["OC0000000000"]),
    Row("orders:cancel", status=405, arguments=lambda: ["OC0000000000"]),
    Row("orders:call-off", status=302, arguments=lambda: ["OC0000000000", 1]),
    Row("orders:refund-account", status=302, arguments=lambda: ["OC0000000000"]),
    Row("orders:return", status=302, arguments=lambda: ["OC0000000000", 1]),
    Row("orders:return-withdraw", status=405, arguments=lambda: ["OC0000000000", 1]),
    Row("orders:return-photo", status=404, arguments=lambda: ["OC0000000000", 1]),
    Row("basket:add", status=405, arguments=lambda: [1]),
    Row("basket:remove-troubled", status=405),
    Row("basket:choose-province", status=405),
    Row("basket:voucher-use", status=405),
    Row("basket:voucher-drop", status=405, arguments=lambda: [1]),
    Row("basket:update", status=405, arguments=lambda: [1]),
    Row("basket:remove", status=405, arguments=lambda: [1]),
    Row("checkout:switch", status=405, arguments=lambda: ["OC0000000000"]),
    Row("orders:transfer-qr", status=404, arguments=lambda: ["OC0000000000"]),
    Row("webhooks:stripe", status=405),
    Row("webhooks:bank", status=405, arguments=lambda: ["sepay"]),
    Row("account:index", status=302),
    Row("account:orders", status=302),
    Row("account:order-find", status=302),
    Row("account:orders-keep", status=405),
    Row("account:order-keep", status=405, arguments=lambda: ["OC0000000000"]),
    Row("account:order-again", status=405, arguments=lambda: ["OC0000000000"]),
    Row("account:order-address", status=405, arguments=lambda: ["OC0000000000"]),
    Row("account:review", status=404, arguments=lambda: ["OC0000000000", 1]),
    Row("account:review-report", status=404, arguments=lambda: [10**6]),
    Row("account:order-paper", status=404, arguments=lambda: ["OC0000000000"]),
    Row("account:order-invoice", status=405, arguments=lambda: ["OC0000000000"]),
    Row("account:invoice-file", status=404, arguments=lambda: ["OC0000000000", 1]),
    Row("account:addresses", status=302),
    Row("account:address-add", status=302),
    Row("account:address", status=302, arguments=lambda: [1]),
    Row("account:address-default", status=405, arguments=lambda: [1]),
    Row("account:address-remove", status=405, arguments=lambda: [1]),
    Row("account:wish-save", status=405, arguments=lambda: [1]),
    Row("account:wish-save-confirmed", status=405, arguments=lambda: [1]),
    Row("account:wish-remove", status=405, arguments=lambda: [1]),
    Row("account:stock-notice", status=405, arguments=lambda: [1]),
    Row("account:stock-notice-confirm", status=404, arguments=lambda: ["khong-co"]),
    Row("account:stock-notice-stop", status=404, arguments=lambda: ["khong-co"]),
    Row("account:details", status=302),
    Row("account:personal-data", status=302),
    Row("account:personal-data-export", status=405),
    Row("account:erase", status=302),
    Row("account_email", status=302),
    Row("account_change_password", status=302),
]
# Third parties' own addresses, held by their own tests; ours only lead there.
ELSEWHERE = (
    "workspace:",
    "lab:",
    "account_",
    "mfa_",
    "usersessions_",
    "wagtail",
    "set_language",
    "?",
    "admin",
    "dashboard",
    "csp",
)
BACK_OFFICES = ("cms/", "quan-tri/", "django-admin/", "documents/", "api/v3")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", READ, ids=str)
def test_a_page_answers_within_its_budget_and_writes_nothing(row, language):
    with translation.override(language):
        address, get = row.address(), partial(Client().get, headers={"accept-language": language})
        get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = get(address)
            b"".join(answer.streaming_content) if answer.streaming else None

    assert answer.status_code == row.status
    assert row.name in MAY_BE_KEPT or {"no-cache", "no-store"} & set(answer["Cache-Control"].split(", "))
    assert not [query["sql"] for query in queries if query["sql"].lstrip().startswith(WRITES)]
    assert len(queries) <= row.queries, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_product_page_asks_at_most_15_when_nothing_was_kept(language):
    asked = {}
    with translation.override(language):
        on_sale = Product.objects.purchasable(localdate()).entries()
        varied = on_sale.filter(Q(is_box=True) | Q(structure=Product.PARENT))
        for product in [on_sale.last(), *on_sale.order_by("pk")[:8], *varied]:  # the first asks once for its process
            for kept in (product_page.pieces, product_kept.kept, cards.kept):
                kept.forget()
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(product.get_absolute_url()).status_code == 200
            asked[product.title] = len(queries)

    asked.pop(on_sale.last().title)
    assert max(asked.values()) <= 15, {title: count for title, count in asked.items() if count > 15}


def test_a_product_page_asks_a_signed_in_visitor_with_a_basket_at_most_15():
    product = Product.objects.purchasable(localdate()).entries().order_by("pk").first()
    user, client = UserFactory(), Client()
    basket_of(product, owner=user)
    client.force_login(user)
    client.get(product.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        assert client.get(product.get_absolute_url()).status_code == 200

    assert len(queries) <= 15, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.parametrize("row", CLOSED, ids=str)
def test_what_is_not_public_says_so(row):
    assert Client().get(row.address()).status_code == row.status


def public_urls(resolver, prefix="", spaces=()):
    """(route, name) of every URL outside the back offices."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(BACK_OFFICES):
            continue
        if isinstance(pattern, URLPattern):
            yield route, ":".join([*spaces, pattern.name or "?"])
        else:
            yield from public_urls(pattern, route, (*spaces, *filter(None, [pattern.namespace])))


WORKSPACE = sorted({name for _route, name in public_urls(get_resolver()) if name.startswith("workspace:")})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", WORKSPACE)
def test_a_stranger_at_the_workspace_is_sent_to_the_login(name, method):
    try:
        address = reverse(name)
    except NoReverseMatch:
        address = reverse(name, args=[1])

    answer = getattr(Client(), method)(address)

    assert answer.status_code == 405 or reverse("account_login") in answer.url


def test_every_public_url_has_a_row():
    known = {row.name for row in [*READ, *CLOSED]}

    missing = [f"{route} ({name})" for route, name in public_urls(get_resolver()) if name not in known]

    assert not [name for name in missing if not any(f"({start}" in name for start in ELSEWHERE)]


@pytest.mark.parametrize(
    "address", ["/khong-co/", "/san-pham/khong-co_999999/", "/chung-nhan/XX-0/", "/en/nha-san-xuat/x/"]
)
def test_what_does_not_exist_is_a_404_in_words(address):
    answer = Client().get(address)

    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()


def test_rows_name_real_urls():
    for row in [*READ, *CLOSED]:
        try:
            row.address()
        except NoReverseMatch:
            pytest.fail(f"no URL is named {row.name}")
