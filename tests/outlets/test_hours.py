"""Opening hours as a person would read them."""

from datetime import datetime

import pytest

from outlets import hours

MONDAY = "2026-11-23"


def at(clock: str, day: int = 0) -> datetime:
    """A local time in the week of Monday 23 November 2026."""
    return datetime.fromisoformat(f"2026-11-{23 + day}T{clock}:00")


@pytest.mark.parametrize(("clock", "is_open"), [("07:59", False), ("08:00", True), ("17:29", True), ("17:30", False)])
def test_it_opens_on_the_minute_and_is_closed_on_the_last(clock, is_open):
    assert hours.is_open(hours.parse("Mo-Fr 08:00-17:30"), at(clock)) is is_open


@pytest.mark.parametrize(
    ("clock", "day", "is_open"),
    [
        ("23:59", 4, True),
        ("01:59", 5, True),
        ("02:00", 5, False),
        ("01:00", 4, False),
        ("01:00", 0, True),
        ("01:00", 1, False),
    ],
)
def test_a_night_market_is_still_open_after_midnight_also_from_sunday_to_monday(clock, day, is_open):
    assert hours.is_open(hours.parse("Fr-Su 18:00-02:00"), at(clock, day)) is is_open


def test_a_lunch_break_is_closed():
    week = hours.parse("Mo-Su 07:00-11:00, 13:30-18:00")

    assert [hours.is_open(week, at(clock)) for clock in ("10:00", "12:00", "14:00")] == [True, False, True]


def test_days_may_run_over_the_week_end():
    week = hours.parse("Sa-Mo 08:00-12:00")

    assert [bool(day) for day in week] == [True, False, False, False, False, True, True]


@pytest.mark.parametrize("clock", ["00:00", "12:00", "23:59"])
def test_what_never_closes_is_always_open(clock):
    assert hours.is_open(hours.parse("24/7"), at(clock))


@pytest.mark.parametrize(
    "text", ["Hai-Sáu 8-17", "Mo-Fr", "Mo 8:00", "Mo 25:00-26:00", "Mo 08:61-09:00", "Xx 08:00-09:00"]
)
def test_a_text_that_says_nothing_clear_is_refused(text):
    with pytest.raises(hours.HoursError):
        hours.parse(text)


def test_equal_days_are_told_together():
    assert list(hours.rows(hours.parse("Mo-Fr 08:00-17:30; Sa 08:00-12:00"))) == [
        (0, 4, ("08:00–17:30",)),
        (5, 5, ("08:00–12:00",)),
        (6, 6, ()),
    ]
