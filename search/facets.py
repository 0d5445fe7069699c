"""Filters, chips and sorts as plain values for the templates, in the visitor's language."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from catalogue import ocop
from catalogue.vietnamese import sort_key
from search.forms import STARS, Ask

GROUPS = {group.slug: group for group in ocop.GROUPS.values()}
MOST_AT_FIRST = 8  # options of a facet before "more"
SORT_NAMES = {
    "relevance": noop("Liên quan nhất"),
    "stars": noop("Hạng sao cao trước"),
    "newest": noop("Mới lên sàn"),
    "price": noop("Giá thấp trước"),
    "price-desc": noop("Giá cao trước"),
}


class Option(NamedTuple):
    """One thing to choose. `href` is a query string ("?…"), which takes a chosen thing off."""

    label: str
    href: str
    count: int | None
    chosen: bool


class Facet(NamedTuple):
    label: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()


class Choice(NamedTuple):
    """What an option is before it is counted."""

    value: str
    label: str
    href: str
    chosen: bool


def facets(ask: Ask, counts: Mapping[str, Mapping[str, int]], places: Mapping[str, str]) -> tuple[Facet, ...]:
    """The filters that still divide the list, each with its counts."""
    offered = choices(replace(ask, page=1, ignored=()), tuple(places.items()), get_language())
    made = (_facet(facet, label, options, counts.get(facet, {})) for facet, label, options in offered)
    return tuple(facet for facet in made if facet.options)


@lru_cache(maxsize=2048)
def choices(ask: Ask, places: tuple[tuple[str, str], ...], language: str) -> tuple:
    """(facet, label, choices) that any count of this list can have; addresses take long to write."""
    named = (
        ("star", _("Hạng sao"), {star: _stars(star) for star in STARS}),
        ("group", _("Nhóm sản phẩm"), {slug: _(group.name) for slug, group in GROUPS.items()}),
        ("set", _("Loại"), _set_names(ask)),
        ("province", _("Tỉnh, thành phố"), by_name(dict(places))),
    )
    return tuple((facet, label, _choices(ask, facet, names)) for facet, label, names in named)


def _choices(ask: Ask, facet: str, names: Mapping[str, str]) -> tuple[Choice, ...]:
    chosen = ask.chosen(facet)
    return tuple(
        Choice(value, name, _href(ask.toggled(facet, value)), value in chosen) for value, name in names.items()
    )


def _facet(facet: str, label: str, offered: tuple[Choice, ...], counts: Mapping[str, int]) -> Facet:
    options = tuple(
        Option(label, href, counts.get(value, 0), chosen)
        for value, label, href, chosen in offered
        if chosen or value in counts
    )
    return folded(Facet(label, _by_count(options))) if facet == "province" else Facet(label, options)


def chips(ask: Ask, places: Mapping[str, str]) -> tuple[Option, ...]:
    """What is chosen, each with the address without it."""
    return tuple(
        Option(_name(facet, value, places), _href(ask.toggled(facet, value)), None, True)
        for facet, values in ask.filters
        for value in values
    )


def sorts(ask: Ask) -> tuple[Option, ...]:
    return tuple(Option(_(SORT_NAMES[sort]), _href(ask.query(sort=sort)), None, sort == ask.sort) for sort in ask.sorts)


def _set_names(ask: Ask) -> dict[str, str]:
    """Kinds of the chosen groups; none before a group is chosen, there are 26."""
    chosen = {GROUPS[slug].code for slug in ask.chosen("group")}
    asked = ask.chosen("set")
    return {code: _(s.short) for code, s in ocop.CRITERIA_SETS.items() if s.group in chosen or code in asked}


def by_name(places: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(((slug, name) for slug, name in places.items() if slug), key=lambda pair: sort_key(pair[1])))


def _by_count(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Chosen ones, then the fullest; ties by name."""
    return tuple(sorted(options, key=lambda option: (not option.chosen, -(option.count or 0))))


def folded(facet: Facet) -> Facet:
    return facet._replace(options=facet.options[:MOST_AT_FIRST], more=facet.options[MOST_AT_FIRST:])


def _name(facet: str, value: str, places: Mapping[str, str]) -> str:
    names: dict[str, Mapping] = {"province": places, "star": {star: _stars(star) for star in STARS}}
    if facet == "group":
        return _(GROUPS[value].name)
    return _(ocop.CRITERIA_SETS[value].short) if facet == "set" else names[facet][value]


def _stars(star: str) -> str:
    return _("%(stars)s sao") % {"stars": star}


def _href(query: str) -> str:
    return f"?{query}" if query else "?"


def said(ask: Ask, total: int) -> Iterator[str]:
    """Sentences on what the page shows."""
    yield _("%(total)s sản phẩm đang còn chứng nhận.") % {"total": total}
    if ask.ignored:
        yield _("Không có bộ lọc: %(names)s. Đã bỏ qua.") % {"names": ", ".join(ask.ignored[:3])}
