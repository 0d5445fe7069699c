"""The cards of a page of a list. What a card says is read from its rows on every request; only HTML is kept."""

from collections import defaultdict
from datetime import date
from functools import cache

from django.utils.safestring import SafeString, mark_safe

from catalogue import cards, wording
from catalogue.kept import Kept
from search.prepared import Prepared
from search.queries import certificates_of, rows_of_cards, shown_on_cards
from search.services import PAGE_SIZE

kept = Kept(8192)
CERTIFICATES = Prepared(lambda day, keys: certificates_of(keys, day), most=PAGE_SIZE)


@cache
def _rows(language: str) -> Prepared:
    return Prepared(lambda day, keys: rows_of_cards(keys, day, language), most=PAGE_SIZE)


def html_of(keys: list[int], day: date) -> SafeString:
    """The cards in the order of `keys`. Two queries, five more when one has to be made.

    A product whose sale ended since its key was found has none.
    """
    known = {key: (day, wording.language(), facts) for key, facts in facts_of(keys, day).items()}
    made = {key: kept.get(facts) for key, facts in known.items()}
    _make(made, known, day)
    return mark_safe("".join(made.get(key) or "" for key in keys))


def facts_of(keys: list[int], day: date) -> dict[int, tuple]:
    """All that decides what the cards say: columns of the product, its maker, its stock and its certificates."""
    held = defaultdict(list)
    for key, *facts in CERTIFICATES.rows(day, keys):
        held[key].append(tuple(facts))
    return {row[0]: (row, *held[row[0]]) for row in _rows(wording.language()).rows(day, keys)}


def _make(made: dict[int, SafeString | None], known: dict[int, tuple], day: date) -> None:
    """Render what is not kept. Keep it only if its rows still say the same: they are read before and after."""
    if not (missing := [key for key, html in made.items() if html is None]):
        return
    products = shown_on_cards(day, wording.language()).in_bulk(missing)
    after = facts_of(missing, day)
    for key, product in products.items():
        made[key] = cards.card(cards.facts_of(product, day))
        if known[key][-1] == after.get(key):
            kept.put(known[key], made[key])
