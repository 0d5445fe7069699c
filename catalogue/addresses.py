"""What an address names: "xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh" -> the unit of before July 2025, its heirs of today.

Plain values; catalogue.gazetteer brings the units. Marks are part of a name: Hoằng Phụ is not Hoằng Phú. A name
without its marks, with others, or under another kind (xã for phường) is offered as a choice, never taken as an answer.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from typing import Literal

from catalogue.vietnamese import fold, sort_key

KINDS = {
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
}
ALL_KINDS = tuple(dict.fromkeys(kind for kinds in KINDS.values() for kind in kinds))
STARTS = tuple((kind.capitalize() + " ", kind) for kind in ALL_KINDS)
SHORT_KINDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn"}  # with a dot or a blank after them
DOTTED_KINDS = {"t": "tỉnh", "h": "huyện", "q": "quận", "x": "xã", "p": "phường"}  # with a dot only
SMALLER = "thôn|ấp|khóm|tổ|khu|bản|làng|buôn|xóm|đường|số|phố|ngõ|hẻm|quốc lộ|km|tiểu khu|sóc|plei|khối"
NEW_UNITS_SINCE = date(2025, 7, 1)  # Resolution 202/2025/QH15: no districts, provinces and communes anew
LONGEST_TEXT, MOST_PARTS, MOST_WORDS = 300, 6, 9

System = Literal["", "pre2025", "2025"]


@dataclass(frozen=True)
class Name:
    """A name of a place as written, parted from its kind ("" where none is written)."""

    kind: str
    bare: str

    @cached_property
    def key(self) -> str:
        """Folded, for looking up: "hoang phu"; leading zeros of a number left out."""
        words = re.findall(r"[a-z0-9]+", fold(self.bare))
        return " ".join(word.lstrip("0") or word for word in words)

    @cached_property
    def spelling(self) -> tuple[tuple[str, str], ...]:
        """What tells two names apart: letters and tones, wherever the tone mark stands (Hòa, Hoà)."""
        return sort_key(" ".join(word.lstrip("0") or word for word in self.bare.split()))

    @cached_property
    def is_bare_of_marks(self) -> bool:
        return fold(self.bare) == unicodedata.normalize("NFC", self.bare).casefold()

    @property
    def may_be_commune(self) -> bool:
        """Whether it claims to be a unit of ours and not a street or a hamlet."""
        if self.kind:
            return self.kind in KINDS["commune"]
        small = re.match(rf"({SMALLER}|{fold(SMALLER)})\b", self.bare.casefold())
        return not small and not re.search(r"\d", self.bare)


def names_of(written: str) -> tuple[Name, ...]:
    """The readings of one part of an address: with its kind and, where no mark tells them apart, without."""
    text = " ".join(unicodedata.normalize("NFC", written).strip(" .;").split())
    for start, kind in STARTS:
        if text.startswith(start):
            return (Name(kind, text[len(start) :]),)
    if short := re.match(r"(tp|tx|tt)[. ] ?(?=\w)", text, re.IGNORECASE):
        return (Name(SHORT_KINDS[short[1].casefold()], text[short.end() :]),)
    if dotted := re.match(r"([thqxp])(?:\. ?(?=\w)|(?=\d+$))", text, re.IGNORECASE):
        return (Name(DOTTED_KINDS[dotted[1].casefold()], text[dotted.end() :]),)
    low, whole = text.casefold(), Name("", text)
    for kind in ALL_KINDS:
        if low.startswith(kind + " "):
            return (Name(kind, text[len(kind) + 1 :]),)
        if whole.is_bare_of_marks and low.startswith(fold(kind) + " "):
            return Name(kind, text[len(kind) + 1 :]), whole
    return (whole,) if text else ()


def parts_of(text: str) -> list[tuple[Name, ...]]:
    """The parts of a printed address from small to large; what stands in brackets and the country left out."""
    plain = re.sub(r"\([^)]*\)", " ", text[:LONGEST_TEXT])
    if "," not in plain:
        plain = _parted_at_kinds(plain)
    parts = [names_of(part) for part in re.split(r"[,;\n]", plain)]
    return [part for part in parts if part and part[0].key not in ("", "viet nam", "vietnam")][-MOST_PARTS:]


def _parted_at_kinds(text: str) -> str:
    """ "xã A huyện B tỉnh C" -> "xã A, huyện B, tỉnh C"."""
    kinds = "|".join(ALL_KINDS)
    return re.sub(rf"\s+(?=(?:{kinds}|{fold(kinds)}|tp\.|tx\.|tt\.|h\.|q\.) ?\S)", ", ", text, flags=re.IGNORECASE)


def cuts_of(text: str) -> list[list[tuple[Name, ...]]]:
    """The ways to read an address: as it is parted, or, written without commas, cut into up to three names."""
    parts = parts_of(text)
    if len(parts) != 1:
        return [parts] if parts else []
    words = text.split()
    if len(words) > MOST_WORDS:
        return [parts]
    places = range(1, len(words))
    cuts = [*combinations(places, 1), *combinations(places, 2)]
    segments = [[" ".join(words[a:b]) for a, b in pairwise((0, *cut, len(words)))] for cut in cuts]
    return [parts, *([names_of(one) for one in some] for some in segments if all(map(names_of, some)))]


def keys_of(text: str) -> set[str]:
    """All keys under which the units of an address may stand."""
    return {name.key for parts in cuts_of(text) for part in parts for name in part}


@dataclass(frozen=True, eq=False)
class Unit:
    """An administrative unit: catalogue.models.Place as plain values. Two are the same when their `pk` is."""

    pk: int
    system: str
    level: str
    name: str
    parent: "Unit | None" = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unit) and self.pk == other.pk

    def __hash__(self) -> int:
        return hash(self.pk)

    def __str__(self) -> str:
        return self.name

    @cached_property
    def written(self) -> Name:
        return names_of(self.name)[0]

    def lies_in(self, other: "Unit") -> bool:
        return self.parent is not None and (self.parent == other or self.parent.lies_in(other))


@dataclass(frozen=True)
class Answer:
    """What an address names.

    exact: `units` holds the one unit. ambiguous: `units` are what it may be. unknown: no unit of that name is known;
    `within` is the finest unit around it that is, or None.
    """

    kind: Literal["exact", "ambiguous", "unknown"]
    units: tuple[Unit, ...] = ()
    within: Unit | None = None

    @property
    def unit(self) -> Unit | None:
        """The one unit of an exact answer."""
        return self.units[0] if self.kind == "exact" else None


@dataclass(frozen=True)
class Reading:
    """One way to understand an address. `explained`: how many of its parts; `is_own`: its province's own name stands
    there, not that of the province of today; `is_open`: a smaller part claims to be a unit and is not known."""

    unit: Unit
    explained: int
    is_sure: bool = True
    is_own: bool = True
    is_open: bool = False

    @property
    def rank(self) -> tuple[int, bool]:
        return self.explained, self.is_own


class Gazetteer:
    """Units that addresses are looked up in; successions are (old pk, new pk, is the default), aliases (pk of the
    unit, earlier name, what it lay in or "")."""

    def __init__(
        self,
        units: Iterable[Unit],
        successions: Iterable[tuple[int, int, bool]] = (),
        aliases: Iterable[tuple[int, str, str]] = (),
    ) -> None:
        self._units = {unit.pk: unit for unit in units}
        self._named: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self._units.values():
            self._named[unit.level, unit.written.key].append(unit)
        self._aliases: dict[tuple[str, str], list[tuple[Unit, Name, Name]]] = defaultdict(list)
        for pk, name, within in aliases:
            unit, written = self._units[pk], names_of(name)[0]
            self._aliases[unit.level, written.key].append((unit, written, (*names_of(within), Name("", ""))[0]))
        self._heirs: dict[int, list[Unit]] = defaultdict(list)
        self._former: dict[int, list[Unit]] = defaultdict(list)
        for old, new, _is_default in sorted(successions, key=lambda row: not row[2]):
            if old in self._units and new in self._units:
                self._heirs[old].append(self._units[new])
                self._former[new].append(self._units[old])

    def heirs(self, unit: Unit) -> list[Unit]:
        """Units of today that took over (part of) `unit`, the default one first; a unit of today is its own."""
        return [unit] if unit.system == "2025" else self._heirs[unit.pk]

    def resolve(self, text: str, system: System = "") -> Answer:
        """What `text` names; with `system`, among the units of that list only."""
        readings = self._best_cut(cuts_of(text), system)
        if not readings:
            return Answer("unknown")
        best = max(reading.rank for reading in readings)
        taken = [reading for reading in readings if reading.rank == best]
        taken = [reading for reading in taken if reading.is_sure] or taken
        units = self._without_doubles([reading.unit for reading in taken])
        is_exact = len(units) == 1 and taken[0].is_sure
        if all(reading.is_open for reading in taken):
            return Answer("unknown", within=units[0] if is_exact else None)
        return Answer("exact" if is_exact else "ambiguous", tuple(units))

    def _best_cut(self, cuts: list[list[tuple[Name, ...]]], system: System) -> list[Reading]:
        """Readings of the first (least) cut that explains everything, else of the text as it is parted."""
        first: list[Reading] = []
        for parts in cuts:
            found = [r for r in self._readings(parts) if system in ("", r.unit.system)]
            if len(cuts) == 1 or any(reading.explained == len(parts) for reading in found):
                return found
            first = first or found
        return first

    def _without_doubles(self, units: list[Unit]) -> list[Unit]:
        """Each once, and none whose only heir stands there under the same name."""
        once = list(dict.fromkeys(units))
        return [unit for unit in once if unit.system == "2025" or not any(h in once for h in self._heirs[unit.pk][:1])
                or len(self._heirs[unit.pk]) > 1]  # fmt: skip

    # Readings -----------------------------------------------------------------------------------

    def _readings(self, parts: list[tuple[Name, ...]]) -> Iterator[Reading]:
        provinces = list(self._matches("province", parts[-1]))
        for province, is_sure in provinces:
            yield from (_unsure(reading, not is_sure) for reading in self._in_province(province, parts[:-1]))
        if not provinces:
            yield from self._old(None, parts)
            yield from self._communes(parts[-1], 1, system="2025")

    def _in_province(self, province: Unit, rest: list[tuple[Name, ...]]) -> Iterator[Reading]:
        yield Reading(province, 1, is_open=bool(rest) and any(_is_unit(name) for name in rest[-1]))
        if not rest:
            return
        if province.system == "pre2025":
            yield from self._old(province, rest)
            return
        yield from self._communes(rest[-1], 2, parent=province)
        for former in self._former[province.pk]:
            if former.written.key != province.written.key:
                yield from (_through_heir(reading) for reading in self._old(former, rest))

    def _old(self, province: Unit | None, rest: list[tuple[Name, ...]]) -> Iterator[Reading]:
        """Readings of [commune,] district within a province of before July 2025, or anywhere."""
        above = 1 if province else 0
        districts = list(self._matches("district", rest[-1], parent=province, system="pre2025"))
        smaller = rest[-2] if len(rest) > 1 else ()
        for district, is_sure in districts:
            is_open = any(name.may_be_commune for name in smaller)
            yield Reading(district, above + 1, is_sure=is_sure, is_open=is_open)
            for reading in self._communes(smaller, above + 2, parent=district):
                yield _unsure(reading, not is_sure)
        for commune, is_sure in self._renamed("commune", smaller, within=rest[-1]):
            if province is None or commune.lies_in(province):
                yield Reading(commune, above + 2, is_sure=is_sure)
        if not districts or any(name.kind in KINDS["commune"] for name in rest[-1]):
            yield from self._communes(rest[-1], above + 1, parent=province, system="pre2025")

    def _communes(
        self, names: tuple[Name, ...], explained: int, parent: Unit | None = None, system: System = ""
    ) -> Iterator[Reading]:
        for commune, is_sure in self._matches("commune", names, parent=parent, system=system):
            yield Reading(commune, explained, is_sure=is_sure)

    def _matches(
        self, level: str, names: tuple[Name, ...], parent: Unit | None = None, system: System = ""
    ) -> Iterator[tuple[Unit, bool]]:
        """Units of that name (with whether it is surely meant); earlier names where no unit bears it now."""
        found = [
            (unit, _is_same(name, unit.written))
            for name in names
            for unit in self._named[level, name.key]
            if _fits(name, level) and system in ("", unit.system) and (parent is None or unit.lies_in(parent))
        ]
        found = _of_that_kind(found, names, level)
        if not any(is_sure for _unit, is_sure in found) and level != "commune":
            renamed = self._renamed(level, names, within=(parent.written,) if parent else ())
            found += [pair for pair in renamed if parent is None or pair[0].lies_in(parent)]
        return iter(found)

    def _renamed(self, level: str, names: tuple[Name, ...], within: tuple[Name, ...]) -> Iterator[tuple[Unit, bool]]:
        """Units that bore one of `names` earlier, in something called `within`."""
        for name in names:
            for unit, written, place in self._aliases[level, name.key]:
                if _fits(name, level) and (level != "commune" or place.key in {other.key for other in within}):
                    around = [_is_same(other, place) for other in within if other.key == place.key]
                    is_kind = level != "commune" or name.kind in ("", written.kind)
                    yield unit, _is_same(name, written) and is_kind and (not around or any(around))


def _is_same(name: Name, other: Name) -> bool:
    return name.spelling == other.spelling


def _fits(name: Name, level: str) -> bool:
    return not name.kind or name.kind in KINDS[level]


def _is_unit(name: Name) -> bool:
    return name.kind in ALL_KINDS or name.may_be_commune


def _of_that_kind(found: list[tuple[Unit, bool]], names: tuple[Name, ...], level: str) -> list[tuple[Unit, bool]]:
    """Those of the kind that is written. None is: a district was raised since (huyện -> thị xã) and is the same, a
    commune may have been another one and is no longer sure."""
    kinds = {name.kind for name in names if name.kind}
    same = [(unit, is_sure) for unit, is_sure in found if not kinds or unit.written.kind in kinds]
    if same or level != "commune":
        return same or found
    return [(unit, False) for unit, _is_sure in found]


def _unsure(reading: Reading, is_so: bool) -> Reading:
    return Reading(reading.unit, reading.explained, False, reading.is_own, reading.is_open) if is_so else reading


def _through_heir(reading: Reading) -> Reading:
    return Reading(reading.unit, reading.explained, reading.is_sure, False, reading.is_open)
