"""How đồng are shared out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.ledger.shares import Rates, Split, first, settle, split

amounts = st.integers(0, 100_000_000)
rates = st.builds(Rates, st.integers(0, 3_000), st.integers(0, 500), st.integers(0, 500))


@given(amounts, st.lists(st.integers(0, 10_000_000), min_size=1, max_size=12).filter(any))
def test_shares_sum_to_the_total_and_none_is_off_by_a_dong(total, weights):
    shares = split(total, weights)

    assert sum(shares) == total
    assert all(abs(share - total * weight / sum(weights)) < 1 for share, weight in zip(shares, weights, strict=True))


def test_the_largest_remainder_gets_the_odd_dong():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [1, 2, 4]) == [1, 3, 6]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_without_a_sensible_weight_nothing_is_shared(weights):
    with pytest.raises(ValueError):
        split(100, weights)


@given(amounts, st.integers(1, 99), st.data())
def test_the_first_pieces_get_what_equal_shares_give_them(total, count, data):
    pieces = data.draw(st.integers(0, count))

    assert first(total, pieces, count) == sum(split(total, [1] * count)[:pieces])


@given(amounts, amounts, rates)
def test_a_sale_goes_to_the_dong_to_fee_taxes_and_producer(paid, added, kept):
    parts = settle(paid, added, kept)

    assert parts.net + parts.fee + parts.vat + parts.pit == paid + added
    assert min(parts.net, parts.fee, parts.vat, parts.pit) >= 0
    assert parts.fee <= (paid + added) * kept.fee / 10_000 < parts.fee + 1


@given(amounts, st.integers(1, 30), rates, st.data())
def test_pieces_given_back_one_by_one_leave_nothing_behind(price, count, kept, data):
    steps = data.draw(st.lists(st.integers(1, 5)))
    left, whole = count, settle(price, 0, kept)
    back = Split()
    for step in [*steps, count]:
        after = max(0, left - step)
        part = settle(first(price, left, count), 0, kept).minus(settle(first(price, after, count), 0, kept))
        back, left = back.plus(part), after

    assert back == whole
