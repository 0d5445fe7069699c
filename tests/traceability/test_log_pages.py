"""The log as the world sees it: a day's root, a lot's document, answers to queries, the offline check."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue import seals
from catalogue.services import revoke_certificate
from marketplace.pages.jobs import record_older_steps, sign_trace_log
from tests.factories import BareProductFactory, ProductFactory
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from tests.traceability.schema import errors_in
from traceability import codes, lot_record, services
from traceability.management.commands.verify_lot import SENTENCES
from traceability.models import Event, Record, TreeNode

pytestmark = pytest.mark.django_db
RING = seals.KeyRing(bytes(range(32)))
KEYS = [RING.current]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def world(settings):
    settings.SIGNING_KEY, settings.SITE_URL = RING.text(), "https://ocop.vn"
    cache.clear()


def lot_with(*stages, **facts):
    lot = LotFactory(**facts)
    for number, stage in enumerate(stages):
        services.add_step(lot, stage=stage, at=now() - (9 - number) * DAY)
    return lot


def export(client, lot):
    return client.get(f"/epcis/lots/{lot.pk}").json()


def ask(client, **parameters):
    return client.get("/epcis/events", parameters)


def events_in(answer):
    return answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]


def address(lot):
    return f"https://ocop.vn/epcis/lots/{lot.pk}"


# The daily root -----------------------------------------------------------------------------------
def test_invariant_6_every_event_has_its_proof_against_a_signed_root_after_the_days_tick(client):
    lots = [lot_with("harvest", "process"), lot_with("pack"), lot_with("harvest", "pack", "ship")]

    assert sign_trace_log(now())
    assert not sign_trace_log(now() + timedelta(seconds=60))

    for lot in lots:
        found = lot_record.verify(export(client, lot), KEYS, now())
        assert found.in_tree == found.events == lot.events.count()


def test_each_root_holds_the_tree_of_the_day_before_and_stays_published(client):
    before = now() - 2 * DAY
    lot_with("harvest", "process")
    sign_trace_log(before)
    lot_with("pack")
    sign_trace_log(before + DAY)
    Event.objects.create(lot=LotFactory(), stage="harvest", at=before)  # as before there were records
    record_older_steps(before + 2 * DAY)
    sign_trace_log(before + 2 * DAY)

    roots = [client.get(f"/.well-known/trace-log/{localdate(before + days * DAY)}.json").json() for days in range(3)]

    assert [root["size"] for root in roots] == [2, 3, 4]
    assert [root["before"] and root["before"]["root"] for root in roots] == [None, roots[0]["root"], roots[1]["root"]]
    for root in roots:
        assert lot_record.verify_root(root, KEYS, now())
    assert TreeNode.objects.size() == Record.objects.count() == 4


@pytest.mark.parametrize("day", ["2026-01-01", "2026-13-45"])
def test_a_day_without_a_root_is_a_404(client, day):
    assert client.get(f"/.well-known/trace-log/{day}.json").status_code == 404


# A lot, checked offline ---------------------------------------------------------------------------
def written(tmp_path, **documents):
    """Files as a visitor keeps them."""
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document, ensure_ascii=False))
    return {name: str(tmp_path / f"{name}.json") for name in documents}


@pytest.fixture
def files(client, tmp_path):
    lot = lot_with("harvest", "process", "pack")
    sign_trace_log(now())
    services.correct_step(lot.events.first(), "did_not_occur")
    keys = client.get("/.well-known/ocop-keys.json").json()
    root = client.get(f"/.well-known/trace-log/{localdate()}.json").json()
    return written(tmp_path, lot=export(client, lot), keys=keys, root=root)


def test_the_command_finds_an_exported_lot_true_without_asking_the_database(files, capsys, django_assert_num_queries):
    with django_assert_num_queries(0):
        call_command("verify_lot", files["lot"], keys=files["keys"], root=files["root"])

    said = capsys.readouterr().out
    assert said.startswith("ĐÚNG: https://ocop.vn/epcis/lots/")
    assert f"4 sự kiện (3 nằm dưới gốc ngày {localdate()})" in said


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"harvest"', '"harvesu"', "sự kiện thứ 1 không khớp mã eventID"),
        ('"recordTime": "2', '"recordTime": "3', "sự kiện thứ 1 không khớp chuỗi nhật ký"),
        ('"did_not_occur"', '"did_not_occus"', "sự kiện thứ 4 không khớp chuỗi nhật ký"),
        ('"recalled": false', '"recalled": true ', "phần được ký không khớp chữ ký"),
    ],
)
def test_altering_one_byte_of_one_event_is_found_by_the_offline_verifier(files, tmp_path, old, new, found):
    text = Path(files["lot"]).read_text()
    assert old in text
    (tmp_path / "lot.json").write_text(text.replace(old, new, 1))

    with pytest.raises(CommandError, match=found):
        call_command("verify_lot", files["lot"], keys=files["keys"])


def test_another_root_than_the_published_one_is_found(files, tmp_path):
    root = json.loads(Path(files["root"]).read_text()) | {"root": "00" * 32}

    with pytest.raises(CommandError, match="GỐC KHÔNG KHỚP"):
        call_command("verify_lot", files["lot"], keys=files["keys"], root=written(tmp_path, root=root)["root"])


def test_every_reason_to_refuse_has_its_sentence():
    named = lot_record.NotTrue.__doc__.split("`reason`: ")[1].split(";")[0]

    assert set(re.split(r",\s+(?:or )?", named)) == set(SENTENCES)


# The lot's document -------------------------------------------------------------------------------
def test_the_document_keeps_the_standards_headers_and_is_never_kept(client, settings):
    answer = client.get(f"/epcis/lots/{lot_with('pack').pk}")

    assert answer["GS1-EPCIS-Version"] == "2.0.0"
    assert answer["GS1-Extensions"] == f"ocop={settings.TRACE_NAMESPACE}"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_export_never_shows_an_ended_certificate_as_valid(client, today):
    lot = lot_with("pack")
    held = lot.product.latest_certificate
    assert export(client, lot)["ocop:record"]["certificate"]["in_force"] is True
    revoke_certificate(held, ground="a", decision_number="1/QĐ", on=today)
    expired = lot_with("pack", product=ProductFactory(certified__valid_until=today - DAY))
    bare = lot_with("pack", product=BareProductFactory())

    said = [export(client, one)["ocop:record"]["certificate"] for one in (lot, expired, bare)]

    assert [one and (one["in_force"], one["status"]) for one in said] == [
        (False, "revoked"),
        (False, "expired"),
        None,
    ]


def test_a_lot_of_a_product_out_of_sight_is_read_only_once_a_label_left_the_printer(client):
    lot = lot_with("pack", product=ProductFactory(is_public=False))
    services.generate_labels(lot, 1)
    assert client.get(f"/epcis/lots/{lot.pk}").status_code == 404
    assert events_in(ask(client, MATCH_anyEPC=address(lot))) == []

    printed_sheet(lot)

    assert client.get(f"/epcis/lots/{lot.pk}").status_code == 200
    assert len(events_in(ask(client, MATCH_anyEPC=address(lot)))) == 1


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_a_lot_that_is_none_is_a_404_in_the_standards_words(client, number):
    answer = client.get(f"/epcis/lots/{number}")

    assert answer.status_code == 404
    assert answer.json()["type"] == "epcisException:NoSuchResourceException"


# Queries ------------------------------------------------------------------------------------------
def test_events_are_found_by_their_lot_by_its_class_and_by_a_packs_label(client):
    lot, other = lot_with("harvest", "process", "pack"), lot_with("pack")
    label = active_label(lot)
    material = f"{address(lot)}#nguyen-lieu"

    def stages(**parameters):
        return [event["ocop:stage"] for event in events_in(ask(client, **parameters))]

    assert stages(MATCH_anyEPC=address(lot)) == ["harvest", "process", "pack", "activate"]
    assert stages(MATCH_anyEPCClass=material) == ["harvest", "process"]
    assert stages(MATCH_anyEPC=f"HTTPS://OCOP.VN/T/{label.code}") == ["harvest", "process", "pack", "activate"]
    assert stages(MATCH_anyEPC=f"{address(lot)},{address(other)}") == [
        "harvest",
        "process",
        "pack",
        "pack",
        "activate",
    ]
    assert stages(MATCH_anyEPC="urn:epc:id:sgtin:4012345.011111.9876") == []
    assert stages(MATCH_anyEPC=address(lot), MATCH_anyEPCClass=address(other)) == []


@pytest.mark.needs("conformance")
def test_an_answer_passes_the_schema(client):
    assert errors_in(ask(client, MATCH_anyEPC=address(lot_with("harvest", "process", "pack"))).json()) == []


def test_pages_follow_one_another_to_the_end(client):
    lot = lot_with("harvest", "process", "pack", "store", "ship")
    answer = ask(client, MATCH_anyEPC=address(lot), perPage=2)
    seen = events_in(answer)
    while "Link" in answer:
        following = re.fullmatch(r'<https://ocop\.vn(/epcis/events\?.+)>; rel="next"', answer["Link"])[1]
        assert "nextPageToken=" in following
        answer = client.get(following)
        seen += events_in(answer)

    assert [event["ocop:stage"] for event in seen] == ["harvest", "process", "pack", "store", "ship"]


@pytest.mark.parametrize(
    ("parameters", "status", "kind"),
    [
        ({}, 413, "QueryTooLargeException"),
        ({"MATCH_anyEPC": ""}, 400, "QueryParameterException"),
        ({"MATCH_anyEPC": ",".join(["urn:x:1"] * 21)}, 400, "QueryParameterException"),
        ({"MATCH_anyEPC": "urn:x:1", "EQ_bizSteps": "packing"}, 400, "QueryParameterException"),
        ({"MATCH_anyEPC": "urn:x:1", "perPage": "0"}, 400, "QueryParameterException"),
        ({"MATCH_anyEPC": "urn:x:1", "perPage": "x"}, 400, "QueryParameterException"),
        ({"MATCH_anyEPC": "urn:x:1", "nextPageToken": "-1"}, 400, "QueryParameterException"),
    ],
    ids=str,
)
def test_a_query_we_cannot_answer_is_refused_in_the_standards_words(client, parameters, status, kind):
    answer = ask(client, **parameters)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == f"epcisException:{kind}"


def test_what_is_supported_is_told_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.options("/epcis/events")

    assert (answer.status_code, answer["GS1-EPCIS-Version"]) == (204, "2.0.0")
    assert client.post("/epcis/events").status_code == 405


def test_codes_cannot_be_tried_out_here_either(client):
    label = active_label(lot_with("pack"))

    tried = [ask(client, MATCH_anyEPC=f"https://ocop.vn/T/{codes.new_code()}").status_code for _ in range(21)]

    assert tried == [200] * 20 + [429]
    assert ask(client, MATCH_anyEPC=f"https://ocop.vn/T/{label.code}").status_code == 200


# People -------------------------------------------------------------------------------------------
def test_the_scan_page_says_on_whose_word_a_step_stands_what_was_declared_wrong_and_leads_to_the_record(client):
    lot = lot_with("process")
    services.add_step(lot, stage="lab", at=now(), author_class="lab", note="Không phát hiện kháng sinh")
    label = active_label(lot)
    client.get(f"/T/{label.code}")
    right = {"stage": "process", "at": now(), "note": "Sấy ở 60 độ"}
    services.correct_step(lot.events.get(stage="process"), "incorrect_data", right=right)

    html = client.get(f"/T/{label.code}").content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))

    assert "Theo phòng kiểm nghiệm" in said
    assert "Theo nhà sản xuất tự khai" in said
    assert "Đã báo sai ngày" in said
    assert "Sấy ở 60 độ" in said
    assert html.count("step--wrong") == 1 + html.count(".step--wrong")
    assert f'href="{reverse("pages:lot", args=[lot.pk])}"' in html
