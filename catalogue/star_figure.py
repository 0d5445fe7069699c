"""The drawing of a timeline: where each bar, mark and year stands, in whole units of a small SVG.

Whole numbers only: a template writes 12.5 as "12,5" in Vietnamese. Pure: knows dates and numbers.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

WIDTH, HEIGHT = 720, 216
LEFT, RIGHT = 84, 704  # between them lies time
ROWS = {5: 60, 4: 104, 3: 148}  # stars -> middle of the row
AXIS, THICK = 180, 20
EDGE = timedelta(days=45)  # before the first day and after the last
MOST_YEARS = 8  # labels that find room
NEAR = 60  # units from an edge at which a label turns inwards
BAD_ENDS = {"revoked"}
QUIET_ENDS = {"expired", "withdrawn"}


class Bar(NamedTuple):
    """Part of a row; `kind`: past, now, ahead (counts from today on) or extended."""

    x: int
    y: int
    width: int
    kind: str


class Mark(NamedTuple):
    """How a bar ended; `kind`: bad or quiet."""

    x: int
    y: int
    kind: str


class Tick(NamedTuple):
    x: int
    label: str


class Figure(NamedTuple):
    """Everything that the template draws. `rows` are (stars, y); `today` is (x, anchor)."""

    bars: list[Bar]
    marks: list[Mark]
    years: list[Tick]
    rows: list[tuple[int, int]]
    today: tuple[int, str]


class Scale:
    """Days to units."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.days = first, max(1, (last - first).days)

    def x(self, day: date) -> int:
        share = (day - self.first).days / self.days
        return round(LEFT + (RIGHT - LEFT) * min(1, max(0, share)))


def figure_of(spans: Iterable, day: date) -> Figure | None:
    """Draw `spans` (catalogue.timeline.Span) as seen on `day`; None without any."""
    spans = list(spans)
    if not spans:
        return None
    first, last = spans[0].start, max(day, *(span.end for span in spans))
    scale = Scale(min(first, day) - EDGE, last + EDGE)
    return Figure(
        bars=[bar for span in spans for bar in _bars(span, day, scale)],
        marks=[mark for span in spans for mark in _marks(span, scale)],
        years=_years(scale, last + EDGE),
        rows=list(ROWS.items()),
        today=(scale.x(day), _anchor(scale.x(day))),
    )


def _bars(span, day: date, scale: Scale) -> list[Bar]:
    """The part behind us, the part ahead, and what an extension added."""
    counts = span.start <= day <= span.end
    seen = min(day, span.printed_end)
    parts = [
        (span.start, seen, "now" if counts else "past"),
        (max(span.start, seen + timedelta(days=1)), span.printed_end, "ahead"),
        (span.printed_end + timedelta(days=1), span.end, "extended"),
    ]
    return [_bar(ROWS[span.certificate.stars], *part, scale) for part in parts if part[0] <= part[1]]


def _bar(middle: int, start: date, end: date, kind: str, scale: Scale) -> Bar:
    x = scale.x(start)
    return Bar(x, middle - THICK // 2, max(2, scale.x(end + timedelta(days=1)) - x), kind)


def _marks(span, scale: Scale) -> list[Mark]:
    kind = "bad" if span.status in BAD_ENDS else "quiet" if span.status in QUIET_ENDS else ""
    at = max(span.start, span.end + timedelta(days=1))
    return [Mark(scale.x(at), ROWS[span.certificate.stars], kind)] if kind else []


def _years(scale: Scale, last: date) -> list[Tick]:
    """New Year's days, every so many years that the labels find room."""
    years = range(scale.first.year + 1, last.year + 1)
    step = -(-len(years) // MOST_YEARS) or 1
    return [Tick(scale.x(date(year, 1, 1)), str(year)) for year in years[::step]]


def _anchor(x: int) -> str:
    return "end" if x > RIGHT - NEAR else "start" if x < LEFT + NEAR else "middle"
