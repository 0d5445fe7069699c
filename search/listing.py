"""A page of a list, from an address to HTML. Pieces of equal facts are kept; the facts are asked anew each time."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from catalogue import wording
from catalogue.cards import rendered
from catalogue.kept import Kept, framed
from search import cards, facets, forms, services
from search.facets import Facet, Option
from search.forms import Ask
from search.live import shelf_on

kept = Kept(16_384)


def respond(request: HttpRequest, day: date) -> HttpResponse:
    """The list that the address asks for. At most ten queries, and one for each step of a search."""
    found = services.find(forms.read_question(request.GET))
    with shelf_on(day) as shelf:
        ask = forms.read(request.GET, shelf.places)
        listing = services.list_products(shelf, found, dict(ask.filters), ask.sort, ask.page)
        places = dict(shelf.places)
    facts = {"query": ask.question.typed, "is_plain": ask.is_plain}
    return framed(request, "search/list.html", facts, content_of(ask, listing, places, day))


def content_of(ask: Ask, listing: services.Listing, places: dict[str, str], day: date) -> SafeString:
    """What stands inside the frame."""
    language = wording.language()
    pieces = {
        "head": head_of(ask, listing, language),
        "chips": kept.of(("chips", ask, language), lambda: chips_of(ask, places)),
        "filters": filters_of(facets.facets(ask, listing.counts, places), language),
        "sorts": kept.of(("sorts", ask, language), lambda: rendered("search/sorts.html", {"sorts": facets.sorts(ask)})),
        "cards": cards.html_of(listing.keys, day),
        "pages": kept.of(("pages", ask, listing.page, listing.pages, language), lambda: pages_of(ask, listing)),
        "nothing": "" if listing.total else nothing_of(ask),
    }
    return rendered("search/content.html", pieces)


def head_of(ask: Ask, listing: services.Listing, language: str) -> SafeString:
    said = tuple(facets.said(ask, listing.total))
    facts = {"query": ask.question.typed, "said": said, "is_loosened": listing.loosened and bool(listing.total)}
    return kept.of(("head", language, *facts.values()), lambda: rendered("search/head.html", facts))


def chips_of(ask: Ask, places: dict[str, str]) -> str:
    chips = facets.chips(ask, places)
    return rendered("search/chips.html", {"chips": chips, "query": ask.question.typed}) if chips else ""


def filters_of(made: tuple[Facet, ...], language: str) -> SafeString:
    """Kept option by option: one changed certificate changes a count or two, not all of them."""
    return mark_safe("".join(filter_of(facet, language) for facet in made))


def filter_of(facet: Facet, language: str) -> str:
    values = {"label": facet.label, "options": options_of(facet.options, language)}
    values["more"] = options_of(facet.more, language)
    return kept.of(("facet", language, *values.values()), lambda: rendered("search/facet.html", values))


def options_of(options: tuple[Option, ...], language: str) -> SafeString:
    made = (
        kept.of((option, language), lambda option=option: rendered("search/option.html", option._asdict()))
        for option in options
    )
    return mark_safe("".join(made))


def pages_of(ask: Ask, listing: services.Listing) -> str:
    page = Paginator(range(listing.total), services.PAGE_SIZE).page(listing.page)
    query = f"{ask.query()}&" if ask.query() else ""
    return rendered("components/pagination.html", {"page": page, "query": query})


def nothing_of(ask: Ask) -> str:
    facts = {"query": ask.question.typed, "is_filtered": any(values for _, values in ask.filters)}
    return render_to_string("search/nothing.html", facts | {"meant": services.correct(ask.question)})
