"""The filing window and the last grading round, on plain days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.renewal import WORDS, last_saving_round, renewal_of, rounds_of

ONE_DAY = timedelta(days=1)
END = date(2027, 12, 31)  # its province round: files by 30 October, decided before 30 December
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
stars = st.integers(3, 5)


@pytest.mark.parametrize(
    ("before_end", "state"),
    [
        (181, "early"),
        (180, "open"),
        (120, "open"),
        (119, "late"),
        (62, "late"),
        (61, "lost"),
        (0, "lost"),
        (-1, "ended"),
    ],
)
def test_the_window_opens_180_and_closes_120_days_before_the_end(before_end, state):
    assert renewal_of(END, stars=4, day=END - before_end * ONE_DAY).state == state


@pytest.mark.parametrize(
    ("last_day", "stars", "files_by", "decided_by"),
    [
        (date(2027, 6, 30), 4, date(2027, 4, 30), date(2027, 6, 30)),
        (date(2027, 6, 29), 4, date(2026, 10, 30), date(2026, 12, 30)),
        (date(2027, 12, 29), 3, date(2027, 4, 30), date(2027, 6, 30)),
        (date(2027, 12, 30), 3, date(2027, 10, 30), date(2027, 12, 30)),
        (date(2027, 3, 30), 5, date(2027, 1, 30), date(2027, 3, 30)),
        (date(2027, 3, 29), 5, date(2026, 7, 30), date(2026, 9, 30)),
        (date(2028, 1, 1), 5, date(2027, 7, 30), date(2027, 9, 30)),
    ],
)
def test_the_last_round_is_the_one_decided_by_the_end(last_day, stars, files_by, decided_by):
    assert last_saving_round(last_day, stars=stars) == (files_by, decided_by)


@given(days, stars)
def test_no_later_round_would_be_decided_in_time(last_day, stars):
    found = last_saving_round(last_day, stars=stars)
    around = [one for year in (last_day.year - 1, last_day.year) for one in rounds_of(year, stars=stars)]

    assert found.decided_by <= last_day
    assert all(one.decided_by > last_day for one in around if one.decided_by > found.decided_by)


@given(days, st.integers(-400, 400), stars, st.booleans())
def test_every_day_has_one_state_with_a_word(last_day, ahead, stars, filed):
    found = renewal_of(last_day, stars=stars, day=last_day - ahead * ONE_DAY, filed=filed)

    assert found.state in WORDS
    assert found.days_left == ahead
    assert (found.closes - found.opens).days == 60


def test_a_file_handed_in_is_said_until_the_end():
    assert renewal_of(END, stars=4, day=END, filed=True).state == "filed"
    assert renewal_of(END, stars=4, day=END + ONE_DAY, filed=True).state == "ended"


def test_stars_that_are_never_certified_have_no_round():
    with pytest.raises(ValueError, match="got 2"):
        renewal_of(END, stars=2, day=END)
