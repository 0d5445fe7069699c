"""When a certificate must be filed for re-assessment (đánh giá lại), and which grading round still saves it.

Source: Decision 26/2026/QĐ-TTg, Art. 5-7: the file is handed in 180 to 120 days before the end; a province grades at
least twice a year (files by 30 April and 30 October), the ministry too (files by 30 January and 30 July).
"""

from datetime import date, timedelta
from typing import NamedTuple

from catalogue import ocop
from catalogue.ocop import _

# authority -> ((last day to file, day before which it is decided), …), each (month, day), in the order of the year
GRADING_ROUNDS = {
    "province": (((4, 30), (6, 30)), ((10, 30), (12, 30))),
    "ministry": (((1, 30), (3, 30)), ((7, 30), (9, 30))),
}

WORDS = {
    "early": _("Chưa đến cửa nộp hồ sơ"),
    "open": _("Đang trong cửa nộp hồ sơ"),
    "late": _("Quá cửa nộp, còn đợt chấm kịp"),
    "lost": _("Quá cửa nộp, không còn đợt chấm nào kịp"),
    "filed": _("Đã nộp, đang đánh giá lại"),
    "ended": _("Đã hết hạn"),
}


class GradingRound(NamedTuple):
    """A round of grading (đợt đánh giá): files are taken up to `files_by`, decided before `decided_by`."""

    files_by: date
    decided_by: date


class Renewal(NamedTuple):
    """What stands between a certificate and its end. `opens` and `closes` both belong to the window;
    `last_round` is the last one decided by the end; `days_left` is 0 on the last day, negative afterwards."""

    state: str  # a key of WORDS
    opens: date
    closes: date
    last_round: GradingRound
    days_left: int


def renewal_of(last_day: date, *, stars: int, day: date, filed: bool = False) -> Renewal:
    """How a certificate of 3-5 stars that counts up to `last_day` stands on `day`; `filed`: in re-assessment already.

    Raises ValueError for stars that are never certified.
    """
    opens = last_day - timedelta(days=ocop.RENEWAL_OPENS_DAYS)
    closes = last_day - timedelta(days=ocop.RENEWAL_CLOSES_DAYS)
    last_round = last_saving_round(last_day, stars=stars)
    days_left = (last_day - day).days
    if days_left < 0 or filed:
        state = "ended" if days_left < 0 else "filed"
    elif day <= closes:
        state = "early" if day < opens else "open"
    else:
        state = "late" if day <= last_round.files_by else "lost"
    return Renewal(state, opens, closes, last_round, days_left)


def last_saving_round(last_day: date, *, stars: int) -> GradingRound:
    """The last round whose decision comes no later than `last_day`.

    A round "before 30 June" is counted as decided on 30 June: nothing is promised that one day could break.
    """
    years = (last_day.year, last_day.year - 1)
    rounds = (one for year in years for one in reversed(rounds_of(year, stars=stars)))
    return next(one for one in rounds if one.decided_by <= last_day)


def rounds_of(year: int, *, stars: int) -> list[GradingRound]:
    """The rounds of the authority that recognises `stars`, in the order of the year."""
    return [GradingRound(date(year, *by), date(year, *out)) for by, out in GRADING_ROUNDS[ocop.authority_for(stars)]]
