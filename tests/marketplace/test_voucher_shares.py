"""Parts that sum to the đồng."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.vouchers.shares import saving, shares

weights = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=12).filter(any)


@given(weights, st.data())
def test_shares_sum_to_the_dong_and_none_exceeds_its_weight(weights, data):
    amount = data.draw(st.integers(0, sum(weights)))

    parts = shares(amount, weights)

    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(weights, st.integers(0, 9_000_000))
def test_no_share_is_a_whole_dong_away_from_its_exact_part(weights, amount):
    for part, weight in zip(shares(amount, weights), weights, strict=True):
        assert abs(part * sum(weights) - amount * weight) < sum(weights)


@given(weights, st.integers(0, 9_000_000))
def test_a_heavier_line_never_carries_less(weights, amount):
    carried = sorted(zip(weights, shares(amount, weights), strict=True), key=lambda pair: pair[0])

    for (light, less), (heavy, more) in itertools.pairwise(carried):
        assert light == heavy or less <= more


def test_of_equal_remainders_the_first_is_given_the_odd_dong():
    assert shares(10, [1, 1, 1]) == [4, 3, 3]


@pytest.mark.parametrize(("amount", "weights"), [(-1, [1]), (1, [0, 0]), (5, [-1, 6]), (1, [])])
def test_what_cannot_be_parted_is_refused(amount, weights):
    with pytest.raises(ValueError, match="part"):
        shares(amount, weights)


@pytest.mark.parametrize(
    ("goods", "terms", "off"),
    [
        (199_999, {"percent": 10}, 19_999),
        (1_000_000, {"percent": 50, "most": 80_000}, 80_000),
        (300_000, {"amount": 40_000}, 40_000),
        (30_000, {"amount": 40_000}, 29_999),
        (1, {"percent": 90}, 0),
    ],
)
def test_a_saving_is_whole_dong_and_never_all_of_the_goods(goods, terms, off):
    assert saving(goods, **({"percent": None, "amount": None, "most": None} | terms)) == off
