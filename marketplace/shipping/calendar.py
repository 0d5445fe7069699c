"""Which days parcels leave and travel: Monday to Saturday, except public holidays and a producer's own days off."""

from collections.abc import Callable
from datetime import date, timedelta

from marketplace.shipping.zones import Zone

ONE_DAY = timedelta(days=1)
SUNDAY = 6
# Labour Code 2019, Art. 112.1: (month, day) of every year; which neighbour of 2/9 is free is decided each year, we
# count the day before. 24/11 by Resolution 80-NQ/TW of 2026, counted before the Code says so: a promise errs late.
FIXED = {(1, 1), (4, 30), (5, 1), (9, 1), (9, 2), (11, 24)}
# The lunar ones, reckoned for UTC+7: first day of Tết, day of the Hùng kings (10th of the third month).
LUNAR = {
    2026: (date(2026, 2, 17), date(2026, 4, 26)),
    2027: (date(2027, 2, 6), date(2027, 4, 16)),
    2028: (date(2028, 1, 26), date(2028, 4, 4)),
    2029: (date(2029, 2, 13), date(2029, 4, 23)),
    2030: (date(2030, 2, 2), date(2030, 4, 12)),
    2031: (date(2031, 1, 23), date(2031, 4, 1)),
    2032: (date(2032, 2, 11), date(2032, 4, 19)),
    2033: (date(2033, 1, 31), date(2033, 4, 9)),
    2034: (date(2034, 2, 19), date(2034, 4, 28)),
    2035: (date(2035, 2, 8), date(2035, 4, 17)),
}
TET_BEFORE, TET_AFTER = ONE_DAY, 3 * ONE_DAY  # five days in all, its eve the first
TRANSIT = {Zone.PROVINCE: (1, 2), Zone.REGION: (2, 4), Zone.COUNTRY: (2, 5)}  # working days from dispatch to door


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday; of the lunar ones only years in LUNAR are known."""
    if (day.month, day.day) in FIXED:
        return True
    tet, kings = LUNAR.get(day.year, (None, None))
    return day == kings or (tet is not None and tet - TET_BEFORE <= day <= tet + TET_AFTER)


def is_working(day: date) -> bool:
    """Whether carriers collect and deliver on `day`."""
    return day.weekday() != SUNDAY and not is_holiday(day)


def leaves_on(ordered: date, handling: int, is_closed: Callable[[date], bool]) -> date:
    """Return the day a parcel leaves: `handling` open days after the first open day from `ordered` on.

    A day is open when carriers work and the producer is not closed. `is_closed` must end some day.
    """
    day = ordered
    while True:
        if is_working(day) and not is_closed(day):
            if handling == 0:
                return day
            handling -= 1
        day += ONE_DAY


def arrives_on(left: date, days: int) -> date:
    """Return the day at the door, `days` working days after the day it left."""
    day = left
    while days:
        day += ONE_DAY
        days -= is_working(day)
    return day


def window(left: date, zones: list[Zone]) -> tuple[date, date]:
    """Return first and last day at the door, both included, for a parcel that goes to one of `zones` (near to far)."""
    return arrives_on(left, TRANSIT[zones[0]][0]), arrives_on(left, TRANSIT[zones[-1]][1])
