"""Whether more came out of a lot than went into it. Plain Python on plain values.

It only warns: drying, water and waste are not known here, and what is measured in kg cannot be set against litres.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from traceability import units

TOLERANCE = Decimal("0.05")


@dataclass(frozen=True)
class Amount:
    """`quantity` of `uom`; packs weigh `pack_grams` or hold `pack_millilitres` each, where that is known."""

    quantity: int
    uom: str = ""
    pack_grams: int | None = None
    pack_millilitres: int | None = None

    @property
    def measured(self) -> tuple[str, int]:
        """What it measures, and how much of the smallest unit."""
        kind, amount = units.kind_of(self.uom), units.smallest(self.quantity, self.uom)
        if kind == units.NUMBER and self.pack_grams:
            return units.MASS, amount * self.pack_grams
        if kind == units.NUMBER and self.pack_millilitres:
            return units.VOLUME, amount * self.pack_millilitres
        return kind, amount


@dataclass(frozen=True)
class Excess:
    """More came out than went in: both in grams, millilitres or packs, as `kind` says."""

    kind: str
    went_in: int
    came_out: int


def excess(went_in: Iterable[Amount], came_out: Iterable[Amount], tolerance: Decimal = TOLERANCE) -> Excess | None:
    """What is too much; None when it fits, or when the two cannot be compared."""
    ins, outs = [one.measured for one in went_in], [one.measured for one in came_out]
    kinds = {kind for kind, _ in [*ins, *outs]}
    if not ins or not outs or len(kinds) > 1:
        return None
    total_in, total_out = sum(amount for _, amount in ins), sum(amount for _, amount in outs)
    return Excess(kinds.pop(), total_in, total_out) if total_out > total_in * (1 + tolerance) else None
