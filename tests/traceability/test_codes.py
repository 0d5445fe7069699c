import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.codes import (
    ALPHABET,
    LENGTH,
    check_symbol,
    has_code_shape,
    is_code,
    new_code,
    normalise,
    readings,
    spaced,
)

symbols = st.sampled_from(ALPHABET)
bodies = st.text(symbols, min_size=LENGTH - 1, max_size=LENGTH - 1)
places = st.integers(0, LENGTH - 1)


def whole(body: str) -> str:
    return body + check_symbol(body)


def test_a_new_code_is_valid_and_never_the_same():
    codes = [new_code() for _ in range(2_000)]

    assert all(is_code(code) for code in codes)
    assert len(set(codes)) == len(codes)


def test_the_check_symbol_is_the_one_the_first_labels_were_printed_with():
    assert check_symbol("000000000000001") == "2"
    assert check_symbol("ABCDEFGHJKMNPQR") == "B"


@given(bodies, places, symbols)
def test_any_single_wrong_symbol_is_caught(body, place, wrong):
    code = whole(body)
    changed = code[:place] + wrong + code[place + 1 :]

    assert is_code(changed) == (changed == code)


@given(bodies, st.integers(0, LENGTH - 2))
def test_any_swap_of_neighbours_is_caught(body, place):
    code = whole(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    assert is_code(swapped) == (swapped == code)


@given(bodies, st.data())
def test_every_way_of_typing_a_code_means_the_same(body, data):
    code = whole(body)
    typed = "".join(data.draw(st.sampled_from(_spellings(symbol))) for symbol in spaced(code))

    assert normalise(typed + data.draw(st.sampled_from(["", "/"]))) == code


@pytest.mark.parametrize("typed", ["cu.vn/mã/7", "cu.vn/ma\u0303/7", "cu.vn%2Fm%c3%a3/7", "cu.vn/m%25C3%25A3/7"])
def test_percent_signs_and_the_way_accents_are_written_make_no_other_code(typed):
    assert normalise(typed) == "CU.VNMÃ7"


def test_bytes_that_are_no_text_stay_apart_and_plain_codes_have_one_reading():
    assert normalise("cu.vn?x=%FE") != normalise("cu.vn?x=%FF")
    assert readings("ct 0001-7") == ("CT00017",)


def _spellings(symbol: str) -> list[str]:
    looks_like = {"1": "1iIlL", "0": "0oO", " ": " -"}
    return list(looks_like.get(symbol, symbol + symbol.lower()))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T",
        "U" * LENGTH,
        "0" * (LENGTH - 1),
        "0" * (LENGTH + 1),
        "Đ" * LENGTH,
        "²" * LENGTH,
    ],
)
def test_a_text_of_another_shape_is_no_code(text):
    assert not has_code_shape(normalise(text))
    assert not is_code(normalise(text))


def test_a_printed_code_stands_in_groups_of_four():
    assert spaced("0123456789ABCDEF") == "0123 4567 89AB CDEF"
