"""Phones, order numbers and parcel fees as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.order.numbers import ALPHABET, new_order_number, read_order_number
from marketplace.order.phones import normalise, spoken
from marketplace.shipping.rates import FREE_FROM, parcel_fee


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "091 234 5678",
        "0912.345.678",
        "+84912345678",
        "84912345678",
        "0084 912 345 678",
        "+84 (0)912345678",
    ],
)
def test_one_phone_written_in_many_ways_is_one_phone(text):
    assert normalise(text) == "+84912345678"


@pytest.mark.parametrize(
    "text", ["", "abc", "12345", "0112345678", "09123456789", "091234567", "+84 12", "+0123456789"]
)
def test_what_cannot_be_called_is_no_phone(text):
    with pytest.raises(ValueError, match="phone"):
        normalise(text)


@pytest.mark.parametrize("text", ["02838221234", "+1 415 555 2671"])
def test_landlines_and_foreign_numbers_are_phones(text):
    assert normalise(text).startswith("+")


def test_a_phone_is_spoken_in_groups():
    assert spoken("+84912345678") == "0912 345 678"


@given(st.text("0123456789", min_size=9, max_size=9))
def test_normalising_twice_changes_nothing(digits):
    try:
        once = normalise("0" + digits)
    except ValueError:
        return
    assert normalise(once) == normalise(spoken(once)) == once


@given(st.text(ALPHABET, min_size=10, max_size=10))
def test_an_order_number_is_read_however_it_is_written(symbols):
    messy = f"oc {symbols[:5].lower()}-{symbols[5:].replace('0', 'O').replace('1', 'l')}"

    assert read_order_number(messy) == f"OC{symbols}"


def test_new_numbers_are_readable_and_differ():
    numbers = {new_order_number() for _ in range(100)}

    assert len(numbers) == 100
    assert all(read_order_number(number) == number for number in numbers)


@pytest.mark.parametrize(
    ("grams", "goods", "fee"),
    [
        (500, 100_000, 25_000),
        (900, 100_000, 25_000),
        (901, 100_000, 30_000),
        (2000, 100_000, 40_000),
        (9000, FREE_FROM, 0),
    ],
)
def test_a_parcel_costs_by_weight_until_it_is_free(grams, goods, fee):
    assert parcel_fee(grams, goods) == fee


@given(st.integers(0, 50_000), st.integers(1, FREE_FROM - 1))
def test_heavier_is_never_cheaper(grams, goods):
    assert parcel_fee(grams + 500, goods) >= parcel_fee(grams, goods) > 0
