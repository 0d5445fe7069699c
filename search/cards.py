"""The cards of a page of a list. What a card says is read from its rows on every request; only HTML is kept."""

from collections import Counter, defaultdict
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
    rows_of_parts,
    rows_of_sizes,
    shown,
)
from search.services import PAGE_SIZE

STRUCTURE, IS_BOX = COLUMNS_OF_CARDS.index("structure"), COLUMNS_OF_CARDS.index("is_box")

kept = Kept(8192)
CERTIFICATES = Prepared(lambda day, keys: certificates_of(keys, day), most=PAGE_SIZE)


@cache
def _rows(language: str) -> Prepared:
    return Prepared(lambda day, keys: rows_of_cards(keys, day, language), most=PAGE_SIZE)


def html_of(keys: list[int], day: date) -> SafeString:
    """The cards in the order of `keys`; two queries, two more for pack sizes, one for gift boxes where there are any.

    A product whose sale ended since its key was found has none.
    """
    facts = facts_of(keys, day)
    return mark_safe("".join(_card(facts[key], day) for key in keys if key in facts))


class Known(NamedTuple):
    """All that decides what a card says: columns of the product, its maker and its stock, its certificates in force,
    its pack sizes on sale with theirs, how many parts a gift box has."""

    row: tuple
    held: tuple
    sizes: tuple
    parts: int


def facts_of(keys: list[int], day: date) -> dict[int, Known]:
    """By key, what is on sale."""
    rows = {row[0]: row for row in _rows(wording.language()).rows(day, keys)}
    held = _grouped(CERTIFICATES.rows(day, keys))
    sizes = sizes_of([key for key, row in rows.items() if row[STRUCTURE] == Product.PARENT], day)
    parts = parts_of([key for key, row in rows.items() if row[IS_BOX]])
    return {key: Known(row, held[key], sizes[key], parts[key]) for key, row in rows.items()}


def sizes_of(keys: list[int], day: date) -> dict[int, tuple]:
    """By product, its pack sizes on sale, each with its own certificates; two queries, none without keys."""
    found = _grouped(rows_of_sizes(keys, day)) if keys else defaultdict(tuple)
    numbers = [size[0] for sizes in found.values() for size in sizes]
    held = _grouped(certificates_of(numbers, day)) if numbers else {}
    return defaultdict(tuple, {key: tuple((*size, held[size[0]]) for size in sizes) for key, sizes in found.items()})


def parts_of(keys: list[int]) -> Counter:
    """By gift box, how many parts it has; one query, none without keys."""
    return Counter(box for box, _product, _pieces in (rows_of_parts(keys) if keys else ()))


def _grouped(rows: Iterable[tuple]) -> dict[int, tuple]:
    """By their first column, the rest of the rows."""
    groups = defaultdict(tuple)
    for key, *facts in rows:
        groups[key] += (tuple(facts),)
    return groups


def _card(known: Known, day: date) -> SafeString:
    """Made of nothing but the facts it is kept under."""
    return kept.of((day, wording.language(), known), lambda: cards.card(cards.facts_of(shown(*known), day)))
