"""An exported lot is checked offline: whatever was changed in it is found. No database."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import seals
from catalogue.canonical import parse
from traceability import epcis, log, lot_record

SITE, NOW = "https://ocop.vn", datetime(2026, 11, 22, 3, tzinfo=UTC)
RING = seals.KeyRing(bytes(range(32)))
KEYS = [RING.current]
LOT = epcis.LotFacts(f"{SITE}/epcis/lots/7", "2026-10A", "Mật ong bạc hà", 60)
OTHERS = [bytes([number]) * 32 for number in range(5)]  # links of other lots in the tree


def events(count=3):
    made = []
    for number, stage in enumerate(("harvest", "process", "pack")[:count]):
        at = NOW - timedelta(days=9 - number)
        step = epcis.Step(LOT, stage, at, "producer", "HTX Mèo Vạc", note="Ghi sổ theo hộ")
        made.append(epcis.recorded(epcis.event_of(step), at))
    return [*made, epcis.declared_wrong(made[0], "incorrect_data", NOW - timedelta(days=2), [made[1]["eventID"]])]


def signed_root(leaves, before=0):
    nodes = log.grown(0, leaves, {})
    top, size = log.root((0, len(leaves)), nodes), len(leaves)
    earlier = {"day": "2026-11-20", "size": before, "root": log.root((0, before), nodes).hex()} if before else {}
    proof = [log.root(part, nodes) for part in log.consistency(before, size)] if before else []
    made = lot_record.day_root(SITE, "2026-11-21", NOW.isoformat(), size, top, before=earlier, proof=proof)
    return RING.sealed(made), nodes


def exported(held=None, in_tree=3):
    """A lot whose first `in_tree` links stand after five others in the tree."""
    held = held or events()
    links = lot_record.links_of(held)
    root, nodes = signed_root([*OTHERS, *links[:in_tree]], before=4)
    proofs = [
        {"index": number, "path": [log.root(part, nodes).hex() for part in log.inclusion(number, root["size"])]}
        for number in range(len(OTHERS), root["size"])
    ]
    proofs += [None] * (len(links) - in_tree)
    said = lot_record.statement(SITE, LOT.id, NOW.isoformat(), links, proofs=proofs, root=root, recalled=False)
    return epcis.document(held, NOW, record=RING.sealed(said))


def reason(document, **given):
    with pytest.raises(lot_record.NotTrue) as refused:
        lot_record.verify(document, KEYS, NOW, **given)
    return refused.value.reason


def resealed(document, **changes):
    """As somebody would who holds the key: only what the key cannot hide is left to find."""
    said = {name: value for name, value in document["ocop:record"].items() if name != "signature"}
    return document | {"ocop:record": RING.sealed(said | changes)}


def test_a_lot_as_exported_is_true_and_says_how_much_of_it_a_signed_root_holds():
    found = lot_record.verify(exported(), KEYS, NOW)

    assert (found.lot, found.events, found.in_tree, found.day) == (LOT.id, 4, 3, "2026-11-21")
    assert found.as_of == NOW


def test_a_lot_is_true_before_the_first_root_is_signed():
    held = events()
    links = lot_record.links_of(held)
    said = lot_record.statement(SITE, LOT.id, NOW.isoformat(), links, proofs=[None] * 4, root=None)

    assert lot_record.verify(epcis.document(held, NOW, record=RING.sealed(said)), KEYS, NOW).in_tree == 0


PLACES = st.integers(
    0, len(json.dumps(exported()["epcisBody"], ensure_ascii=False, separators=(",", ":")).encode()) - 1
)


@given(PLACES, st.integers(1, 255))
def test_any_byte_of_any_event_that_is_altered_is_found(place, shift):
    document = exported()
    body = bytearray(json.dumps(document["epcisBody"], ensure_ascii=False, separators=(",", ":")).encode())
    body[place] = (body[place] + shift) % 256
    try:
        altered = parse(bytes(body))
    except ValueError:
        return  # no JSON any more: nobody reads it

    with pytest.raises(lot_record.NotTrue):
        lot_record.verify(document | {"epcisBody": altered}, KEYS, NOW)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"ocop:note": "Khác"}, "event_id"),
        ({"eventID": "ni:///sha-256;00?ver=CBV2.0"}, "event_id"),
        ({"recordTime": "2026-11-01T00:00:00.000+07:00"}, "chain"),
        ({"rdfs:comment": "thêm vào sau"}, "chain"),
        ({"errorDeclaration": {"declarationTime": "2026-11-01T00:00:00.000+07:00"}}, "chain"),
    ],
    ids=lambda change: next(iter(change)) if isinstance(change, dict) else change,
)
def test_what_the_event_hash_does_not_count_the_chain_counts(change, found):
    document = exported()
    document["epcisBody"]["eventList"][1] |= change

    assert reason(document) == found


def test_an_event_left_out_added_or_moved_is_found():
    for rearranged in (events()[:-1], [*events(), events()[0]], list(reversed(events()))):
        document = exported() | {"epcisBody": {"eventList": rearranged}}

        assert reason(document) in ("count", "chain")


def test_another_meaning_of_our_own_words_is_found():
    document = exported() | {"@context": [epcis.CONTEXT[0], {"ocop": "https://khac.example/"}]}

    assert reason(document) == "event_id"


def test_a_statement_changed_unsigned_or_signed_by_somebody_else_is_refused():
    document = exported()
    said = document["ocop:record"]
    stranger = seals.KeyRing(bytes(32)).sealed({name: said[name] for name in said if name != "signature"})

    assert reason(document | {"ocop:record": said | {"recalled": True}}) == "altered"
    assert reason(document | {"ocop:record": said | {"signature": None}}) == "unsigned"
    assert reason(document | {"ocop:record": stranger}) == "unknown_key"


def test_not_even_who_holds_the_key_can_rewrite_what_a_published_root_holds():
    forged = events()
    forged[0]["recordTime"] = "2026-11-01T00:00:00.000+07:00"
    true = exported()
    links = [one.hex() for one in lot_record.links_of(forged)]

    rewritten = resealed(true | {"epcisBody": {"eventList": forged}}, links=links)
    other_root = exported(forged)

    assert reason(rewritten) == "not_in_tree"
    assert reason(other_root, root=true["ocop:record"]["root"]) == "root"
    assert lot_record.verify(true, KEYS, NOW, root=true["ocop:record"]["root"]).events == 4


def test_a_root_that_does_not_hold_the_tree_of_the_day_before_is_refused():
    root, _nodes = signed_root([*OTHERS, b"x"], before=4)
    body = {name: value for name, value in root.items() if name != "signature"}
    other = body | {"before": body["before"] | {"root": "00" * 32}}

    assert lot_record.verify_root(root, KEYS, NOW) == NOW
    with pytest.raises(lot_record.NotTrue, match="root"):
        lot_record.verify_root(RING.sealed(other), KEYS, NOW)


@pytest.mark.parametrize("nonsense", [None, [], {}, {"epcisBody": 1}, {"epcisBody": {"eventList": []}}], ids=str)
def test_what_is_no_exported_lot_is_called_so(nonsense):
    assert reason(nonsense) == "shape"


def deep(levels):
    made = {}
    for _level in range(levels):
        made = {"ocop:note": made}
    return made


@pytest.mark.parametrize(
    "change", [{"eventTime": "9999-12-31T23:59:59.9999-14:00"}, deep(2000)], ids=["past_all_time", "deep"]
)
def test_an_event_that_no_machine_can_read_is_refused_not_stumbled_over(change):
    document = exported()
    document["epcisBody"]["eventList"][0].update(change)

    assert reason(document) == "shape"


@pytest.mark.parametrize("member", ["links", "proofs", "root", "lot"])
@pytest.mark.parametrize("nonsense", [1, "x", [1], {"a": 1}], ids=str)
def test_a_signed_statement_of_another_shape_is_refused_not_stumbled_over(member, nonsense):
    if member == "lot":
        assert lot_record.verify(resealed(exported(), lot=nonsense), KEYS, NOW).lot == nonsense
    else:
        assert reason(resealed(exported(), **{member: nonsense}))
