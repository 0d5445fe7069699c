import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.vietnamese import fold, slugify, sort_key

words = st.text("aăâáàảãạắấđeêếoôơốớuưứybcht ", max_size=20)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Kẹo dừa Bến Tre", "keo dua ben tre"),
        ("ĐẮK LẮK", "dak lak"),
        ("Mật ong rừng U Minh", "mat ong rung u minh"),
        ("Nghệ nếp đỏ 500g", "nghe nep do 500g"),
    ],
)
def test_folding_leaves_bare_letters(text, folded):
    assert fold(text) == folded


@given(words)
def test_composed_and_decomposed_spellings_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(words)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_a_slug_is_bare_words_and_single_dashes():
    assert slugify("Nước mắm  Phú Quốc (40°N) – Đặc biệt!") == "nuoc-mam-phu-quoc-40-n-dac-biet"


def test_a_long_slug_is_cut_between_words():
    assert slugify("Rau củ quả sấy giòn", max_length=10) == "rau-cu-qua"
    assert slugify("x" * 20, max_length=10) == "x" * 10


def test_the_alphabet_sorts_as_a_vietnamese_dictionary():
    names = ["đậu", "dừa", "ăn", "âu", "an", "ấm", "bơ", "bò", "bô", "ao"]

    assert sorted(names, key=sort_key) == ["an", "ao", "ăn", "ấm", "âu", "bò", "bô", "bơ", "dừa", "đậu"]


def test_tones_decide_only_between_equal_letters():
    assert sorted(["má", "mạ", "ma", "mã", "mà", "mả"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["Bà Rịa", "Ba Vì"], key=sort_key) == ["Ba Vì", "Bà Rịa"]
