"""GS1 identifiers, as EPC URN or Digital Link, in the one form that event hashes are made of. Plain Python.

Source: CBV 2.0 section 8.9 (event hash), EPC Tag Data Standard (URN forms). Other identifiers, ours for one, stay
as they are. Digital Links that people scan are read strictly: gs1.py.
"""

import re
from urllib.parse import quote, unquote

from catalogue.gtin import check_digit

STEM = "https://id.gs1.org"
URN = re.compile(r"urn:epc:(?:id|class|idpat):([a-z]+):(.+)")
LINK = re.compile(r"https?://[^/?#]+(/[^?#]*)", re.IGNORECASE)

SHAPES = {  # primary key -> what its value looks like
    "00": r"\d{18}",
    "01": r"\d{8}|\d{12,14}",
    "253": r"\d{13}.{0,17}",
    "255": r"\d{13,25}",
    "401": r".{1,30}",
    "402": r"\d{17}",
    "414": r"\d{13}",
    "417": r"\d{13}",
    "8003": r"\d{14}.{0,16}",
    "8004": r".{1,30}",
    "8006": r"\d{18}",
    "8010": r".{1,30}",
    "8017": r"\d{18}",
    "8018": r"\d{18}",
}
QUALIFIERS = {"01": ("22", "10", "21", "235"), "8006": ("22", "10", "21"), "414": ("254",), "8010": ("8011",)}
KEPT = ("21", "235", "10", "254", "8011")  # the first one present names the thing
OLD_NAMES = {"gtin": "01", "itip": "8006", "party": "417", "cpv": "22", "lot": "10", "ser": "21"}

# scheme: (primary key, what joins prefix and reference, has a check digit, qualifier of the rest)
SCHEMES = {
    "sgtin": ("01", "indicator", True, "21"),
    "lgtin": ("01", "indicator", True, "10"),
    "upui": ("01", "indicator", True, "235"),
    "itip": ("8006", "indicator", True, "21"),
    "sscc": ("00", "indicator", True, ""),
    "sgln": ("414", "plain", True, "254"),
    "pgln": ("417", "plain", True, ""),
    "grai": ("8003", "zero", True, "joined"),
    "giai": ("8004", "plain", False, ""),
    "gsrn": ("8018", "plain", True, ""),
    "gsrnp": ("8017", "plain", True, ""),
    "gdti": ("253", "plain", True, "joined"),
    "sgcn": ("255", "plain", True, "joined"),
    "cpi": ("8010", "plain", False, "8011"),
    "ginc": ("401", "plain", False, ""),
    "gsin": ("402", "plain", True, ""),
}


def canonical(identifier: str) -> str | None:
    """https://id.gs1.org/… of an EPC URN or Digital Link; None for what is neither."""
    if urn := URN.fullmatch(identifier):
        return _of_urn(*urn.groups())
    link = LINK.match(identifier)
    return _of_path(link[1].strip("/").split("/")) if link else None


def _of_urn(scheme: str, body: str) -> str | None:
    if scheme not in SCHEMES or len(parts := body.split(".")) < 2:
        return None
    key, join, checked, rest = SCHEMES[scheme]
    prefix, reference, *more = parts
    digits = _joined(join, prefix, unquote(reference))
    value = digits + (check_digit(digits) if checked else "")
    if scheme == "itip":
        value += "".join(more[:2])
        more = more[2:]
    serial = unquote(more[0]) if more and more[0] != "*" else ""
    if rest == "joined":
        return f"{STEM}/{key}/{_quoted(value + serial)}"
    if not rest or not serial or (scheme == "sgln" and serial == "0"):
        return f"{STEM}/{key}/{_quoted(value)}"
    return f"{STEM}/{key}/{_quoted(value)}/{rest}/{_quoted(serial)}"


def _joined(how: str, prefix: str, reference: str) -> str:
    if how == "indicator":
        return reference[:1] + prefix + reference[1:]
    return ("0" if how == "zero" else "") + prefix + reference


def _of_path(parts: list[str]) -> str | None:
    for start in range(len(parts) - 2, -1, -2):  # pairs stand at the end; any stem may stand before
        key = OLD_NAMES.get(parts[start], parts[start])
        if key in SHAPES:
            return _of_pairs(key, unquote(parts[start + 1]), parts[start + 2 :])
    return None


def _of_pairs(key: str, value: str, rest: list[str]) -> str | None:
    named = {OLD_NAMES.get(name, name): unquote(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}
    if not re.fullmatch(SHAPES[key], value) or set(named) - set(QUALIFIERS.get(key, ())):
        return None
    value = value.zfill(14) if key == "01" else value
    kept = next((f"/{name}/{_quoted(named[name])}" for name in KEPT if name in named), "")
    return f"{STEM}/{key}/{_quoted(value)}{kept}"


def _quoted(text: str) -> str:
    return quote(text, safe="'")
