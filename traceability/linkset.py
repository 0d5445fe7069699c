"""What a GS1 resolver tells of a thing: its links by type, as a linkset (RFC 9264) and one at a time. Plain Python.

Source: GS1-Conformant Resolver 1.2.0 by way of GS1's own test suite (TRACEABILITY section 1 names the statements):
exactly one bare default link; it also stands under a descriptive type; links of every level up to the primary key.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

VOCABULARY = "https://ref.gs1.org/voc/"
CONTEXT = "https://ref.gs1.org/standards/resolver/linkset-context"
MEDIA_TYPE = "application/linkset+json"
NAMES_OF_VOCABULARY = ("gs1:", VOCABULARY, "https://gs1.org/voc/", "http://gs1.org/voc/")
DEFAULT, RECALL = "defaultLink", "recallStatus"
WHOLE = ("all", "linkset")  # link types that ask for the linkset itself


@dataclass(frozen=True)
class Link:
    """`rel`: the type's name in the vocabulary; `language`: of the page, "" for any; `media`: an IANA type."""

    rel: str
    href: str
    title: str
    language: str = ""
    media: str = "text/html"

    def described(self) -> dict[str, Any]:
        said: dict[str, Any] = {"href": self.href, "title": self.title, "type": self.media}
        return said | ({"hreflang": [self.language]} if self.language else {})


@dataclass(frozen=True)
class Level:
    """A thing as named (`anchor`) and what is linked of just this thing."""

    anchor: str
    links: tuple[Link, ...]


def linkset(levels: Sequence[Level], description: str) -> dict[str, Any]:
    """The document. `levels`: the thing asked for first, its primary key last."""
    told, default = [level for level in levels if level.links or level is levels[-1]], default_of(levels)
    return {"linkset": [_context(level, description, default) for level in told]}


def default_of(levels: Sequence[Level]) -> Link | None:
    """Where to when no type is asked for: to the recall where there is one, else to the primary key's first link."""
    recalls = [link for level in levels for link in level.links if link.rel == RECALL]
    return next(iter((*recalls, *levels[-1].links)), None)


def _context(level: Level, description: str, default: Link | None) -> dict[str, Any]:
    said: dict[str, Any] = {"anchor": level.anchor, "itemDescription": description}
    if default in level.links:
        said[VOCABULARY + DEFAULT] = [{"href": default.href, "title": default.title}]
    for link in level.links:
        said.setdefault(VOCABULARY + link.rel, []).append(link.described())
    return said


def type_asked(text: str) -> str:
    """The name within the vocabulary of what ?linkType= says: "pip" of gs1:pip and https://ref.gs1.org/voc/pip."""
    return next((text.removeprefix(name) for name in NAMES_OF_VOCABULARY if text.startswith(name)), text)


def chosen(levels: Sequence[Level], rel: str, languages: Iterable[str]) -> Link | None:
    """The link to redirect to: of the type asked for (DEFAULT: that of the default link), on the most particular level
    that has it, in the first of `languages`; None where there is none."""
    rel = default.rel if rel == DEFAULT and (default := default_of(levels)) else rel
    found = next((links for level in levels if (links := [link for link in level.links if link.rel == rel])), [])
    by_language: Mapping[str, Link] = {link.language: link for link in reversed(found)}
    best = (by_language[language] for language in languages if language in by_language)
    return next(best, found[0] if found else None)


def with_query(href: str, query: str) -> str:
    """The address with a request's own query passed on, before its fragment."""
    if not query:
        return href
    address, mark, fragment = href.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{query}{mark}{fragment}"
