"""Events and documents as the standard wants them; no database."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support import tools
from tests.traceability.schema import errors_in
from traceability import epc, epcis, units
from traceability.event_hash import event_hash, prehash

AT = datetime(2026, 10, 1, 1, tzinfo=UTC)
LOT = epcis.LotFacts("https://ocop.vn/epcis/lots/7", "2026-10A", "Mật ong bạc hà", 60, AT.date(), date(2027, 10, 1))
# Two of the fixtures need a list, outside the standard, of members that their repository does not count.
NEED_A_LIST = {"epcisDocHavingEventWithIgnoreFields", "epcisQueryDocHavingEventWithIgnoreFields"}


def conformance(*parts: str) -> Path:
    return Path(tools.find("conformance"), *parts)


def step(stage="pack", **facts):
    known = {"lot": LOT, "stage": stage, "at": AT, "author_class": "producer", "author": "HTX Mèo Vạc"}
    return epcis.event_of(epcis.Step(**(known | facts)))


def every_event():
    """One event of each stage, and of each form that a stage may take."""
    forms = [step(stage) for stage in epcis.STAGES]
    forms += [
        step("harvest", quantity=12_500, uom="GRM", note="Quay mật lứa đầu", place="Xã Sủng Máng"),
        step("process", quantity=300, uom="LTR", place_id="https://ocop.vn/epcis/places/2025-commune-00787"),
        step("pack", box="T1/2", quantity=20),
        step("pack", box="T2"),
        step("pack", creates=True),
    ]
    wrong = epcis.recorded(forms[0], AT)
    return [*(epcis.recorded(one, AT) for one in forms), epcis.declared_wrong(wrong, "incorrect_data", AT, ["urn:x:1"])]


# The hash -----------------------------------------------------------------------------------------
def fixtures():
    folder = tools.find("conformance")
    return sorted((folder / "epcis-hash" / "tests" / "examples").glob("*.jsonld")) if folder else []


def events_in(document):
    body = document["epcisBody"]
    results = body.get("queryResults", {}).get("resultsBody", body)
    return results.get("eventList") or [body["event"]]


@pytest.mark.needs("conformance")
def test_the_standards_own_hashes_are_reproduced():
    missed = set()
    for path in fixtures():
        document = json.loads(path.read_text())
        made = [event_hash(event, document["@context"]) for event in events_in(document)]
        if made != path.with_suffix(".hashes").read_text().split():
            missed.add(path.stem)

    assert len(fixtures()) == 22
    assert missed == NEED_A_LIST


@pytest.mark.needs("conformance")
def test_all_gs1_identifiers_have_the_one_form_that_hashes_use():
    vectors = json.loads(conformance("dl-canonical-vectors.json").read_text())["vectors"]

    assert len(vectors) == 66
    assert [(one["in"], epc.canonical(one["in"])) for one in vectors if epc.canonical(one["in"]) != one["out"]] == []


def test_our_own_identifiers_stay_as_they_are():
    said = prehash(step("process", place_id="https://ocop.vn/epcis/places/2025-commune-00787"), epcis.CONTEXT)

    assert "readPointid=https://ocop.vn/epcis/places/2025-commune-00787" in said
    assert "epcClass=https://ocop.vn/epcis/lots/7quantity=60" in said


def test_the_hash_knows_neither_when_nor_whether_the_event_was_recorded_or_declared_wrong():
    event = step()
    declared = epcis.declared_wrong(epcis.recorded(event, AT), "did_not_occur", AT + timedelta(days=1))

    assert event["eventID"] == event_hash(declared, epcis.CONTEXT)


@pytest.mark.parametrize(
    "change",
    [{"note": "khác"}, {"stage": "ship"}, {"at": AT + timedelta(milliseconds=1)}, {"author": "HTX khác"}, {"box": "1"}],
    ids=lambda change: next(iter(change)),
)
def test_another_fact_is_another_event(change):
    assert step(**change)["eventID"] != step()["eventID"]


def test_the_same_facts_are_the_same_event_whatever_the_order_of_their_names():
    event = step("process", note="Sấy ở 60 độ")

    assert event_hash(dict(reversed(event.items())), epcis.CONTEXT) == event["eventID"]


def test_the_hash_of_one_event_stays_what_it_was_when_it_was_first_published():
    assert (
        step()["eventID"] == "ni:///sha-256;f52fc12ab6e810d38ddf70c64a1c7144ba8d49c8fc12172471af98e25b2cd8a2?ver=CBV2.0"
    )


# The events ---------------------------------------------------------------------------------------
@pytest.mark.needs("conformance")
@pytest.mark.parametrize("made", [epcis.document, epcis.answer], ids=["document", "answer to a query"])
def test_each_form_of_an_event_passes_the_ratified_schema(made):
    assert errors_in(made(every_event(), AT)) == []


@pytest.mark.needs("conformance")
@pytest.mark.parametrize("wrong", [{"eventTime": "hôm qua"}, {"bizStep": "harvesting"}, {"ghi chú": "x"}], ids=str)
def test_the_schema_as_we_ask_it_refuses_what_is_wrong(wrong):
    assert errors_in(epcis.document([step() | wrong], AT))


def test_a_lot_comes_into_being_by_an_event_that_says_how_many_packs():
    made, packed = step("process", quantity=300, uom="LTR"), step("pack", creates=True)

    assert (made["type"], made["bizStep"]) == ("TransformationEvent", "creating_class_instance")
    assert made["inputQuantityList"] == [{"epcClass": LOT.material, "quantity": 300, "uom": "LTR"}]
    assert made["outputQuantityList"] == [{"epcClass": LOT.id, "quantity": 60}] == packed["quantityList"]
    assert (packed["action"], packed["bizStep"]) == ("ADD", "creating_class_instance")
    assert made["ilmd"] == packed["ilmd"]
    assert made["ilmd"]["cbvmda:lotNumber"] == "2026-10A"


def test_packing_a_lot_that_was_made_before_makes_it_no_second_time():
    packed = step("pack")

    assert (packed["action"], packed["bizStep"]) == ("OBSERVE", "packing")
    assert "ilmd" not in packed


def test_packs_in_a_box_are_an_aggregation():
    boxed = step("pack", box="Thùng 1", quantity=20)

    assert (boxed["type"], boxed["action"]) == ("AggregationEvent", "ADD")
    assert boxed["parentID"] == "https://ocop.vn/epcis/lots/7#thung-Th%C3%B9ng%201"
    assert boxed["childQuantityList"] == [{"epcClass": LOT.id, "quantity": 20}]


def test_a_declaration_of_error_equals_its_original_but_for_two_members():
    original = epcis.recorded(step(), AT)

    declared = epcis.declared_wrong(original, "incorrect_data", AT + timedelta(days=1), ["ni:///sha-256;ab"])

    different = {name for name in original | declared if original.get(name) != declared.get(name)}
    assert different == {"recordTime", "errorDeclaration"}
    assert declared["errorDeclaration"]["correctiveEventIDs"] == ["ni:///sha-256;ab"]


def test_every_claim_says_on_whose_word_it_stands():
    assert step("lab", author_class="lab")["ocop:authorClass"] == "lab"
    assert set(epcis.WRITES) == {"producer", "lab", "authority", "platform"}
    assert set().union(*epcis.WRITES.values()) == set(epcis.STAGES)


@pytest.mark.parametrize(
    ("amount", "uom", "whole"),
    [("12", "KGM", (12, "KGM")), ("12.5", "KGM", (12_500, "GRM")), ("0.25", "LTR", (250, "MLT")), ("7", "", (7, ""))],
)
def test_an_amount_is_a_whole_number_of_the_unit_or_of_the_next_smaller_one(amount, uom, whole):
    assert units.whole(Decimal(amount), uom) == whole


@pytest.mark.parametrize(("amount", "uom"), [("0.5", ""), ("1.5", "GRM"), ("0.0001", "KGM")])
def test_an_amount_finer_than_that_is_refused(amount, uom):
    with pytest.raises(units.Fraction):
        units.whole(Decimal(amount), uom)
