"""What a visitor may ask of the register by its address: words, filters, order, page. Nothing here can fail."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.http import urlencode

from search.entries import SORTS, STATES
from search.forms import GROUPS, MOST_VALUES, STARS, page_of

LONGEST = 120
DEFAULT_SORT = "name"


@dataclass(frozen=True)
class RegisterAsk:
    """The register as asked for; `filters` in the order of Register.facets."""

    typed: str = ""
    filters: tuple[tuple[str, tuple[str, ...]], ...] = ()
    sort: str = DEFAULT_SORT
    page: int = 1

    def chosen(self, facet: str) -> tuple[str, ...]:
        return dict(self.filters).get(facet, ())

    def pairs(self) -> list[tuple[str, str]]:
        """The filters and the order, as fields of a form."""
        chosen = [(facet, value) for facet, values in self.filters for value in values]
        return chosen + ([("sort", self.sort)] if self.sort != DEFAULT_SORT else [])

    def query(self, **changed) -> str:
        """The address's query ("?…") with something changed, from page 1."""
        asked = replace(self, **changed)
        return "?" + urlencode(([("q", asked.typed)] if asked.typed else []) + asked.pairs())

    def toggled(self, facet: str, value: str) -> str:
        """The query with one value of a facet put on or taken off."""
        chosen = self.chosen(facet)
        kept = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return self.query(filters=tuple((name, kept if name == facet else values) for name, values in self.filters))

    @property
    def is_plain(self) -> bool:
        return not self.typed and self.page == 1 and not self.pairs()


def read(asked: QueryDict, provinces: Mapping[str, str]) -> RegisterAsk:
    """Understand an address; what it names wrongly is left out. `provinces`: slug -> name."""
    known = {
        "state": STATES,
        "star": STARS,
        "group": tuple(GROUPS.values()),
        "province": tuple(filter(None, provinces)),
    }
    filters = {facet: asked.getlist(facet)[:MOST_VALUES] for facet in known}
    sort = asked.get("sort", "")
    return RegisterAsk(
        typed=" ".join(asked.get("q", "")[:LONGEST].split()),
        filters=tuple(
            (facet, tuple(dict.fromkeys(value for value in filters[facet] if value in values)))
            for facet, values in known.items()
        ),
        sort=sort if sort in SORTS else DEFAULT_SORT,
        page=page_of(asked.get("page", "")),
    )
