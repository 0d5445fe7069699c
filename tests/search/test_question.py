"""search.question and search.synonyms: what a visitor's words are taken to mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import question, synonyms
from search.question import Question, parse, steps
from search.text import clean

VOCABULARY = {"banh": 9, "pia": 3, "soc": 2, "trang": 2, "keo": 4, "dua": 5}


def phrases(step):
    return [reading.phrase for reading in step]


@pytest.mark.parametrize(
    ("typed", "words", "stars"),
    [
        ("OCOP 5 sao Quảng Ninh", "quảng ninh", 5),
        ("mật ong 4sao", "mật ong", 4),
        ("hạng 3 sao", "", 3),
        ("4 stars honey", "honey", 4),
        ("đặc sản Sóc Trăng", "sóc trăng", None),
        ("OCOP", "ocop", None),
        ("9 sao", "9 sao", None),
        ("   ", "", None),
    ],
)
def test_a_class_named_in_the_words_becomes_a_filter(typed, words, stars):
    assert parse(typed) == Question(words=words, stars=stars)


@given(st.text(max_size=400))
def test_whatever_is_typed_is_understood_and_bounded(typed):
    asked = parse(typed)

    assert len(asked.words.split()) <= question.MOST_WORDS
    assert all(len(step) <= synonyms.MOST_REWRITES + 1 for step in steps(asked, VOCABULARY))


def test_the_first_step_keeps_the_marks_that_were_typed():
    first = next(steps(parse("dứa"), VOCABULARY))

    assert first[0].words[0].spellings == ("dứa",)


def test_the_second_step_lets_the_marks_go():
    _, second, *_ = steps(parse("bánh pia"), VOCABULARY)

    assert [word.spellings for word in second[0].words] == [("bánh", "banh"), ("pia",)]


def test_an_unknown_word_brings_its_likely_spellings():
    third = list(steps(parse("banh pai"), VOCABULARY))[2]

    assert "pia" in third[0].words[1].spellings


def test_half_of_two_words_is_never_enough():
    last = list(steps(parse("iphone 15"), VOCABULARY))[-1]

    assert last == ()


def test_most_of_many_words_is_enough_at_the_last_step():
    last = list(steps(parse("quà bánh pía sóc trăng"), VOCABULARY))[-1]

    assert (last[0].needed, len(last[0].words)) == (3, 5)


def test_what_was_typed_weighs_more_than_its_synonyms():
    typed, *others = next(steps(parse("thịt heo"), VOCABULARY))

    assert others
    assert all(other.weight < typed.weight for other in others)


@pytest.mark.parametrize(
    ("asked", "also"),
    [
        ("thịt heo gác bếp", "thịt lợn gác bếp"),
        ("rượu bắp", "rượu ngô"),
        ("coconut candy", "kẹo dừa"),
        ("củ sắn sấy", "khoai mì sấy"),
        ("gạo vĩnh long", "gạo bến tre"),
        ("mat ong dak lak", "mat ong phú yên"),
    ],
)
def test_a_synonym_is_another_way_to_write_the_question(asked, also):
    assert also in synonyms.rewrites(asked)


def test_an_old_province_is_widened_only_when_nothing_else_is_found():
    assert "kẹo dừa vĩnh long" not in synonyms.rewrites("kẹo dừa bến tre")
    assert synonyms.wider("kẹo dừa bến tre") == ["kẹo dừa vĩnh long"]


def test_a_correction_is_offered_for_a_slip_and_not_for_a_stranger():
    assert question.correction(parse("banh pai soc trang"), VOCABULARY) == "banh pia soc trang"
    assert question.correction(parse("iphone 15"), VOCABULARY) == ""
    assert question.correction(parse("kẹo dừa"), VOCABULARY) == ""


def test_the_province_mergers_stand_complete_in_the_synonyms():
    listed = {clean(old) for olds in synonyms.tables()["mergers"].values() for old in olds}

    assert len(listed) == 63 - 34
    assert len(synonyms.tables()["mergers"]) == 23
