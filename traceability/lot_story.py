"""What the public may know of a lot besides its steps: where it grew, one step back, one step forward, its place in
the log. Other lots are named only where anyone may read them, too; amounts are never added up here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from traceability import lineage
from traceability.models import Event, GrowingArea, Lot, LotInput, SignedRoot

HANDED_ON = (Event.Stage.SHIP, Event.Stage.RECEIVE, Event.Stage.SELL)  # their party is whom the lot went to


class AreaShown(NamedTuple):
    """A code, the paper of the authority that spoke of it, and whether it counted on the day of harvest (None: that
    day, or the code's days, are not stated)."""

    area: GrowingArea
    document: str | None
    counted: bool | None


class Back(NamedTuple):
    """What went in: goods of a supplier, or the lot itself where anyone may read it (else None)."""

    put_in: LotInput
    lot: Lot | None


@dataclass(frozen=True)
class Way:
    """One step back and one step forward. `came_from`, `went_to`: steps that name somebody; `hidden`: how many lots
    made of this one nobody outside may read."""

    back: Sequence[Back]
    came_from: Sequence[Event]
    forward: Sequence[Lot]
    hidden: int
    went_to: Sequence[Event]


class InLog(NamedTuple):
    """How many records a lot has, and how many of them the last signed root holds."""

    records: int
    held: int
    root: SignedRoot | None


def areas_of(lot: Lot) -> list[AreaShown]:
    """One query."""
    return [AreaShown(area, area.document, _counted(area, lot.harvested_on)) for area in lot.growing_areas.with_paper()]


def _counted(area: GrowingArea, harvested_on: date | None) -> bool | None:
    if harvested_on is None or (area.valid_from is None and area.valid_until is None):
        return None
    return area.is_valid_on(harvested_on)


def way_of(lot: Lot, steps: Iterable[Event]) -> Way:
    """`steps`: of the lot, told(). Three queries."""
    back, forward = list(lineage.one_back(lot)), list(lineage.one_forward(lot))
    made = dict.fromkeys(one.event.lot_id for one in forward)
    near = Lot.objects.public().select_related("product").in_bulk({*made, *(one.source_id for one in back)} - {None})
    parties = [step for step in steps if step.party and not step.declared_at]
    return Way(
        back=[Back(one, near.get(one.source_id)) for one in back],
        came_from=[step for step in parties if step.stage not in HANDED_ON],
        forward=[near[key] for key in made if key in near],
        hidden=sum(key not in near for key in made),
        went_to=[step for step in parties if step.stage in HANDED_ON],
    )


def in_log(lot: Lot) -> InLog:
    """Two queries."""
    root = SignedRoot.objects.last()
    return InLog(*lot.records.held_by(root.size if root else 0), root)
