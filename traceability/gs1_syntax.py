"""What the values of GS1 application identifiers look like, and which may stand together. Plain Python.

Source: GS1 General Specifications by way of the syntax dictionary (gs1_ais.py).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from catalogue.gtin import has_check_digit
from traceability.gs1_ais import TABLE

ALPHABETS = {"N": "[0-9]", "X": r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]""", "Y": r"[#\-/0-9A-Z]", "Z": r"[\-0-9A-Z_a-z=]"}
COMPONENT = re.compile(r"(\[?)([NXYZ])(\.\.)?([0-9]+)\]?(?:,(.*))?")


@dataclass(frozen=True)
class Component:
    """A part of a value: a pattern that takes it from the front, and further checks."""

    pattern: re.Pattern
    optional: bool
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Identifier:
    """One application identifier. `keys`: the orders of qualifiers when it is a primary key, else None."""

    ai: str
    fixed: bool
    in_query: bool
    components: tuple[Component, ...]
    needs: tuple[tuple[str, ...], ...]
    excludes: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...] | None

    def takes(self, value: str) -> bool:
        """Whether a decoded value has the right form."""
        rest = value
        for component in self.components:
            if not rest and component.optional:
                return bool(value)
            found = component.pattern.match(rest)
            if not found or not all(CHECKS[check](found[0]) for check in component.checks):
                return False
            rest = rest[found.end() :]
        return bool(value) and not rest

    def fits(self, others: Sequence[str]) -> bool:
        """Whether it may stand beside these: none that it excludes, one group that it needs."""
        present = [other for other in others if other != self.ai]
        if any(_matches(pattern, other) for pattern in self.excludes for other in present):
            return False
        return not self.needs or any(
            all(any(_matches(part, other) for other in present) for part in group) for group in self.needs
        )


def identifier(ai: str) -> Identifier | None:
    """The application identifier, None for one that does not exist."""
    return identifiers().get(ai)


@cache
def identifiers() -> dict[str, Identifier]:
    return {one.ai: one for line in TABLE.split("\n") if line for one in _read(line)}


def _read(line: str) -> Iterator[Identifier]:
    numbers, flags, *parts = line.split()
    components = tuple(_component(part) for part in parts if COMPONENT.fullmatch(part))
    said = dict(part.partition("=")[::2] for part in parts if not COMPONENT.fullmatch(part))
    keys = tuple(tuple(filter(None, way.split(","))) for way in said["dlpkey"].split("|")) if "dlpkey" in said else None
    for ai in _numbers(numbers):
        measure = (f"{ai[:3]}n",) if len(ai) == 4 and ai[0] == "3" and ai[1] in "123456" else ()
        yield Identifier(
            ai,
            "*" in flags,
            "?" in flags,
            components,
            tuple(tuple(group.split("+")) for group in said["req"].split(",")) if "req" in said else (),
            (*filter(None, said.get("ex", "").split(",")), *measure),
            keys,
        )


def _numbers(text: str) -> Iterator[str]:
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        for number in range(int(first), int(last or first) + 1):
            ai = f"{number:0{len(first)}}"
            measure = len(ai) == 3 and "310" <= ai <= "369"
            yield from (f"{ai}{point}" for point in range(6)) if measure else (ai,)


def _component(text: str) -> Component:
    optional, letter, upto, length, checks = COMPONENT.fullmatch(text.replace("]", "")).groups()
    times = f"{{1,{length}}}" if upto else f"{{{length}}}"
    return Component(
        re.compile(ALPHABETS[letter] + times), bool(optional), tuple(filter(None, (checks or "").split(",")))
    )


def _matches(pattern: str, ai: str) -> bool:
    return re.fullmatch(pattern.replace("n", "[0-9]"), ai) is not None


def _is_day(text: str, *, without_day: bool = False) -> bool:
    """YYMMDD or YYYYMMDD; two digits of the year mean this century, which decides about 29 February only."""
    year, month, day = int(text[:-4]), int(text[-4:-2]), int(text[-2:])
    try:
        date(year if len(text) == 8 else 2000 + year, month, day or (1 if without_day else 0))
    except ValueError:
        return False
    return True


CHECKS: dict[str, Callable[[str], bool]] = {
    "csum": has_check_digit,
    "gcppos1": lambda text: text[:4].isdigit() and len(text) >= 4,
    "gcppos2": lambda text: text[1:5].isdigit() and len(text) >= 5,
    "yymmdd": _is_day,
    "yyyymmdd": _is_day,
    "yymmd0": lambda text: _is_day(text, without_day=True),
    "hhmi": lambda text: int(text[:2]) < 24 and int(text[2:]) < 60,
    "hh": lambda text: int(text) < 24,
    "mi": lambda text: int(text) < 60,
    "ss": lambda text: int(text) < 60,
    "zero": lambda text: not text.strip("0"),
    "nonzero": lambda text: bool(text.strip("0")),
    "nozeroprefix": lambda text: text == "0" or text[0] != "0",
    "yesno": lambda text: text in "01",
    "winding": lambda text: text in "019",
    "iso5218": lambda text: text in "0129",
    "hyphen": lambda text: text == "-",
    "hasnondigit": lambda text: not text.isdigit(),
    "pieceoftotal": lambda text: 0 < int(text[:2]) <= int(text[2:]),
    "pcenc": lambda text: re.search(r"%(?![0-9A-Fa-f]{2})", text) is None,
}
