"""Finding and listing products, and keeping the index."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from catalogue.models import Product
from catalogue.vietnamese import fold
from search import backends
from search.backends.base import Found
from search.documents import documents, searched
from search.question import Question
from search.shelf import Filters, Shelf
from search.text import words

PAGE_SIZE = 24
BY_RELEVANCE = "relevance"
BATCH = 500
MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class Listing:
    """One page of a list: numbers of products in order, and what the filters would leave."""

    keys: list[int]
    total: int
    page: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    loosened: bool = False  # found only with other spellings or without some of the words

    @property
    def pages(self) -> int:
        """At least 1."""
        return max(1, -(-self.total // PAGE_SIZE))


def find(asked: Question) -> Found | None:
    """The products that the words may mean; None when there are no words. One query for each step tried."""
    return backends.current().match(asked) if asked.words else None


def list_products(shelf: Shelf, found: Found | None, filters: Filters, sort: str, page: int) -> Listing:
    """The `page` (from 1; a page past the end is the last) of what is on the shelf, of `found` if given. No query."""
    among = found.keys if found else None
    selection = shelf.select(filters, among)
    page = min(page, max(1, -(-selection.total // PAGE_SIZE)))
    order = among if among is not None and sort == BY_RELEVANCE else sort
    keys = shelf.page(selection, order, (page - 1) * PAGE_SIZE, page * PAGE_SIZE)
    return Listing(keys, selection.total, page, selection.counts, bool(found and found.step > 1))


def suggest(typed: str, day: date) -> list[Product]:
    """Products on sale whose title begins like what is being typed."""
    begun = fold(" ".join(words(typed))).split()
    keys = backends.current().begin(begun, MOST_SUGGESTIONS * 3) if begun else []
    on_sale = Product.objects.sellable(day).entries().in_bulk(keys)
    return [on_sale[key] for key in keys if key in on_sale][:MOST_SUGGESTIONS]


def correct(asked: Question) -> str:
    """What was perhaps meant, for a question that found nothing; "" when there is nothing to offer."""
    return backends.current().correct(asked) if asked.words else ""


def index_products(keys: Iterable[int]) -> int:
    """Index these products anew; those that are gone or no longer public are forgotten."""
    keys = list(keys)
    products = list(searched().filter(pk__in=keys))
    forget_products(set(keys) - {product.pk for product in products})
    return backends.current().index(documents(products))


def index_products_of(producer: int) -> int:
    """Index all products of a producer (by primary key)."""
    return index_products(Product.objects.filter(owner=producer).values_list("pk", flat=True))


def forget_products(keys: Iterable[int]) -> None:
    if keys := list(keys):
        backends.current().delete(keys)


def rebuild() -> int:
    """Index everything anew; the number of products that can be found."""
    products = searched().order_by("pk").iterator(chunk_size=BATCH)
    return backends.current().rebuild(documents(products))
