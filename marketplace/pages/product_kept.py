"""The product page of a visitor of whom nothing is known: HTML kept under every row that it was made of.

What a decision can change is read on each request: the product, its maker, its stock, all its certificates with
their events, what is claimed besides (quality certificates, protected names), its pictures and texts, its lots with
their steps, and when a review of it was written, answered or hidden. All columns belong to the key, so none can be
forgotten; the day does, so nothing ends unnoticed. The cards beside it change more often than the page: they are read
and put in on each request. Stories and outlets carry no verdict; they may be five minutes old.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from http import HTTPStatus
from time import time

from django.db.models import F, Max, Model, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe

from catalogue.carried import carried
from catalogue.kept import Kept, is_unknown
from catalogue.models import Certificate, Producer, Product
from marketplace.buyers.queries import last_change_of_reviews
from marketplace.partner.models import StockRecord
from search.cards import html_of
from search.live import shelf_on
from search.prepared import Prepared
from traceability.models import Event, Lot

RELATED = 4
FRESH_S = 300  # of what carries no verdict; the moment differs from product to product
FORM_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
TOKEN = "the-token-of-the-form-stands-here"
CARDS = mark_safe("<!--the related cards stand here-->")
NOTHING = mark_safe("")

kept = Kept(2048)


def columns(model: type[Model], prefix: str = "") -> list[str]:
    return [f"{prefix}{field.attname}" for field in model._meta.concrete_fields]


PLACES = (
    "province__slug",
    "province__name",
    "origin_then__name",
    "origin_then__parent__name",
    "origin_then__parent__parent__name",
    "origin_now__name",
    "origin_now__parent__name",
)
OF_PRODUCT = (*PLACES, *columns(Product), *columns(Producer, "owner__"), *columns(StockRecord, "stockrecords__"))


def rows_of_product(day: date, keys: list[int]) -> QuerySet:
    lots = Lot.objects.filter(product=OuterRef("pk")).order_by("-updated_at", "-pk")
    steps = Event.objects.filter(lot__product=OuterRef("pk")).order_by("-pk")
    last = {"lot_changed": Subquery(lots.values("updated_at")[:1]), "last_step": Subquery(steps.values("pk")[:1])}
    more = last | carried() | last_change_of_reviews()
    return Product.objects.public().filter(pk__in=keys).annotate(**more).values_list(*OF_PRODUCT, *more)


def rows_of_certificates(day: date, keys: list[int]) -> QuerySet:
    keeper = F("issuer__successor__name")
    last = {"last_event": Max("events__pk"), "follower_stars": F("superseded_by__stars"), "keeper": keeper}
    held = Certificate.objects.filter(product__in=keys).annotate(**last).order_by("pk")
    return held.values_list(*columns(Certificate), *last)


STRUCTURE, IS_BOX = OF_PRODUCT.index("structure"), OF_PRODUCT.index("is_box")


def stands_alone(rows: Sequence[tuple]) -> bool:
    """Whether the page follows from the product's own rows: no pack sizes, no parts in a box."""
    return all(row[STRUCTURE] == Product.STANDALONE and not row[IS_BOX] for row in rows)


PRODUCT, CERTIFICATES = Prepared(rows_of_product, most=1), Prepared(rows_of_certificates, most=1)
Beside = Callable[[str | None], SafeString]
Render = Callable[[Beside], HttpResponse]


def answer(request: HttpRequest, key: int, day: date, render: Render) -> HttpResponse:
    """The page of product `key`. `render` makes it when it is not kept; five queries when it is."""
    if not is_unknown(request):
        return render(lambda province: related_to(key, province, day))
    found = tuple(PRODUCT.rows(day, [key]))
    if not stands_alone(found):
        return render(lambda province: related_to(key, province, day))
    rows = (found, tuple(CERTIFICATES.rows(day, [key])))
    cards = related_to(key, rows[0][0][0] if rows[0] else None, day)
    facts = (request.get_host(), request.get_full_path(), day, period(key), rows, bool(cards))
    html = kept.get(facts)
    if html is None:
        response = render(lambda _: CARDS if cards else NOTHING)
        if response.status_code != HTTPStatus.OK:
            return response
        html = remembered(facts, response)
    return HttpResponse(filled(html, cards, request))


def period(key: int) -> int:
    """Another number every five minutes, at a moment that differs from product to product."""
    return int(time() + 7 * key) // FRESH_S


def remembered(facts: Hashable, response: HttpResponse) -> SafeString:
    """The page with places for the next visitor's token and for the cards of the moment.

    The facts were read before the page was made. Had they changed in between, the newer page would stand under the
    older facts, which do not come back: a certificate's events only grow in number.
    """
    return kept.put(facts, FORM_TOKEN.sub(rf"\g<1>{TOKEN}", response.content.decode()))


def filled(html: str, cards: SafeString, request: HttpRequest) -> str:
    html = html.replace(CARDS, cards, 1)
    return html.replace(TOKEN, get_token(request)) if TOKEN in html else html


def related_to(key: int, province: str | None, day: date) -> SafeString:
    """Cards of the newest products on sale of the same province, as they are now."""
    if not province:
        return NOTHING
    with shelf_on(day) as shelf:
        keys = shelf.page(shelf.select({"province": (province,)}), "newest", 0, RELATED + 1)
    return html_of([other for other in keys if other != key][:RELATED], day)
