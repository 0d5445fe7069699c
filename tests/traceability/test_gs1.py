import json
import re
from pathlib import Path

import pytest

from catalogue.gtin import has_check_digit
from tests.support import tools
from traceability import epc, gs1
from traceability.gs1_syntax import identifier, identifiers

STRICT = "gs1-digital-link-vectors.json"
ELEMENT = re.compile(r"\((\d{2,4})\)([^(]*)")


def vectors(name: str, key: str) -> list[dict]:
    return json.loads(Path(tools.find("conformance"), name).read_text())[key]


def elements_of(link: gs1.DigitalLink) -> dict[str, str]:
    return {link.key: link.value, **dict(link.qualifiers), **dict(link.attributes)}


def is_link(uri: str) -> bool:
    try:
        gs1.parse_uri(uri)
    except gs1.DigitalLinkError:
        return False
    return True


def test_a_link_knows_its_path_its_levels_and_its_canonical_form():
    link = gs1.parse_uri("https://ocop.example/01/09521234543213/22/2A/10/L%2F7?17=261231&foo=bar")

    assert link.path == "/01/09521234543213/22/2A/10/L%2F7"
    assert link.attributes == (("17", "261231"),)
    assert [level.path for level in link.levels] == [link.path, "/01/09521234543213/22/2A", "/01/09521234543213"]
    assert link.canonical == "https://id.gs1.org/01/09521234543213/10/L%2F7"


@pytest.mark.parametrize(
    "path",
    [
        "/01/9521234543213",
        "/01/09521234543214",
        "/01/09521234543213/",
        "/01/09521234543213/10/A/22/B",
        "/01/09521234543213/10/A/10/A",
        "/01/09521234543213/235/A/10/B",
        "/01/09521234543213/10/" + "A" * 21,
        "/01/09521234543213/10/%E1%BA%A1",
        "/gtin/09521234543213",
    ],
)
def test_a_breach_of_the_syntax_is_refused(path):
    with pytest.raises(gs1.DigitalLinkError):
        gs1.parse_path(path)


@pytest.mark.parametrize(
    "query",
    ["17=261332", "17=26123", "10=L7", "21=5", "01=09521234543213", "99=", "999=x", "17=261231&17=261231", "37=5"],
)
def test_a_query_that_says_what_the_standard_forbids_is_refused(query):
    with pytest.raises(gs1.DigitalLinkError):
        gs1.parse_path("/01/09521234543213", query)


@pytest.mark.parametrize("query", ["17=261231", "17=261200", "7007=260101260131", "3103=000195", "linkType=all&&x"])
def test_a_query_may_say_more_of_the_thing_or_something_of_its_own(query):
    assert gs1.parse_path("/01/09521234543213", query).gtin == "09521234543213"


def test_every_identifier_of_the_table_takes_some_value_and_never_an_empty_one():
    assert len(identifiers()) > 400
    assert identifier("3105") and not identifier("3106")
    assert not any(one.takes("") for one in identifiers().values())
    assert all(one.components for one in identifiers().values())


@pytest.mark.parametrize(
    ("ai", "value", "is_right"),
    [
        ("8006", "095212345432130101", True),
        ("8006", "095212345432130001", False),
        ("8006", "095212345432130201", False),
        ("4324", "2611222359", True),
        ("4324", "2611222400", False),
        ("4324", "2611222360", False),
    ],
)
def test_no_piece_is_number_nought_and_no_day_has_a_24th_hour(ai, value, is_right):
    assert identifier(ai).takes(value) == is_right


# The standard's own vectors -----------------------------------------------------------------------
@pytest.mark.needs("conformance")
def test_all_strict_vectors_58_valid_and_42_invalid_are_read_as_the_standard_says():
    strict = [one for one in vectors(STRICT, "parse") if not any(one["permit"].values())]

    assert (sum(one["valid"] for one in strict), sum(not one["valid"] for one in strict)) == (58, 42)
    assert [one["uri"] for one in strict if is_link(one["uri"]) != one["valid"]] == []


@pytest.mark.needs("conformance")
def test_what_a_valid_vector_says_is_read_from_it():
    """ "expect" is the message of a barcode: each identifier and its value, some ended by ^."""
    for one in vectors(STRICT, "parse"):
        if one["valid"] and not any(one["permit"].values()):
            said = "".join(f"{ai}{value}" for ai, value in elements_of(gs1.parse_uri(one["uri"])).items())
            assert sorted(said) == sorted(one["expect"].replace("^", "")), one


@pytest.mark.needs("conformance")
def test_all_22_vectors_of_making_a_link_come_out_as_the_standard_says():
    """One input stands twice with opposite answers: refused strictly, taken where unknown identifiers are permitted."""
    given = vectors(STRICT, "generate")

    assert len(given) == 22
    for one in given:
        pairs = ELEMENT.findall(one["ai"])
        permitted = one["permit"]["unknownAIs"] and one["valid"]
        try:
            made = gs1.link_of(pairs, unknown=permitted).uri(one["stem"] or gs1.CANONICAL_STEM)
        except gs1.DigitalLinkError:
            made = ""
        assert made == one["expect"], one


@pytest.mark.needs("conformance")
def test_all_14_check_digits_are_judged_as_the_standard_says():
    given = vectors("gs1-check-digit-vectors.json", "vectors")

    assert len(given) == 14
    assert [one["data"] for one in given if has_check_digit(one["data"]) != one["valid"]] == []


@pytest.mark.needs("conformance")
def test_all_66_canonical_forms_are_reproduced():
    given = vectors("dl-canonical-vectors.json", "vectors")

    assert len(given) == 66
    assert [one["in"] for one in given if epc.canonical(one["in"]) != one["out"]] == []


@pytest.mark.needs("conformance")
def test_both_readers_of_links_agree_on_the_canonical_form():
    """What people scan is read strictly, what events name leniently."""
    both = 0
    for one in vectors("dl-canonical-vectors.json", "vectors"):
        if one["out"] and is_link(one["in"]):
            link = gs1.parse_uri(one["in"])
            both += 1
            if link.key == "01":
                assert link.canonical == one["out"]
    assert both >= 4
