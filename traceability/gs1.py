"""GS1 Digital Link URIs below /01, in the plain. The GTIN itself: catalogue.gtin.

Source: GS1 Digital Link URI Syntax 1.6.0.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from catalogue.gtin import GTIN_LENGTHS, has_check_digit

QUALIFIER_ORDERS = (("22", "10", "21"), ("235",))
QUALIFIER_LENGTHS = {"22": 20, "10": 20, "21": 20, "235": 28}
IDENTIFYING = ("21", "235", "10")  # the first one present names the thing
CANONICAL_STEM = "https://id.gs1.org"

_CSET_82 = re.compile(r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+""")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._\-]+)(:[0-9]{1,5})?")
_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")


class DigitalLinkError(ValueError):
    """The URI is not a GS1 Digital Link below /01."""


@dataclass(frozen=True)
class DigitalLink:
    """A GTIN of 14 digits and its qualifiers, (AI, value) in the standard's order."""

    gtin: str
    qualifiers: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        parts = ("01", self.gtin, *(part for pair in self.qualifiers for part in pair))
        return "/" + "/".join(quote(part, safe="") for part in parts)

    @property
    def canonical(self) -> str:
        """The one URI of what is identified: a serial number makes lot and variant superfluous.

        Source: CBV 2.0, the form that event hashes are made of.
        """
        kept = [pair for key in IDENTIFYING for pair in self.qualifiers if pair[0] == key]
        return CANONICAL_STEM + DigitalLink(self.gtin, tuple(kept[:1])).path


def parse_uri(uri: str, *, short_gtins: bool = False) -> DigitalLink:
    """Read an absolute Digital Link whose primary key is 01. The query is not looked at.

    `short_gtins` also takes 8, 12 and 13 digits, as older links have them. Raises DigitalLinkError on any breach of the strict syntax.
    """
    scheme, separator, rest = uri.partition("://")
    if scheme not in ("http", "https", "HTTP", "HTTPS") or not separator:
        raise DigitalLinkError("scheme must be http or https, in one case")
    if not _URI_CHARACTERS.fullmatch(uri):
        raise DigitalLinkError("reserved characters must be percent-encoded")
    authority, slash, path = re.split(r"[?#]", rest)[0].partition("/")
    if not _AUTHORITY.fullmatch(authority):
        raise DigitalLinkError("no host")
    return parse_path(slash + path, short_gtins=short_gtins)


def parse_path(path: str, *, short_gtins: bool = False) -> DigitalLink:
    """Read a still percent-encoded path that ends in /01/<gtin>[/22/…][/10/…][/21/…] or [/235/…].

    Raises DigitalLinkError: the GTIN has exactly 14 digits, qualifiers stand once and in order.
    """
    parts = path.split("/")[1:]
    for start in range(len(parts) - 2, -1, -2):  # the stem may be anything, even /00/…
        if parts[start] == "01":
            digits = parts[start + 1]
            padded = digits.zfill(14) if short_gtins and len(digits) in GTIN_LENGTHS else digits
            return _link(padded, parts[start + 2 :])
    raise DigitalLinkError("no primary key 01")


def _link(gtin: str, rest: list[str]) -> DigitalLink:
    if len(gtin) != 14 or not has_check_digit(gtin):
        raise DigitalLinkError(f"not a GTIN of 14 digits: {gtin!r}")
    keys, values = rest[0::2], [unquote(value) for value in rest[1::2]]
    if len(keys) != len(values) or not _in_order(keys):
        raise DigitalLinkError("qualifiers must be 22, 10, 21 in this order, or 235")
    for key, value in zip(keys, values, strict=True):
        if not _CSET_82.fullmatch(value) or len(value) > QUALIFIER_LENGTHS[key]:
            raise DigitalLinkError(f"bad value for {key}")
    return DigitalLink(gtin, tuple(zip(keys, values, strict=True)))


def _in_order(keys: list[str]) -> bool:
    return any([key for key in order if key in keys] == keys for order in QUALIFIER_ORDERS)
