"""More out than in: warned of where it can be told, and only there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.areas import counts_on, doubt
from traceability.balance import Amount, Excess, excess
from traceability.units import UNITS


@pytest.mark.parametrize(
    ("went_in", "came_out", "found"),
    [
        ([Amount(10, "KGM")], [Amount(105, pack_grams=100)], None),  # five of a hundred are tolerated
        ([Amount(10, "KGM")], [Amount(106, pack_grams=100)], Excess("mass", 10_000, 10_600)),
        ([Amount(1, "TNE"), Amount(500, "KGM")], [Amount(1_400, "KGM")], None),
        ([Amount(2, "LTR")], [Amount(3, pack_millilitres=750)], Excess("volume", 2_000, 2_250)),
        ([Amount(2, "LTR")], [Amount(9, "KGM")], None),  # litres of what?
        ([Amount(20)], [Amount(30, "C62")], Excess("number", 20, 30)),
        ([], [Amount(30)], None),
        ([Amount(20)], [], None),
    ],
)
def test_more_out_than_in_is_told_where_both_measure_the_same(went_in, came_out, found):
    assert excess(went_in, came_out) == found


@given(st.sampled_from(sorted(UNITS)), st.integers(1, 10**6), st.integers(0, 10**6))
def test_what_went_in_may_always_come_out_and_less_too(uom, amount, less):
    assert excess([Amount(amount, uom)], [Amount(max(amount - less, 1), uom)]) is None


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        ("VN-DTOR-0017", "area", ""),
        ("VN-DTPH-0001", "packhouse", ""),
        ("VN-DTPH-0001", "area", "kind"),
        ("PUC-2024/17", "area", "shape"),
        ("vn-dtor-0017", "area", "shape"),
    ],
)
def test_an_odd_code_of_a_growing_area_is_doubted(code, kind, why):
    assert doubt(code, kind) == why


def test_a_code_counts_on_both_its_end_days():
    first, last, day = date(2026, 1, 1), date(2026, 12, 31), timedelta(days=1)

    assert [counts_on(at, first, last) for at in (first - day, first, last, last + day)] == [False, True, True, False]
    assert counts_on(first, None, None)
