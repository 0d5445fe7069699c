"""What a visitor may ask of a list by its address: words, filters, order, page. Nothing here can fail."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.http import urlencode

from catalogue import ocop
from search import question
from search.question import Question
from search.services import BY_RELEVANCE
from search.shelf import FACETS, SORTS

STARS = tuple(str(stars) for stars in reversed(ocop.CERTIFIED_STARS))
GROUPS = {name: group.slug for group in ocop.GROUPS.values() for name in (group.slug, group.code)}
MOST_VALUES = 40  # of one facet; there are 34 provinces
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Ask:
    """A list as asked for. `ignored` are values that no list knows; the page says so."""

    question: Question
    filters: tuple[tuple[str, tuple[str, ...]], ...]  # (facet, chosen values), in the order of FACETS
    sort: str
    page: int = 1
    ignored: tuple[str, ...] = ()

    def chosen(self, facet: str) -> tuple[str, ...]:
        return dict(self.filters).get(facet, ())

    def query(self, **changed) -> str:
        """The address's query with something changed, from page 1; "" for the plain list."""
        asked = replace(self, **changed)
        pairs = [("q", asked.question.typed)] if asked.question.typed else []
        pairs += [(facet, value) for facet, values in asked.filters for value in values]
        pairs += [("sort", asked.sort)] if asked.sort != asked.default_sort else []
        return urlencode(pairs)

    def toggled(self, facet: str, value: str) -> str:
        """The query with one value of a facet put on or taken off."""
        chosen = self.chosen(facet)
        kept = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return self.query(filters=tuple({**dict(self.filters), facet: kept}.items()))

    @property
    def sorts(self) -> tuple[str, ...]:
        return (BY_RELEVANCE, *SORTS) if self.question.words else tuple(SORTS)

    @property
    def default_sort(self) -> str:
        return self.sorts[0]

    @property
    def is_plain(self) -> bool:
        return not (self.question or any(values for _, values in self.filters))


def read_question(asked: QueryDict) -> Question:
    return question.parse(asked.get("q", ""))


def read(asked: QueryDict, provinces: Mapping[str, str]) -> Ask:
    """Understand an address; what it names wrongly is left out and noted. `provinces`: slug -> name."""
    known = read_question(asked)
    named = {facet: [value[:80] for value in asked.getlist(facet)[:MOST_VALUES] if value] for facet in FACETS}
    filters = {facet: tuple(dict.fromkeys(_known(facet, named[facet], provinces))) for facet in FACETS}
    if known.stars and not filters["star"]:
        filters["star"] = tuple(star for star in STARS if star == str(known.stars))
    ask = Ask(known, tuple(filters.items()), sort="", ignored=tuple(_unknown(named, provinces)))
    wanted = asked.get("sort", "")
    return replace(ask, sort=wanted if wanted in ask.sorts else ask.default_sort, page=page_of(asked.get("page", "")))


def _known(facet: str, values: list[str], provinces: Mapping[str, str]) -> Iterator[str]:
    return (found for value in values if (found := _meant(facet, value, provinces)))


def _unknown(named: Mapping[str, list[str]], provinces: Mapping[str, str]) -> Iterator[str]:
    return (value for facet, values in named.items() for value in values if not _meant(facet, value, provinces))


def _meant(facet: str, value: str, provinces: Mapping[str, str]) -> str:
    """The value as the shelf knows it, or ""."""
    if facet == "group":
        return GROUPS.get(value, "")
    known = {"set": ocop.CRITERIA_SETS, "star": STARS, "province": provinces}[facet]
    return value if value in known else ""


def page_of(typed: str) -> int:
    """1 for anything that is not a page."""
    return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1
