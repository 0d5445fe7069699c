"""The cards of a page of a list. What a card says is read from its rows on every request; only HTML is kept."""

from collections import defaultdict
from datetime import date
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from catalogue import cards, wording
from catalogue.kept import Kept
from search.prepared import Prepared
from search.queries import certificates_of, rows_of_cards, shown
from search.services import PAGE_SIZE

kept = Kept(8192)
CERTIFICATES = Prepared(lambda day, keys: certificates_of(keys, day), most=PAGE_SIZE)


@cache
def _rows(language: str) -> Prepared:
    return Prepared(lambda day, keys: rows_of_cards(keys, day, language), most=PAGE_SIZE)


def html_of(keys: list[int], day: date) -> SafeString:
    """The cards in the order of `keys`; two queries.

    A product whose sale ended since its key was found has none.
    """
    facts = facts_of(keys, day)
    return mark_safe("".join(_card(facts[key], day) for key in keys if key in facts))


def facts_of(keys: list[int], day: date) -> dict[int, tuple]:
    """All that decides what the cards say: columns of the product, its maker, its stock and its certificates."""
    held = defaultdict(list)
    for key, *facts in CERTIFICATES.rows(day, keys):
        held[key].append(tuple(facts))
    return {row[0]: (row, *held[row[0]]) for row in _rows(wording.language()).rows(day, keys)}


def _card(facts: tuple, day: date) -> SafeString:
    """Made of nothing but the facts it is kept under."""
    row, *held = facts
    return kept.of((day, wording.language(), facts), lambda: cards.card(cards.facts_of(shown(row, held), day)))
