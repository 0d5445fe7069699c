"""search.text and search.spelling: what happens to words before anything is searched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import spelling, text

VOCABULARY = {"pia": 3, "banh": 9, "keo": 4, "dua": 5, "thanh": 2, "hoa": 6, "phu": 3, "quoc": 3}


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Kẹo dừa Bến Tre", "keo dua ben tre"), ("ĐẮK LẮK", "dak lak"), ("mật ong", "mat ong")],
)
def test_folding_takes_every_mark_away_and_turns_đ_into_d(written, folded):
    assert text.fold(written) == folded


@given(st.text())
def test_composed_and_decomposed_text_have_the_same_words(anything):
    assert text.words(unicodedata.normalize("NFD", anything)) == text.words(unicodedata.normalize("NFC", anything))


@given(st.text())
def test_cleaning_twice_changes_nothing(anything):
    once = text.clean(anything)

    assert text.clean(once) == once


@pytest.mark.parametrize(
    ("older", "newer"), [("Hoá", "hóa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("quý", "quý"), ("hoàn", "hoàn")]
)
def test_both_ways_to_place_a_tone_are_one_word(older, newer):
    assert text.words(older) == [newer]


def test_punctuation_and_controls_are_not_words():
    assert text.clean("  Bánh_pía, (Sóc\x00Trăng) – 400g!") == "bánh pía sóc trăng 400g"


@pytest.mark.parametrize(
    ("typed", "meant"), [("kejo", "keo"), ("duwaf", "dua"), ("ddawks", "dak"), ("phoos", "pho"), ("keo", "keo")]
)
def test_raw_telex_is_read_as_the_word_it_would_have_made(typed, meant):
    assert spelling.untelex(typed) == meant


@pytest.mark.parametrize(("slip", "meant"), [("pai", "pia"), ("hao", "hoa"), ("quocc", "quoc"), ("kejo", "keo")])
def test_a_slip_of_the_finger_offers_the_word_that_was_meant(slip, meant):
    assert meant in spelling.candidates(slip, VOCABULARY)


@pytest.mark.parametrize("stranger", ["iphone", "zz", "x", "e" * 100])
def test_a_word_far_from_all_others_is_not_guessed(stranger):
    assert spelling.candidates(stranger, VOCABULARY) == []
