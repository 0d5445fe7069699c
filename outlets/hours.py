"""Opening hours as schema.org writes them: "Mo-Fr 08:00-17:30; Sa,Su 08:00-21:00". "24/7" never closes.

A span that ends at or before its start runs past midnight: "18:00-02:00". Times are those of the place.
"""

import re
from collections.abc import Iterator
from datetime import datetime

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
A_DAY = 24 * 60  # minutes
Span = tuple[int, int]  # minutes after 0:00 of its day; the end is not included, past midnight it exceeds A_DAY
Week = tuple[tuple[Span, ...], ...]  # seven, Monday first

_RULE = re.compile(r"(?P<days>[A-Za-z,\- ]+?)\s+(?P<spans>[\d:,\- ]+)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class HoursError(ValueError):
    """The text does not say when it is open."""


def parse(text: str) -> Week:
    """The week that `text` tells; a day said twice has both spans. Empty text: never open. Raises HoursError."""
    week: list[list[Span]] = [[] for _day in DAYS]
    if text.strip() == ALWAYS:
        return tuple(((0, A_DAY),) for _day in DAYS)
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        days, spans = _rule(rule)
        for day in days:
            week[day].extend(spans)
    return tuple(tuple(sorted(spans)) for spans in week)


def is_open(week: Week, at: datetime) -> bool:
    """Whether it is open at the local time `at`: today's spans, and yesterday's that run past midnight."""
    minute = at.hour * 60 + at.minute
    today, yesterday = week[at.weekday()], week[at.weekday() - 1]
    return any(start <= minute < end for start, end in today) or any(minute + A_DAY < end for _start, end in yesterday)


def rows(week: Week) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Days that follow one another with the same hours: (first day 0-6, last day, ("08:00–17:30", …))."""
    first = 0
    for day in range(1, len(DAYS) + 1):
        if day == len(DAYS) or week[day] != week[first]:
            yield first, day - 1, tuple(f"{_clock(start)}–{_clock(end)}" for start, end in week[first])
            first = day


def _rule(rule: str) -> tuple[list[int], list[Span]]:
    parts = _RULE.fullmatch(rule)
    if not parts:
        raise HoursError(rule)
    return list(_days(parts["days"])), [_span(span) for span in parts["spans"].split(",")]


def _days(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _dash, last = (name.strip().title() for name in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise HoursError(part)
        start, stop = DAYS.index(first), DAYS.index(last or first)
        yield from ((start + step) % 7 for step in range((stop - start) % 7 + 1))


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise HoursError(text)
    h1, m1, h2, m2 = map(int, found.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if max(m1, m2) > 59 or start >= A_DAY or end > A_DAY:
        raise HoursError(text)
    return start, end if end > start else end + A_DAY


def _clock(minute: int) -> str:
    hour, rest = divmod(minute if minute == A_DAY else minute % A_DAY, 60)
    return f"{hour:02}:{rest:02}"
