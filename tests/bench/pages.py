"""Which addresses are asked for, what each must hold, how much it weighs and what it asks of the database."""

import gzip
import re
from dataclasses import dataclass, field
from itertools import cycle, islice

from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from catalogue import ocop
from catalogue.models import Place, Product
from traceability.models import Label

ADDRESSES = 200
PRODUCT_ON_SALE = ('<p><span class="star-plate', 'class="buy"', 'id="related"', 'class="product-card')
ASSET = re.compile(r'<(?:link rel="stylesheet" href|script[^>]* src)="([^"]+)"')
LOADED = re.compile(
    r'(?:\bsrc|srcset)="(https?://[^"]+)|<link rel="(?:stylesheet|preload|icon)"[^>]*href="(https?://[^"]+)'
)


@dataclass
class Page:
    """A kind of page: 200 addresses, texts that each must hold, the share of the empty view to reach (per cent)."""

    name: str
    paths: list = field(default_factory=list)
    must_hold: tuple = ()
    goal: int = 0
    most_queries: int = 0
    most_kib: int = 0


def all_pages():
    products = Product.objects.purchasable(localdate()).order_by("pk")[:ADDRESSES]
    codes = Label.objects.filter(state="activated").values_list("code", flat=True)[:ADDRESSES]
    return [
        Page("empty", ["/_empty/"] * ADDRESSES, ("nothing",)),
        Page("bare", ["/_bare/"] * ADDRESSES, ("nothing",)),
        Page("list", list_paths(), ('class="product-card', 'class="star-plate'), 10, 12),
        Page("product", [one.get_absolute_url() for one in products], PRODUCT_ON_SALE, 12, 15, 80),
        Page("scan", [f"/T/{code}" for code in codes], ("Còn hiệu lực</h1>", 'class="plate"'), 25, 0, 30),
    ]


def list_paths():
    """Pages, provinces, stars, all filters at once, orders: no two the same."""
    slugs = list(Place.objects.provinces().values_list("slug", flat=True))
    groups = [group.slug for group in ocop.GROUPS.values()]
    pages = [f"/san-pham/?page={number}" for number in range(1, 41)]
    filtered = [
        f"/san-pham/?province={slug}&star=3&star=4&group={group}&sort=price"
        for slug, group in zip(slugs, cycle(groups), strict=False)
    ]
    provinces = [f"/san-pham/?province={slug}" for slug in slugs]
    stars = [f"/san-pham/?province={slug}&star={star}" for slug in slugs for star in (3, 4)]
    sorts = [f"/san-pham/?sort={sort}&page={n}" for sort in ("newest", "price", "price-desc") for n in range(1, 30)]
    return list(islice(cycle([*pages, *provinces, *stars, *filtered, *sorts]), ADDRESSES))


@dataclass
class Cost:
    queries: int
    kib: float
    hosts: set

    def exceeds(self, page):
        """Whether a page asks, weighs or fetches more than it may."""
        is_heavy = page.most_kib and self.kib > page.most_kib
        return bool((page.most_queries and self.queries > page.most_queries) or is_heavy or self.hosts)


def cost_of(page):
    """Of twelve addresses: the most queries of one, the weight of the last with its CSS and JS, foreign hosts.

    What Django asks SQLite about itself, once in a process, is no page's.
    """
    client, queries, body = Client(), 0, b""
    assert connection.features.supports_json_field
    for path in page.paths[:: ADDRESSES // 12]:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(path)
        body = response.content
        if response.status_code != 200 or not holds(body, page):
            raise SystemExit(f"{path} answers {response.status_code} without {page.must_hold}: not timed")
        queries = max(queries, len(asked))
    return Cost(queries, weight_of(body) / 1024, hosts_of(body.decode()))


def holds(body, page):
    text = body.decode()
    return all(wanted in text for wanted in page.must_hold)


def weight_of(body):
    """Bytes of HTML, CSS and JS, each compressed."""
    texts = [body]
    for address in ASSET.findall(body.decode()):
        found = finders.find(address.partition("/static/")[2].partition("?")[0])
        if not found:
            raise SystemExit(f"{address} is not built: python -m marketplace.assets")
        with open(found, "rb") as file:
            texts.append(file.read())
    return sum(len(gzip.compress(text, 6)) for text in texts)


def hosts_of(html):
    return {address for pair in LOADED.findall(html) for address in pair if address}
