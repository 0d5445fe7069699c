"""What may be asked of /epcis/events, and what is exported: invariant 7."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from catalogue.canonical import parse
from tests.factories import ProductFactory
from tests.traceability.factories import LotFactory, active_label
from tests.traceability.schema import errors_in
from traceability import alias_acts, codes, epcis, services
from traceability.event_hash import event_hash
from traceability.models import CodeAlias, Record

pytestmark = pytest.mark.django_db
HOST = "https://ocop.vn"
DAY = timedelta(days=1)
START = datetime(2024, 1, 1, tzinfo=UTC)  # fixed: it stands in the names of tests


@pytest.fixture(autouse=True)
def world(settings):
    settings.SITE_URL, settings.DEBUG = HOST, True
    cache.clear()


@pytest.fixture
def lot():
    """Harvested, made, packed, shipped and recalled, a day each, the packing declared wrong."""
    made = LotFactory(product=ProductFactory(upc="9521234543213"), number="L7")
    for number, stage in enumerate(["harvest", "process", "pack", "ship"]):
        services.add_step(made, stage=stage, at=START + number * DAY)
    services.correct_step(made.events.get(stage="pack"), "did_not_occur")
    return made


def address(lot):
    return f"{HOST}/epcis/lots/{lot.pk}"


def answer(client, lot, **parameters):
    return client.get("/epcis/events", {"MATCH_anyEPC": address(lot)} | parameters)


def found(response):
    assert response.status_code == 200, response.content
    return response.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]


def stages(client, lot, **parameters):
    return [event["ocop:stage"] for event in found(answer(client, lot, **parameters))]


ALL = ["harvest", "process", "pack", "ship", "pack"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, ALL),
        ({"eventType": "TransformationEvent"}, ["process"]),
        ({"eventType": "TransformationEvent,ObjectEvent"}, ALL),
        ({"EQ_bizStep": "shipping"}, ["ship"]),
        ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"}, ["ship"]),
        ({"EQ_bizStep": "urn:epcglobal:cbv:bizstep:shipping,packing"}, ["pack", "ship", "pack"]),
        ({"EQ_bizStep": "Shipping"}, []),
        ({"EQ_disposition": "in_transit"}, ["ship"]),
        ({"EQ_action": "ADD"}, ["harvest"]),
        ({"EXISTS_errorDeclaration": "true"}, ["pack"]),
        ({"EXISTS_errorDeclaration": "false"}, ALL),
        ({"EQ_readPoint": f"{HOST}/epcis/places/2025-province-92"}, []),
        ({"GE_eventTime": (START + 2 * DAY).isoformat()}, ["pack", "ship", "pack"]),
        ({"LT_eventTime": (START + 2 * DAY).isoformat()}, ["harvest", "process"]),
        ({"GE_eventTime": (START + DAY).isoformat(), "LT_eventTime": (START + 3 * DAY).isoformat()}, ["process", "pack", "pack"]),
        ({"LT_recordTime": (START + 2 * DAY).isoformat()}, []),
        ({"GE_recordTime": (START + 2 * DAY).isoformat(), "EQ_bizStep": "shipping", "EQ_action": "OBSERVE"}, ["ship"]),
    ],
    ids=str,
)  # fmt: skip
def test_the_standards_parameters_narrow_the_answer(client, lot, parameters, expected):
    assert stages(client, lot, **parameters) == expected


def test_an_event_and_what_was_declared_of_it_are_found_by_their_id(client, lot):
    [wrong] = Record.objects.declarations()

    assert stages(client, lot, EQ_eventID=wrong.epcis_id) == ["pack", "pack"]
    assert stages(client, lot, EQ_eventID="ni:///sha-256;00?ver=CBV2.0") == []


def test_a_plus_sent_bare_in_a_time_is_a_plus(client, lot):
    told = client.get(f"/epcis/events?MATCH_anyEPC={address(lot)}&GE_eventTime=2020-01-01T00:00:00+07:00")

    assert len(found(told)) == len(ALL)


def test_a_lot_is_found_by_old_codes_and_by_its_gtin_whatever_they_lead_to(client, lot):
    label = active_label(lot)
    for code, target in (
        ("CT-00017", {"label": label}),
        ("https://cu.vn/x?id=1", {"lot": lot}),
        ("83-829-28780-3-2022", {"product": lot.product}),
    ):
        CodeAlias.objects.create(alias=codes.normalise(code), printed=code, **target)
    other = LotFactory(product=ProductFactory(upc="9521234543220"))
    services.add_step(other, stage="harvest", at=START)

    for asked in (
        "CT-00017",
        f"{HOST}/T/ct-00017/",
        "https://cu.vn/x?id=1",
        "83-829-28780-3-2022",
        f"{HOST}/T/{label.code}",
        "https://id.gs1.org/01/09521234543213/10/L7",
        "urn:epc:class:lgtin:9521234.054321.L7",
    ):
        told = client.get("/epcis/events", {"MATCH_anyEPC": asked})
        assert [event["ocop:stage"] for event in found(told)] == [*ALL, "activate"], asked
    assert found(client.get("/epcis/events", {"MATCH_anyEPC": "https://id.gs1.org/01/09521234543213/10/L8"})) == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"EQ_bizstep": "shipping"},
        {"WD_readPoint": "urn:x:1"},
        {"orderBy": "eventTime"},
        {"eventType": "Event"},
        {"EQ_action": "add"},
        {"GE_eventTime": "2026-11-22"},
        {"LT_eventTime": "gestern"},
        {"GE_eventTime": "0001-01-01T00:00:00+14:00"},
        {"LT_recordTime": "9999-12-31T23:59:59-14:00"},
        {"EXISTS_errorDeclaration": "1"},
        {"EQ_bizStep": ""},
    ],
    ids=str,
)
def test_a_parameter_we_do_not_know_or_cannot_read_is_400(client, lot, parameters):
    told = answer(client, lot, **parameters)

    assert told.status_code == 400
    assert told.json()["type"] == "epcisException:QueryParameterException"


def test_an_old_code_opens_its_lot_until_its_link_is_withdrawn(client, lot):
    hidden = LotFactory(product=ProductFactory(is_public=False))
    services.add_step(hidden, stage="harvest", at=START)
    alias = CodeAlias.objects.create(alias="CT00018", printed="CT-00018", lot=hidden)

    assert stages(client, hidden) == ["harvest"]
    assert len(found(client.get("/epcis/events", {"MATCH_anyEPC": "CT-00018"}))) == 1
    alias_acts.withdraw(alias, reason="Nhập nhầm lô", by=None)

    assert stages(client, hidden) == []
    assert found(client.get("/epcis/events", {"MATCH_anyEPC": "CT-00018"})) == []


def test_guessing_old_codes_is_slowed_down_as_on_the_scan_page(client, lot):
    cache.clear()

    statuses = [client.get("/epcis/events", {"MATCH_anyEPC": f"CT-{n:05}"}).status_code for n in range(21)]

    assert statuses == [200] * 20 + [429]


def test_pages_keep_the_question(client, lot):
    first = answer(client, lot, EQ_bizStep="packing", perPage=1)

    assert "EQ_bizStep=packing" in first["Link"]
    assert 'rel="next"' in first["Link"]
    following = client.get(first["Link"].partition(">")[0].removeprefix(f"<{HOST}"))
    assert "errorDeclaration" in found(following)[0]
    assert "Link" not in following


def test_headers_say_which_versions_and_forms_there_are(client, lot):
    told = answer(client, lot)

    assert {name: told[name] for name in ("GS1-EPCIS-Version", "GS1-CBV-Max", "GS1-EPC-Format")} == {
        "GS1-EPCIS-Version": "2.0.0", "GS1-CBV-Max": "2.0.0", "GS1-EPC-Format": "Never_Translates",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers", [{"Accept": "application/xml"}, {"GS1-EPCIS-Min": "3.0.0"}, {"GS1-EPCIS-Max": "1.2"}], ids=str
)
def test_whoever_takes_no_json_or_another_version_is_told_406(client, lot, headers):
    told = client.get("/epcis/events", {"MATCH_anyEPC": address(lot)}, headers=headers)

    assert (told.status_code, told.json()["type"]) == (406, "epcisException:NotAcceptableException")


# 7 ------------------------------------------------------------------------------------------------
@pytest.mark.needs("conformance")
def test_invariant_7_a_lot_and_an_answer_pass_the_schema_whatever_was_recorded(client, lot):
    services.recall_lot(lot, "Nấm mốc")
    services.add_step(lot, stage="lab", at=START, author_class="lab", author_name="Trung tâm kiểm nghiệm", note="Đạt")

    document = client.get(f"/epcis/lots/{lot.pk}").json()

    assert document["type"] == "EPCISDocument"
    assert errors_in(document) == []
    assert errors_in(answer(client, lot).json()) == []
    document["epcisBody"]["eventList"][0]["action"] = "EAT"
    assert errors_in(document)


def test_invariant_7_every_events_id_is_its_recomputed_hash(client, lot):
    document = client.get(f"/epcis/lots/{lot.pk}").json()
    events = document["epcisBody"]["eventList"]

    assert [event["eventID"] for event in events] == [event_hash(event, document["@context"]) for event in events]
    assert len(events) == lot.records.count() == len(ALL)
    changed = events[0] | {"eventTime": "2026-01-01T00:00:00.000+07:00"}
    assert event_hash(changed, document["@context"]) != changed["eventID"]


def test_invariant_7_an_error_declaration_equals_its_original_but_for_two_members(lot):
    [wrong] = Record.objects.declarations()
    original, declared = parse(wrong.event.records.originals().get().body), parse(wrong.body)

    differing = {name for name in original.keys() | declared.keys() if original.get(name) != declared.get(name)}

    assert differing == {"recordTime", "errorDeclaration"}
    assert declared["eventID"] == original["eventID"]
    assert declared["errorDeclaration"]["reason"] in epcis.REASONS
