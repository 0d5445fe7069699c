import json
from pathlib import Path

import pytest

from catalogue.gtin import is_gtin
from tests.support import tools
from traceability import gs1


def vectors(name: str, key: str) -> list[dict]:
    return json.loads(Path(tools.find("conformance"), name).read_text())[key]


def is_link(uri: str) -> bool:
    try:
        gs1.parse_uri(uri)
    except gs1.DigitalLinkError:
        return False
    return True


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
    return uri.startswith("http") and is_gtin(digits) and "/ser/" not in uri and "/cpv/" not in uri
