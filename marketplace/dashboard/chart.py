"""A chart of days as rectangles: two bars a day, by a provider's word and by our books. Pure."""

from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 560, 160
GAP = 0.3  # of a day's width, left free


@dataclass(frozen=True)
class Bar:
    """In the chart's units, from its upper left corner. `side`: "told" or "booked"."""

    side: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """`marks`: (x, the day's words) under the bars; `top`: what the height stands for, đồng."""

    bars: list[Bar]
    marks: list[tuple[int, str]]
    top: int


def chart_of(days: list[tuple[date, int, int]]) -> Chart:
    """Draw (day, told, booked) from left to right. A day below zero (more went back than came) has no bar."""
    top = max((amount for _day, *sides in days for amount in sides), default=0)
    step = WIDTH / max(len(days), 1)
    bars, marks = [], []
    for place, (day, *sides) in enumerate(days):
        left, width = step * (place + GAP / 2), step * (1 - GAP) / 2
        marks.append((round(step * (place + 0.5)), f"{day:%d/%m}"))
        for number, (side, amount) in enumerate(zip(("told", "booked"), sides, strict=True)):
            height = round(HEIGHT * max(amount, 0) / top) if top > 0 else 0
            bars.append(Bar(side, round(left + number * width), HEIGHT - height, max(round(width) - 1, 1), height))
    return Chart(bars, marks, max(top, 0))
