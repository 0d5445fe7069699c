"""A chart of days as rectangles: one bar or two a day. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 560, 160
GAP = 0.3  # of a day's width, left free
BY_BOTH = ("told", "booked")  # by a provider's word, by our books


@dataclass(frozen=True)
class Bar:
    """In the chart's units, from its upper left corner. `side`: "told", "booked" or "scans"."""

    side: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """`marks`: (x, the day's words) under the bars; `top`: what the height stands for."""

    bars: list[Bar]
    marks: list[tuple[int, str]]
    top: int


def chart_of(days: Sequence[tuple], sides: Sequence[str] = BY_BOTH, *, most_marks: int = 31) -> Chart:
    """Draw (day, amount of each side) from left to right. A day below zero (more went back than came) has no bar.

    At most `most_marks` days are named, evenly.
    """
    top = max((amount for _day, *amounts in days for amount in amounts), default=0)
    step, every = WIDTH / max(len(days), 1), -(-len(days) // most_marks)
    bars, marks = [], []
    for place, (day, *amounts) in enumerate(days):
        left, width = step * (place + GAP / 2), step * (1 - GAP) / len(sides)
        if place % every == 0:
            marks.append((round(step * (place + 0.5)), _words(day)))
        for number, (side, amount) in enumerate(zip(sides, amounts, strict=True)):
            height = round(HEIGHT * max(amount, 0) / top) if top > 0 else 0
            bars.append(Bar(side, round(left + number * width), HEIGHT - height, max(round(width) - 1, 1), height))
    return Chart(bars, marks, max(top, 0))


def _words(day: date) -> str:
    return f"{day:%d/%m}"
