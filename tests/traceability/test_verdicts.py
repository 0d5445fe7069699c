from datetime import date
from itertools import product
from string import Formatter

import pytest

from traceability.verdicts import LANGUAGES, WORDINGS, State, judge, put, say_day

FACTS = {
    "producer": "HTX Tuấn Dũng",
    "stars": 4,
    "stars_then": 3,
    "day": "31/12/2027",
    "lot": "2026-A",
    "system": "iCheck",
}
COLOURS = {
    State.IN_FORCE: "green",
    State.EXTENDED: "green",
    State.SUPERSEDED: "green",
    State.EXPIRING: "amber",
    State.NOT_ACTIVATED: "amber",
    State.VOID: "amber",
    State.EXPIRED: "grey",
    State.WITHDRAWN: "grey",
    State.NOT_YET: "grey",
    State.FLAGGED: "grey",
    State.UNVERIFIED: "grey",
    State.UNCERTIFIED: "grey",
    State.LINK_WITHDRAWN: "grey",
    State.UNKNOWN: "grey",
    State.MISTYPED: "grey",
    State.TOO_MANY: "grey",
    State.REVOKED: "red",
    State.LOT_RECALLED: "red",
    State.LABEL_RECALLED: "red",
}
CERTIFICATES = ("in_force", "extended", "expiring", "expired", "revoked", "superseded", "withdrawn", "not_yet", None)


@pytest.mark.parametrize(("state", "language"), list(product(State, LANGUAGES)))
def test_every_state_has_its_colour_word_and_sentence_in_every_language(state, language):
    verdict = put(state, language, **FACTS)

    assert verdict.colour == COLOURS[state]
    assert verdict.word
    assert verdict.sentence.endswith(".")
    assert "{" not in verdict.word + verdict.sentence


@pytest.mark.parametrize(("state", "language"), list(product(State, LANGUAGES)))
def test_no_sentence_calls_goods_genuine(state, language):
    said = (WORDINGS[state].word[language] + WORDINGS[state].sentence[language]).lower()

    assert not any(word in said for word in ("hàng thật", "chính hãng", "genuine", "authentic"))


@pytest.mark.parametrize("state", list(State))
def test_both_languages_state_the_same_facts(state):
    vietnamese, english = ({name for _, name, _, _ in Formatter().parse(said)} for said in _sentences(state))

    assert vietnamese == english


def _sentences(state):
    return (WORDINGS[state].sentence[language] for language in LANGUAGES)


@pytest.mark.parametrize("certificate", CERTIFICATES)
@pytest.mark.parametrize("label", ["generated", "printed", "activated", "void", "recalled"])
def test_a_recalled_lot_is_red_whatever_else_is_true(label, certificate):
    assert judge(label=label, lot_recalled=True, certificate=certificate) == State.LOT_RECALLED


@pytest.mark.parametrize(
    ("label", "certificate", "expected"),
    [
        ("activated", "in_force", State.IN_FORCE),
        ("activated", "extended", State.EXTENDED),
        ("activated", "expiring", State.EXPIRING),
        ("activated", "expired", State.EXPIRED),
        ("activated", "superseded", State.EXPIRED),
        ("activated", "withdrawn", State.WITHDRAWN),
        ("activated", "not_yet", State.NOT_YET),
        ("activated", None, State.UNCERTIFIED),
        ("activated", "unverified", State.UNVERIFIED),
        ("activated", "starless", State.UNVERIFIED),
        ("activated", "uncertified", State.UNCERTIFIED),
        ("void", "unverified", State.VOID),
        ("activated", "revoked", State.REVOKED),
        ("void", "revoked", State.REVOKED),
        ("printed", "revoked", State.REVOKED),
        ("recalled", "revoked", State.LABEL_RECALLED),
        ("void", "in_force", State.VOID),
        ("void", "expired", State.VOID),
        ("generated", "in_force", State.NOT_ACTIVATED),
        ("printed", "expiring", State.NOT_ACTIVATED),
    ],
)
def test_the_most_alarming_truth_comes_first(label, certificate, expected):
    assert judge(label=label, lot_recalled=False, certificate=certificate) == expected


@pytest.mark.parametrize(
    ("certificate", "expected"),
    [
        ("in_force", State.SUPERSEDED),
        ("extended", State.SUPERSEDED),
        ("expiring", State.EXPIRING),
        ("expired", State.EXPIRED),
    ],
)
def test_an_upgraded_product_shows_its_new_star_while_that_is_in_force(certificate, expected):
    assert judge(label="activated", lot_recalled=False, certificate=certificate, upgraded=True) == expected


def test_a_missing_fact_is_an_error_not_a_hole_in_the_sentence():
    with pytest.raises(KeyError):
        put(State.IN_FORCE, "vi", producer="HTX")


def test_days_are_written_as_each_language_writes_them():
    assert say_day(date(2027, 12, 31), "vi") == "31/12/2027"
    assert say_day(date(2027, 12, 31), "en") == "31 December 2027"
    assert say_day(None, "en") == ""
