"""The cards of a page of a list. What a card says is read from its rows on every request; only HTML is kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from catalogue import cards, wording
from catalogue.kept import Kept
from catalogue.models import Product
from search.prepared import Prepared
from search.queries import (
    COLUMNS_OF_CARDS,
    certificates_of,
    rows_of_cards,
    rows_of_sizes,
    shown,
)
from search.services import PAGE_SIZE

STRUCTURE = COLUMNS_OF_CARDS.index("structure")

kept = Kept(8192)
CERTIFICATES = Prepared(lambda day, keys: certificates_of(keys, day), most=PAGE_SIZE)


@cache
def _rows(language: str) -> Prepared:
    return Prepared(lambda day, keys: rows_of_cards(keys, day, language), most=PAGE_SIZE)


def html_of(keys: list[int], day: date) -> SafeString:
    """The cards in the order of `keys`; two queries, one more where there are pack sizes.

    A product whose sale ended since its key was found has none.
    """
    facts = facts_of(keys, day)
    return mark_safe("".join(_card(facts[key], day) for key in keys if key in facts))


class Known(NamedTuple):
    """All that decides what a card says: columns of the product, its maker and its stock, its certificates in force,
    its pack sizes on sale with theirs."""

    row: tuple
    held: tuple
    sizes: tuple


def facts_of(keys: list[int], day: date) -> dict[int, Known]:
    """By key, what is on sale."""
    rows = {row[0]: row for row in _rows(wording.language()).rows(day, keys)}
    parents = [key for key, row in rows.items() if row[STRUCTURE] == Product.PARENT]
    sizes = _grouped(rows_of_sizes(parents, day) if parents else ())
    held = held_by(keys, [size[0] for found in sizes.values() for size in found], day)
    return {
        key: Known(row, held[key], tuple((*size, held[size[0]]) for size in sizes[key])) for key, row in rows.items()
    }


def held_by(keys: list[int], sizes: list[int], day: date) -> dict[int, tuple]:
    """The certificates in force of entries and of their pack sizes; one query."""
    return _grouped(certificates_of([*keys, *sizes], day) if sizes else CERTIFICATES.rows(day, keys))


def _grouped(rows: Iterable[tuple]) -> dict[int, tuple]:
    """By their first column, the rest of the rows."""
    groups = defaultdict(tuple)
    for key, *facts in rows:
        groups[key] += (tuple(facts),)
    return groups


def _card(known: Known, day: date) -> SafeString:
    """Made of nothing but the facts it is kept under."""
    return kept.of((day, wording.language(), known), lambda: cards.card(cards.facts_of(shown(*known), day)))
