"""GS1 Digital Link URIs, in the plain form. The GTIN itself: catalogue.gtin; what values look like: gs1_syntax.

Source: GS1 Digital Link URI Syntax 1.6.0.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_plus

from catalogue.gtin import GTIN_LENGTHS
from traceability.gs1_syntax import Identifier, identifier

IDENTIFYING = ("21", "235", "10")  # the first one present names the thing
CANONICAL_STEM = "https://id.gs1.org"

_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._\-]+)(:[0-9]{1,5})?")
_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
Pairs = tuple[tuple[str, str], ...]  # (application identifier, value)


class DigitalLinkError(ValueError):
    """The URI is not a GS1 Digital Link."""


@dataclass(frozen=True)
class DigitalLink:
    """A primary key with its qualifiers in the standard's order, and what the query says besides."""

    value: str
    qualifiers: Pairs = ()
    attributes: Pairs = ()
    key: str = "01"

    @property
    def gtin(self) -> str:
        """14 digits, of a link whose primary key is 01."""
        return self.value

    @property
    def path(self) -> str:
        parts = (self.key, self.value, *(part for pair in self.qualifiers for part in pair))
        return "/" + "/".join(quote(part, safe="") for part in parts)

    @property
    def levels(self) -> tuple["DigitalLink", ...]:
        """The thing itself, then each less particular one up to the primary key."""
        return tuple(
            DigitalLink(self.value, self.qualifiers[:upto], key=self.key)
            for upto in range(len(self.qualifiers), -1, -1)
        )

    @property
    def canonical(self) -> str:
        """The one URI of what is identified: a serial number makes lot and variant superfluous.

        Source: CBV 2.0, the form that event hashes are made of.
        """
        kept = [pair for key in IDENTIFYING for pair in self.qualifiers if pair[0] == key]
        return CANONICAL_STEM + DigitalLink(self.value, tuple(kept[:1]), key=self.key).path

    def uri(self, stem: str) -> str:
        """The link below a stem ("https://example.com"), attributes in the query."""
        query = "&".join(f"{ai}={quote(value, safe='')}" for ai, value in self.attributes)
        return stem.rstrip("/") + self.path + ("?" + query if query else "")


def parse_uri(uri: str, *, short_gtins: bool = False) -> DigitalLink:
    """Read an absolute Digital Link. `short_gtins` also takes 8, 12 and 13 digits, as older links have them.

    Raises DigitalLinkError on any breach of the strict syntax.
    """
    scheme, separator, rest = uri.partition("://")
    if scheme not in ("http", "https", "HTTP", "HTTPS") or not separator:
        raise DigitalLinkError("scheme must be http or https, in one case")
    if not _URI_CHARACTERS.fullmatch(uri):
        raise DigitalLinkError("reserved characters must be percent-encoded")
    authority, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    if not _AUTHORITY.fullmatch(authority):
        raise DigitalLinkError("no host")
    query = rest.partition("#")[0].partition("?")[2]
    return parse_path(slash + path, query, short_gtins=short_gtins)


def parse_path(path: str, query: str = "", *, short_gtins: bool = False) -> DigitalLink:
    """Read a still percent-encoded path that ends in /<primary key>/<value>[/<qualifier>/<value>…] and its query.

    Raises DigitalLinkError: the key has its exact form, qualifiers stand once and in order, the query holds only
    attributes that may stand there; what is no application identifier in it does not count.
    """
    parts = path.split("/")[1:]
    for start in range(len(parts) - 2, -1, -2):  # the stem may be anything, even /00/…
        key = identifier(parts[start])
        if key and key.keys is not None:
            value = unquote(parts[start + 1])
            padded = value.zfill(14) if short_gtins and key.ai == "01" and len(value) in GTIN_LENGTHS else value
            return _checked(key, padded, _pairs(parts[start + 2 :]), _attributes(query))
    raise DigitalLinkError("no primary key")


def link_of(pairs: Iterable[tuple[str, str]], *, unknown: bool = False) -> DigitalLink:
    """The Digital Link of element strings in any order; the first primary key among them leads.

    `unknown`: also take identifiers that do not exist, as attributes. Raises DigitalLinkError.
    """
    told = dict.fromkeys(pairs)
    known = [(found, value) for ai, value in told if (found := identifier(ai))]
    key, value = next(((one, value) for one, value in known if one.keys is not None), (None, ""))
    if key is None or key.keys is None:
        raise DigitalLinkError("no primary key")
    rest = [pair for pair in told if pair != (key.ai, value)]
    given = dict(rest)
    way = max(key.keys, key=lambda names: sum(name in given for name in names))
    qualifiers = tuple((name, given[name]) for name in way if name in given)
    attributes = [pair for pair in rest if pair not in qualifiers]
    attributes.sort(key=lambda pair: not ((found := identifier(pair[0])) and found.fixed))
    return _checked(key, value, qualifiers, tuple(attributes), unknown=unknown)


def _pairs(parts: Sequence[str]) -> Pairs:
    if len(parts) % 2:
        raise DigitalLinkError("a qualifier without a value")
    return tuple((name, unquote(value)) for name, value in zip(parts[::2], parts[1::2], strict=True))


def _attributes(query: str) -> Pairs:
    """What the query says in application identifiers; anything else in it is somebody else's."""
    told = (part.partition("=") for part in query.split("&"))
    return tuple((name, unquote_plus(value)) for name, equals, value in told if equals and name.isdigit())


def _checked(
    key: Identifier, value: str, qualifiers: Pairs, attributes: Pairs, *, unknown: bool = False
) -> DigitalLink:
    names = [name for name, _value in qualifiers]
    if not any(_in_order(names, way) for way in key.keys or ()):
        raise DigitalLinkError("qualifiers must stand once, in the key's order")
    asked = [(key.ai, value), *qualifiers, *attributes]
    together = [ai for ai, _value in asked]
    if len(set(together)) != len(together):
        raise DigitalLinkError("an identifier stands twice")
    for ai, said in asked:
        found = identifier(ai)
        if found is None and not unknown:
            raise DigitalLinkError(f"no such identifier: {ai}")
        if found and not (found.takes(said) and found.fits(together)):
            raise DigitalLinkError(f"bad value or bad company for {ai}")
    for ai, _said in attributes:
        _allow_in_query(key, names, ai)
    return DigitalLink(value, qualifiers, attributes, key.ai)


def _allow_in_query(key: Identifier, names: Sequence[str], ai: str) -> None:
    """Raises DigitalLinkError for what must stand in the path, or nowhere."""
    found = identifier(ai)
    in_path = any(ai in way and all(name in way for name in names) for way in key.keys or ())
    if found and (not found.in_query or in_path):
        raise DigitalLinkError(f"{ai} may not stand in the query")


def _in_order(names: Sequence[str], way: Sequence[str]) -> bool:
    return [name for name in way if name in names] == list(names)
