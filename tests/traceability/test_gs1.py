import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import tools
from traceability import gs1

bodies = st.text("0123456789", min_size=7, max_size=13).filter(lambda body: len(body) in (7, 11, 12, 13))


def vectors(name: str, key: str) -> list[dict]:
    return json.loads(Path(tools.find("conformance"), name).read_text())[key]


def is_link(uri: str) -> bool:
    try:
        gs1.parse_uri(uri)
    except gs1.DigitalLinkError:
        return False
    return True


@given(bodies, st.data())
def test_any_single_wrong_digit_is_caught(body, data):
    gtin = body + gs1.check_digit(body)
    place = data.draw(st.integers(0, len(gtin) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != gtin[place]]))

    assert gs1.is_gtin(gtin)
    assert not gs1.is_gtin(gtin[:place] + wrong + gtin[place + 1 :])


@pytest.mark.parametrize(
    "text",
    ["", "8", "abcdefgh", "893850000001", "٠٢٣٤٥٦٧٣", " 2345673", "123456789012345675"],
)
def test_other_texts_are_no_gtin(text):
    assert not gs1.is_gtin(text)


@pytest.mark.parametrize("prefix", ["02", "04", "20", "25", "29"])
def test_a_number_for_use_inside_one_company_is_never_published(prefix):
    body = prefix.ljust(12, "1")
    gtin = body + gs1.check_digit(body)

    assert gs1.is_gtin(gtin)
    assert not gs1.is_publishable(gtin)


def test_a_vietnamese_gtin_is_published_and_is_no_demonstration():
    body = "893850000001"
    gtin = body + gs1.check_digit(body)

    assert gs1.is_publishable(gtin)
    assert not gs1.is_demonstration(gtin)


def test_the_demonstration_prefix_is_told_apart():
    assert gs1.is_demonstration("9521234543213")


def test_a_gtin_is_known_with_and_without_its_leading_zeros():
    assert gs1.spellings("9521234543213") == ["9521234543213", "09521234543213"]
    assert gs1.spellings("02345673") == ["02345673", "000002345673", "0000002345673", "00000002345673"]


def test_padding_what_is_no_gtin_is_refused():
    with pytest.raises(ValueError, match="not a GTIN"):
        gs1.gtin14("9521234543214")


def test_a_link_knows_its_path_and_its_canonical_form():
    link = gs1.parse_uri("https://ocop.example/01/09521234543213/22/2A/10/L%2F7")

    assert link.path == "/01/09521234543213/22/2A/10/L%2F7"
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


@pytest.mark.needs("conformance")
def test_the_check_digits_of_the_standard_are_reproduced():
    for vector in vectors("gs1-check-digit-vectors.json", "vectors"):
        assert gs1.has_check_digit(vector["data"]) == vector["valid"], vector


@pytest.mark.needs("conformance")
def test_the_standards_own_links_without_a_query_are_read_as_it_says():
    strict = [
        vector for vector in vectors("gs1-digital-link-vectors.json", "parse") if not any(vector["permit"].values())
    ]
    plain = [vector for vector in strict if "?" not in vector["uri"]]

    assert len(plain) > 50
    for vector in plain:
        assert is_link(vector["uri"]) == vector["expect"].startswith("^01"), vector


@pytest.mark.needs("conformance")
def test_the_canonical_forms_of_the_event_hash_are_reproduced():
    numeric = [v for v in vectors("dl-canonical-vectors.json", "vectors") if v["out"] and _is_plain(v["in"])]

    assert len(numeric) >= 4
    for vector in numeric:
        assert gs1.parse_uri(vector["in"], short_gtins=True).canonical == vector["out"]


def _is_plain(uri: str) -> bool:
    digits = uri.partition("/01/")[2].partition("/")[0]
    return uri.startswith("http") and gs1.is_gtin(digits) and "/ser/" not in uri and "/cpv/" not in uri
