"""What stands on the shelf, as sets of bits: counts of every filter in microseconds, also for 20,000 products.

Pure: facts come in as values. Each product has a place (a bit); each value of a facet is an integer whose
bits are the places that have it. A facet's counts leave its own filter out, so that a second province can
be added to a first one.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import Any

FACETS = ("group", "set", "province", "star")
Filters = Mapping[str, Sequence[str]]  # facet -> chosen values; several values of one facet mean "or"


@dataclass(frozen=True, slots=True)
class Facts:
    """One product on sale on the shelf's day. `price` in whole đồng; `number` grows with newness."""

    number: int
    group: str
    set: str
    province: str
    star: str
    price: int | None = None
    place: str = ""  # the province's name, as filters call it

    @property
    def price_key(self) -> tuple[bool, int]:
        """Products without a price stand last, whichever way prices run."""
        return (self.price is None, self.price or 0)


SORTS = {
    "stars": lambda facts: (-int(facts.star or 0), -facts.number),
    "newest": lambda facts: (-facts.number,),
    "price": lambda facts: (*facts.price_key, -facts.number),
    "price-desc": lambda facts: (facts.price_key[0], -facts.price_key[1], -facts.number),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is left after the filters: its size, and for each facet how many each value would leave."""

    bits: int
    counts: dict[str, dict[str, int]]

    @property
    def total(self) -> int:
        return self.bits.bit_count()


BIT_OF_DIGIT = bytes.maketrans(b"01", b"\x00\x01")


class _Order:
    """Places in one order, beside what they are ordered by."""

    def __init__(self, sort: Callable[[Any], tuple]) -> None:
        self._sort = sort
        self._keys: list[tuple] = []
        self.places: list[int] = []

    def fill(self, facts: Iterable[tuple[int, Any]]) -> None:
        """With the facts of each place, all at once."""
        self._keys = sorted((self._sort(known), place) for place, known in facts)
        self.places = [place for _, place in self._keys]

    def add(self, place: int, facts: Any) -> None:
        key = (self._sort(facts), place)
        position = bisect_left(self._keys, key)
        self._keys.insert(position, key)
        self.places.insert(position, place)

    def remove(self, place: int, facts: Any) -> None:
        position = bisect_left(self._keys, (self._sort(facts), place))
        del self._keys[position], self.places[position]


class Shelf:
    """Products on sale with their facts. Not safe for threads: its keeper holds a lock."""

    facets: Sequence[str] = FACETS
    sorts: Mapping[str, Callable[[Any], tuple]] = SORTS

    def __init__(self, facts: Mapping[int, Any] | None = None) -> None:
        self._place_of: dict[int, int] = {}
        self._keys: list[int] = []
        self._facts: dict[int, Any] = {}
        self._all = 0
        self.places: dict[str, str] = {}
        self._bits: dict[str, dict[str, int]] = {facet: defaultdict(int) for facet in self.facets}
        self._orders = {name: _Order(sort) for name, sort in self.sorts.items()}
        self._fill(facts or {})

    def __len__(self) -> int:
        return len(self._facts)

    def __contains__(self, key: int) -> bool:
        return key in self._facts

    def put(self, key: int, facts: Any | None) -> None:
        """Place a product, move it to its new facts, or take it away (None)."""
        if key in self._facts:
            self._take(key)
        if facts is not None:
            place = self._note(key, facts)
            for order in self._orders.values():
                order.add(place, facts)

    def select(self, filters: Filters, among: Iterable[int] | None = None) -> Selection:
        """Products that meet all filters, of those in `among` (of all when None)."""
        base = self._all if among is None else self._all & self._bits_of(among)
        allowed = {facet: self._any_of(facet, filters.get(facet, ())) for facet in self.facets}
        counts = {}
        for facet in self.facets:
            left = base
            for other in self.facets:
                if other != facet:
                    left &= allowed[other]
            counts[facet] = self._counts(facet, left)
        for bits in allowed.values():
            base &= bits
        return Selection(base, counts)

    def page(self, selection: Selection, order: str | Iterable[int], start: int, stop: int) -> list[int]:
        """Keys `start` to `stop` of the selection, by the name of a sort or in the order of given keys."""
        digits = f"{selection.bits:0{len(self._keys)}b}".encode()
        is_chosen = digits.translate(BIT_OF_DIGIT)[::-1]
        places = self._places(order)
        chosen = compress(places, map(is_chosen.__getitem__, places))
        return [self._keys[place] for place in islice(chosen, start, stop)]

    def _places(self, order: str | Iterable[int]) -> list[int]:
        if isinstance(order, str):
            return self._orders[order].places
        return [self._place_of[key] for key in order if key in self._facts]

    def _fill(self, facts: Mapping[int, Any]) -> None:
        for key, known in facts.items():
            self._note(key, known)
        for order in self._orders.values():
            order.fill((self._place_of[key], known) for key, known in facts.items())

    def _note(self, key: int, facts: Any) -> int:
        place = self._place_of.get(key)
        if place is None:
            place = self._place_of[key] = len(self._keys)
            self._keys.append(key)
        self._facts[key] = facts
        self.places[facts.province] = facts.place
        self._all |= 1 << place
        for facet in self.facets:
            self._bits[facet][getattr(facts, facet)] |= 1 << place
        return place

    def _take(self, key: int) -> None:
        facts, place = self._facts.pop(key), self._place_of[key]
        self._all &= ~(1 << place)
        for facet in self.facets:
            self._bits[facet][getattr(facts, facet)] &= ~(1 << place)
        for order in self._orders.values():
            order.remove(place, facts)

    def _bits_of(self, keys: Iterable[int]) -> int:
        marks = bytearray(len(self._keys) // 8 + 1)
        for key in keys:
            if (place := self._place_of.get(key)) is not None:
                marks[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(marks, "little")

    def _any_of(self, facet: str, values: Sequence[str]) -> int:
        """Bits of the products that have one of `values`; all bits when none is asked for."""
        if not values:
            return -1
        bits = 0
        for value in values:
            bits |= self._bits[facet].get(value, 0)
        return bits

    def _counts(self, facet: str, among: int) -> dict[str, int]:
        counted = ((value, (bits & among).bit_count()) for value, bits in self._bits[facet].items() if value)
        return {value: count for value, count in counted if count}
