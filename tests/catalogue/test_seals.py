"""Signed documents: one changed byte is found, keys may follow one another, nothing is needed but the files."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from catalogue import seals
from catalogue.canonical import canonical, parse
from catalogue.checks import certificates_are_signed

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
RING = seals.KeyRing(bytes(range(32)))
DOCUMENT = {"id": "CN-7K3M9QX2", "product": "Kẹo dừa", "status": "in_force", "in_force": True, "stars": 4}
DOCUMENT |= {"as_of": NOW.isoformat()}
SEALED = canonical(RING.sealed(DOCUMENT))


def reason(document, ring=RING, at=NOW, **asked):
    """Why a document is not valid, or None."""
    try:
        seals.check(document, ring.public, at, **asked)
    except seals.NotValid as wrong:
        return wrong.reason


def test_what_the_register_signed_is_valid():
    assert seals.check(parse(SEALED), RING.public, NOW) == NOW


@given(place=st.integers(0, len(SEALED) - 1), byte=st.integers(0, 255))
def test_one_altered_byte_is_found(place, byte):
    altered = SEALED[:place] + bytes([byte]) + SEALED[place + 1 :]
    try:
        document = parse(altered)
    except ValueError:
        return  # no JSON any more

    assert (reason(document) is None) == (altered == SEALED)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.update(in_force=False),
        lambda d: d.update(in_force=1),  # equals True in Python only
        lambda d: d.update(note="thêm"),
        lambda d: d.pop("stars"),
        lambda d: d.update(as_of="2026-11-22T15:30:00+07:00"),  # the same instant, but not what was signed
        lambda d: d["signature"].update(alg="none"),
        lambda d: d["signature"].update(value="A" * 86),
        lambda d: d["signature"].update(value="!"),
    ],
)
def test_what_was_changed_taken_out_or_added_is_found(change):
    document = parse(SEALED)
    change(document)

    assert reason(document) == "altered"


def test_the_order_of_members_and_the_spaces_between_them_do_not_matter():
    shuffled = json.dumps(dict(reversed(parse(SEALED).items())), indent=4)

    assert reason(parse(shuffled)) is None


@pytest.mark.parametrize("document", [{**DOCUMENT, "signature": None}, DOCUMENT, [], None, {"signature": {"value": 1}}])
def test_a_document_without_a_signature_is_called_unsigned(document):
    assert reason(document) == "unsigned"


def test_a_key_nobody_published_is_unknown():
    stranger = seals.KeyRing(bytes(32))

    assert reason(stranger.sealed(DOCUMENT)) == "unknown_key"


def test_a_new_key_follows_and_what_the_former_signed_stays_good():
    new = RING.followed_by(bytes(32), NOW + HOUR)

    assert reason(parse(SEALED), new, NOW + 5 * HOUR) is None
    assert reason(new.sealed(DOCUMENT), new) is None
    assert [key.kid for key in new.public] == [seals.KeyRing(bytes(32)).current.kid, RING.current.kid]


def test_a_former_key_signs_nothing_after_its_last_moment():
    new = RING.followed_by(bytes(32), NOW - HOUR)

    assert reason(parse(SEALED), new) == "retired_key"


@pytest.mark.parametrize(
    ("hours", "found"), [(0, None), (24, None), (24.1, "too_old"), (-0.05, None), (-0.2, "undated")]
)
def test_a_verdict_grows_old_and_none_comes_from_the_future(hours, found):
    assert reason(parse(SEALED), at=NOW + hours * HOUR, at_most=24 * HOUR) == found


@pytest.mark.parametrize("as_of", ["", "hôm nay", "2026-11-22T08:30:00", None, 7])
def test_a_document_that_does_not_say_when_is_not_valid(as_of):
    assert reason(RING.sealed({**DOCUMENT, "as_of": as_of})) == "undated"


def test_the_ring_is_read_back_as_it_was_written():
    ring = RING.followed_by(bytes(32), NOW).followed_by(bytes([7]) * 32, NOW + HOUR)

    assert seals.ring_of(ring.text()) == ring


@pytest.mark.parametrize(
    "text", ["ngắn", "A" * 43 + ",B", "A" * 43 + "," + "A" * 43, "A" * 43 + "," + "A" * 43 + "@2026-01-01"]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(seals.BadKey):
        seals.ring_of(text)


def test_published_keys_are_read_back_with_their_last_moment():
    ring = RING.followed_by(bytes(32), NOW)

    assert seals.keys_of({"keys": [key.jwk() for key in ring.public]}) == list(ring.public)


def test_the_thumbprint_is_that_of_rfc_8037():
    """RFC 8037, A.3."""
    raw = seals._raw("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")

    assert seals.PublicKey(raw).kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("value", [1.5, 2**53, {1: "a"}, b"x", "\ud800", float("nan")])
def test_what_readers_could_read_differently_is_never_signed(value):
    with pytest.raises(ValueError):
        canonical({"value": value})


def test_members_stand_in_the_order_of_their_utf16_units():
    """RFC 8785, 3.2.3."""
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    written = canonical(dict.fromkeys(names, 0)).decode()

    assert list(json.loads(written)) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', '{"a":NaN}', "{", ""])
def test_a_text_that_readers_disagree_on_is_not_parsed(text):
    with pytest.raises(ValueError):
        parse(text)


# The command and the page about it


@pytest.fixture
def files(tmp_path):
    """A fresh document and its keys, as files."""
    document = RING.sealed({**DOCUMENT, "as_of": datetime.now(UTC).isoformat(timespec="seconds")})
    (tmp_path / "giay.json").write_bytes(canonical(document))
    (tmp_path / "khoa.json").write_text(json.dumps({"keys": [RING.current.jwk()]}))
    return str(tmp_path / "giay.json"), str(tmp_path / "khoa.json")


def test_the_command_says_valid_without_a_database(files, capsys):
    call_command("verify_certificate", files[0], keys=files[1])

    assert "ĐÚNG: CN-7K3M9QX2 còn hiệu lực" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda text: text.replace('"stars":4', '"stars":5'), "ĐÃ BỊ SỬA"),
        (lambda text: text.replace(RING.current.kid, "khac"), "KHÓA LẠ"),
        (lambda text: text[:-1], "không phải là JSON"),
        (lambda text: "[]", "KHÔNG CÓ CHỮ KÝ"),
    ],
)
def test_the_command_says_in_words_what_is_wrong(files, edit, said):
    path = Path(files[0])
    path.write_text(edit(path.read_text()))

    with pytest.raises(CommandError, match=said):
        call_command("verify_certificate", files[0], keys=files[1])


def test_the_command_says_when_the_verdict_is_too_old(files):
    with pytest.raises(CommandError, match="ĐÃ CŨ"):
        call_command("verify_certificate", files[0], keys=files[1], max_age=-1)


def test_ten_lines_without_this_project_verify_the_same(files):
    program = re.search(r"```python\n(.*?)```", Path("docs/verify.md").read_text(), re.S)[1]
    run = [sys.executable, "-c", program, *files]

    assert subprocess.run(run, check=True, capture_output=True, text=True).stdout.startswith("CN-7K3M9QX2")
    Path(files[0]).write_text(Path(files[0]).read_text().replace("4", "5", 1))
    assert subprocess.run(run, check=False, capture_output=True).returncode != 0


def test_a_site_without_a_key_is_warned_and_one_with_a_broken_key_refused(settings):
    settings.SIGNING_KEY = ""
    assert [found.id for found in certificates_are_signed(None)] == ["catalogue.W001"]

    settings.SIGNING_KEY = "một câu bí mật"
    assert [found.id for found in certificates_are_signed(None)] == ["catalogue.E001"]

    settings.SIGNING_KEY = RING.text()
    assert certificates_are_signed(None) == []
