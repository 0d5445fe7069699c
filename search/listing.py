"""A page of a list, from an address to what its template shows."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from catalogue import cards, wording
from search import facets, forms, services
from search.live import shelf_on
from search.queries import shown_on_cards


def page_of(request: HttpRequest, day: date) -> dict:
    """Inputs of search/list.html. Seven queries, and one for each step of a search."""
    found = services.find(forms.read_question(request.GET))
    with shelf_on(day) as shelf:
        ask = forms.read(request.GET, shelf.places)
        listing = services.list_products(shelf, found, ask.filters, ask.sort, ask.page)
        places = dict(shelf.places)
    return {
        "ask": ask,
        "query": ask.question.typed,
        "listing": listing,
        "cards": html_of_cards(listing.keys, day),
        "filters": html_of_filters(facets.facets(ask, listing.counts, places), wording.language()),
        "chips": facets.chips(ask, places),
        "sorts": facets.sorts(ask),
        "said": list(facets.said(ask, listing.total)),
        "page": Paginator(range(listing.total), services.PAGE_SIZE).page(listing.page),
        "page_query": f"{ask.query()}&" if ask.query() else "",
        "meant": services.correct(ask.question) if not listing.total else "",
    }


def html_of_cards(keys: list[int], day: date) -> SafeString:
    """The cards in order. Each says what its own rows say now; a product gone meanwhile has none."""
    products = shown_on_cards(day).in_bulk(keys)
    shown = (cards.facts_of(products[key], day) for key in keys if key in products)
    return mark_safe("".join(map(cards.card, shown)))


@cards.remembered
def html_of_filters(made: tuple[facets.Facet, ...], language: str) -> SafeString:
    return cards.rendered("search/filters.html", {"facets": made})
