import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import gtin as gtins
from tests.support import tools

bodies = st.text("0123456789", min_size=7, max_size=13).filter(lambda body: len(body) in (7, 11, 12, 13))


@given(bodies, st.data())
def test_any_single_wrong_digit_is_caught(body, data):
    gtin = body + gtins.check_digit(body)
    place = data.draw(st.integers(0, len(gtin) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))

    assert gtins.is_gtin(gtin)
    assert not gtins.is_gtin(gtin[:place] + wrong + gtin[place + 1 :])


@pytest.mark.parametrize(
    "text",
    ["", "8", "abcdefgh", "893850000001", "٠٢٣٤٥٦٧٣", " 2345673", "123456789012345675"],
)
def test_other_texts_are_no_gtin(text):
    assert not gtins.is_gtin(text)


@pytest.mark.parametrize("prefix", ["02", "04", "20", "25", "29"])
def test_a_number_for_use_inside_one_company_is_never_published(prefix):
    body = prefix.ljust(12, "1")
    gtin = body + gtins.check_digit(body)

    assert gtins.is_gtin(gtin)
    assert not gtins.is_publishable(gtin)


def test_a_vietnamese_gtin_is_published_and_is_no_demonstration():
    body = "893850000001"
    gtin = body + gtins.check_digit(body)

    assert gtins.is_publishable(gtin)
    assert not gtins.is_demonstration(gtin)


def test_the_demonstration_prefix_is_told_apart():
    assert gtins.is_demonstration("9521234543213")


def test_a_gtin_is_known_with_and_without_its_leading_zeros():
    assert gtins.spellings("9521234543213") == ["9521234543213", "09521234543213"]
    assert gtins.spellings("02345673") == ["02345673", "000002345673", "0000002345673", "00000002345673"]


def test_padding_what_is_no_gtin_is_refused():
    with pytest.raises(ValueError, match="not a GTIN"):
        gtins.gtin14("9521234543214")


@pytest.mark.needs("conformance")
def test_the_check_digits_of_the_standard_are_reproduced():
    text = Path(tools.find("conformance"), "gs1-check-digit-vectors.json").read_text()

    for vector in json.loads(text)["vectors"]:
        assert gtins.has_check_digit(vector["data"]) == vector["valid"], vector


def test_blanks_and_dashes_of_a_typed_gtin_are_left_out_and_zeros_stay():
    assert gtins.read_gtin(" 893-4567 890120") == "8934567890120"
    assert gtins.read_gtin("0952 1234 5432 13") == "09521234543213"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "digits"),
        ("89345678901２8", "digits"),
        ("893456789012", "check"),
        ("8934567890129", "check"),
        ("893456", "length"),
        ("123456789012345675", "length"),
        ("2100000000005", "restricted"),
    ],
)
def test_a_typed_gtin_is_refused_with_what_is_wrong(typed, why):
    with pytest.raises(gtins.NotAGtin) as refused:
        gtins.read_gtin(typed)

    assert refused.value.why == why
