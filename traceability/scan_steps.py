"""What the scan page tells of a lot in one query: its steps, and the codes of where it grew and was packed.

Two kinds of rows share their columns, so that neither costs a question of its own.
"""

from functools import cache
from typing import NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from catalogue.statements import ASKED_KEY, Statement
from traceability.models import Event, EvidenceFile, GrowingArea

STEP, AREA = "step", "area"
OF_STEP = ("stage", "outcome", "place_text", "note", "author_class", "author_name", "report_number")
OF_AREA = {"kind": 2, "code": 4, "state": 6, "reviewed_by": 7}  # its column among those of a step
TEXTS = slice(2, 2 + len(OF_STEP))
NOTHING = Value("", CharField())


class Told(NamedTuple):
    """`steps` as they happened, each with `declared_at`, `wrong` and `photos` (how many stand behind it)."""

    steps: list[Event]
    areas: list[GrowingArea]


def told_of(lot: int) -> Told:
    """Steps and areas of a lot (primary key). One query."""
    statement = _statement()
    rows = list(statement.converted(statement.run(lot)))
    steps = sorted((row for row in rows if row[0] == STEP), key=lambda row: (row[9], row[1]))
    areas = sorted((row for row in rows if row[0] == AREA), key=lambda row: (row[4], row[1]))
    return Told([_step(row) for row in steps], [_area(row) for row in areas])


def _step(row: tuple) -> Event:
    step = Event(pk=row[1], at=row[9], **dict(zip(OF_STEP, row[TEXTS], strict=True)))
    step.declared_at, step.wrong, step.photos = row[10:13]
    return step


def _area(row: tuple) -> GrowingArea:
    return GrowingArea(pk=row[1], **{name: row[place] for name, place in OF_AREA.items()})


@cache
def _statement() -> Statement:
    return Statement(_steps(), _areas())


def _steps() -> QuerySet:
    place = Case(When(place_text="", then=Coalesce("place__name", NOTHING)), default=F("place_text"))
    texts = [place if name == "place_text" else name for name in OF_STEP]
    steps = Event.objects.order_by().filter(lot=ASKED_KEY).told()
    return steps.values_list(Value(STEP, CharField()), "pk", *texts, "at", "declared_at", "wrong", _photographs())


def _areas() -> QuerySet:
    texts = [{at: name for name, at in OF_AREA.items()}.get(place, NOTHING) for place in range(2, 2 + len(OF_STEP))]
    none = [Value(None, kind) for kind in (DateTimeField(), DateTimeField(), CharField(), IntegerField())]
    return (
        GrowingArea.objects.order_by().filter(lots=ASKED_KEY).values_list(Value(AREA, CharField()), "pk", *texts, *none)
    )


def _photographs() -> Subquery:
    kept = EvidenceFile.objects.photographs().filter(event=OuterRef("pk")).order_by()
    return Subquery(kept.values("event").annotate(count=Count("pk")).values("count"), output_field=IntegerField())
