"""The public register of certificates (sổ đăng ký): every entry with what is true of it today."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_safe

from catalogue import wording
from catalogue.models import Certificate, Product
from search import facets
from search.entries import STATES, register_on
from search.facets import Facet, Option
from search.forms import STARS
from search.register_ask import RegisterAsk, read

PER_PAGE = 30
SORT_NAMES = {
    "name": noop("Theo tên"),
    "newest": noop("Mới cấp trước"),
    "ending": noop("Hết hạn sớm trước"),
    "stars": noop("Hạng sao cao trước"),
}


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """The register as the address asks for it: looked up by any word, filtered, ordered. Six queries at most."""
    day = localdate()
    with register_on(day) as register:
        ask = read(request.GET, register.places)
        selection = register.select(dict(ask.filters), register.matching(ask.typed))
        page = Paginator(range(selection.total), PER_PAGE).get_page(ask.page)
        keys = register.page(selection, ask.sort, page.start_index() - 1 if page else 0, page.end_index())
        places = dict(register.places)
    context = {
        "ask": ask,
        "day": day,
        "page": page,
        "page_query": ask.query()[1:] + "&" if ask.query() != "?" else "",
        "entries": entries_of(keys, day),
        "states": states_of(ask, selection.counts),
        "facets": facets_of(ask, selection.counts, places),
        "chips": chips_of(ask, places),
        "sorts": sorts_of(ask),
    }
    return render(request, "search/register.html", context)


def entries_of(keys: Iterable[int], day: date) -> list[dict]:
    """What the rows of these entries say now; an entry that has gone in between is left out."""
    found = Product.objects.in_register().with_register().in_bulk(list(keys))
    return [entry_of(found[key], day) for key in keys if key in found]


def entry_of(product: Product, day: date) -> dict:
    certificate = product.certificate_told(day)
    return {
        "product": product,
        "certificate": certificate,
        "said": wording.register_state(product, day),
        "former": former_of(product, certificate),
    }


def former_of(product: Product, shown: Certificate | None) -> list[Certificate]:
    """Further certificates of an entry, the last issued first."""
    others = [one for one in product.certificates.all() if one != shown]
    return sorted(others, key=lambda one: (one.issued_on, one.pk), reverse=True)


# Filters


def states_of(ask: RegisterAsk, counts: Mapping[str, Mapping[str, int]]) -> tuple[Option, ...]:
    """How many entries are in each state today; each narrows the list to it."""
    return _options(ask, "state", {state: wording.word_of(state) for state in STATES}, counts["state"])


def facets_of(ask: RegisterAsk, counts: Mapping, places: Mapping[str, str]) -> list[Facet]:
    """Star, group and province with their counts."""
    named = (
        ("star", _("Hạng sao"), _stars()),
        ("group", _("Nhóm sản phẩm"), _groups()),
        ("province", _("Tỉnh, thành phố"), facets.by_name(places)),
    )
    made = (Facet(label, _options(ask, facet, names, counts[facet])) for facet, label, names in named)
    return [facets.folded(facet) for facet in made if facet.options]


def chips_of(ask: RegisterAsk, places: Mapping[str, str]) -> list[Option]:
    """What is chosen, each with the address without it."""
    names = {"star": _stars(), "group": _groups(), "province": places}
    return [
        Option(
            wording.word_of(value) if facet == "state" else names[facet][value], ask.toggled(facet, value), None, True
        )
        for facet, values in ask.filters
        for value in values
    ]


def sorts_of(ask: RegisterAsk) -> list[Option]:
    return [Option(_(name), ask.query(sort=sort), None, sort == ask.sort) for sort, name in SORT_NAMES.items()]


def _options(ask: RegisterAsk, facet: str, names: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Option, ...]:
    chosen = ask.chosen(facet)
    return tuple(
        Option(name, ask.toggled(facet, value), counts.get(value, 0), value in chosen)
        for value, name in names.items()
        if value in chosen or value in counts
    )


def _stars() -> dict[str, str]:
    return {star: _("%(stars)s sao") % {"stars": star} for star in STARS}


def _groups() -> dict[str, str]:
    return {slug: _(group.name) for slug, group in facets.GROUPS.items()}
