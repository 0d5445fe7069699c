"""The log of lots in the database: what is written, by whom, and that it stays."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import now

from catalogue.canonical import canonical
from marketplace.producers.forms_lots import StepForm
from tests.factories import PlaceFactory
from tests.traceability.factories import LotFactory
from tests.traceability.schema import errors_in
from traceability import epcis, lot_record, publishing, recording, services
from traceability.event_hash import event_hash
from traceability.models import Event, Record, SignedRoot, TreeNode

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def step(lot=None, stage="pack", **facts):
    return services.add_step(lot or LotFactory(), **({"stage": stage, "at": now() - DAY} | facts))


def old_step(lot, **facts):
    """As written before there were records."""
    return Event.objects.create(lot=lot, stage="harvest", at=now() - DAY, **facts)


def links(lot):
    return [record.link for record in lot.records.order_by("position")]


def is_chained(lot) -> bool:
    made = lot_record.links_of(publishing.bodies(lot.records.order_by("position")))
    return [one.hex() for one in made] == links(lot)


# Invariant 6 --------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["event", "record", "treenode", "signedroot"])
@pytest.mark.parametrize("act", ["UPDATE traceability_{} SET id = id", "DELETE FROM traceability_{}"])
def test_invariant_6_update_and_delete_raise_in_every_table_of_the_log(settings, table, act):
    settings.SIGNING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    step()
    publishing.publish_root(now())

    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        connection.cursor().execute(act.format(table))


def test_invariant_6_the_chain_verifies_and_any_altered_byte_is_caught():
    lot = LotFactory()
    for stage in ("harvest", "process", "pack"):
        step(lot, stage)
    true = publishing.bodies(lot.records.all())
    assert is_chained(lot)

    for place in range(3):
        altered = [dict(body) for body in true]
        altered[place]["recordTime"] = altered[place]["recordTime"].replace("+07:00", "+08:00")

        made = [one.hex() for one in lot_record.links_of(altered)]
        assert made[:place] == links(lot)[:place]
        assert made[place] != links(lot)[place]


# Invariant 7 --------------------------------------------------------------------------------------
@pytest.mark.needs("conformance")
def test_invariant_7_every_exported_document_passes_the_schema_of_epcis_2_0_1():
    lot = LotFactory()
    for stage in Event.Stage.values:
        author = next(who for who, stages in epcis.WRITES.items() if stage in stages)
        step(lot, stage, author_class=author, place=PlaceFactory(), place_text="Xưởng", note='Sấy ở 60 độ, "kỹ"')
    wrong = step(lot, "pack", box="T1", quantity=20)
    services.correct_step(wrong, "incorrect_data", right={"stage": "pack", "at": now(), "box": "T2", "quantity": 20})

    assert errors_in(publishing.lot_document(lot, now())) == []


def test_invariant_7_the_event_id_equals_the_recomputed_hash_and_what_is_kept_is_canonical():
    step(stage="process", quantity=300, uom="LTR", place=PlaceFactory())

    record = Record.objects.get()

    body = json.loads(record.body)
    assert record.epcis_id == body["eventID"] == event_hash(body, epcis.CONTEXT)
    assert record.body == canonical(body).decode()


def test_invariant_7_a_declaration_of_error_equals_its_original_but_for_two_fields():
    wrong = step(note="Sấy ở 600 độ")
    services.correct_step(wrong, "incorrect_data", right={"stage": "pack", "at": wrong.at, "note": "Sấy ở 60 độ"})

    original, right, declared = publishing.bodies(wrong.lot.records.order_by("position"))

    different = {name for name in original | declared if original.get(name) != declared.get(name)}
    assert different == {"recordTime", "errorDeclaration"}
    assert declared["errorDeclaration"]["reason"] == "incorrect_data"
    assert declared["errorDeclaration"]["correctiveEventIDs"] == [right["eventID"]]
    assert is_chained(wrong.lot)


def test_the_step_that_corrects_how_a_lot_came_into_being_brings_it_forth_anew():
    wrong = step(note="60 hũ, nắp đỏ")
    services.correct_step(wrong, "incorrect_data", right={"stage": "pack", "at": wrong.at, "note": "60 hũ, nắp xanh"})
    step(wrong.lot, note="Dán tem")

    made = [(body["action"], body["bizStep"]) for body in publishing.bodies(wrong.lot.records.originals())]

    assert made == [("ADD", "creating_class_instance")] * 2 + [("OBSERVE", "packing")]


# Who, and how often -------------------------------------------------------------------------------
@pytest.mark.parametrize("author_class", list(epcis.WRITES))
@pytest.mark.parametrize("stage", list(epcis.STAGES))
def test_each_tells_only_the_stages_that_are_theirs(author_class, stage):
    if stage in epcis.WRITES[author_class]:
        assert step(stage=stage, author_class=author_class).author_class == author_class
        return
    with pytest.raises(recording.MayNotWrite):
        step(stage=stage, author_class=author_class)
    assert not Event.objects.exists()


def test_the_workspace_offers_a_producer_only_its_own_stages():
    assert set(StepForm.STAGES) == epcis.WRITES["producer"] - {"recall", "lift"}


def test_the_producers_name_stands_under_its_word_and_the_laboratorys_under_its_own():
    lot = LotFactory()
    step(lot)
    step(lot, "lab", author_class="lab", author_name="Phòng kiểm nghiệm Mẫu")

    assert [body["ocop:author"] for body in publishing.bodies(lot.records.order_by("position"))] == [
        lot.product.owner.name,
        "Phòng kiểm nghiệm Mẫu",
    ]


def test_the_same_step_told_twice_is_one_step():
    lot, at = LotFactory(), now() - DAY

    assert step(lot, at=at) == step(lot, at=at)
    assert lot.records.count() == lot.events.count() == 1


def test_a_step_declared_wrong_is_neither_declared_nor_told_again():
    lot, at = LotFactory(), now() - DAY
    wrong = step(lot, at=at)
    services.correct_step(wrong, "did_not_occur")

    with pytest.raises(recording.DeclaredWrong):
        services.correct_step(wrong, "did_not_occur")
    with pytest.raises(recording.DeclaredWrong):
        step(lot, at=at)
    assert lot.records.count() == 2


def test_nobody_declares_wrong_what_another_told():
    told = step(stage="lab", author_class="lab")

    with pytest.raises(recording.MayNotWrite):
        services.correct_step(told, "did_not_occur", author_class="producer")


def test_a_correction_that_says_the_same_is_refused():
    wrong = step()

    with pytest.raises(services.NothingChanged):
        services.correct_step(wrong, "incorrect_data", right={"stage": wrong.stage, "at": wrong.at})
    assert Record.objects.count() == 1


def test_a_declaration_names_its_reason_and_a_step_of_the_same_lot():
    wrong, elsewhere = step(), step()

    for bad in ({"reason": "đổi ý"}, {"reason": "incorrect_data", "instead": elsewhere}):
        with pytest.raises(ValueError):
            recording.declare_wrong(wrong, author_class="producer", **bad)


def test_a_step_keeps_saying_what_was_true_when_it_was_recorded(settings):
    told = step()
    product, title = told.lot.product, told.lot.product.title
    product.title, settings.SITE_URL = "Tên mới", "https://moi.example"
    product.save()

    body = json.loads(Record.objects.get().body)

    assert body["ocop:product"] == title
    assert event_hash(body, epcis.CONTEXT) == body["eventID"]


# Steps from before there were records -------------------------------------------------------------
def test_old_steps_get_their_records_in_the_order_they_were_written_down():
    lot = LotFactory()
    first, twin = old_step(lot, note="Thu mua"), old_step(lot)
    Event.objects.create(lot=lot, stage="harvest", at=twin.at, recorded_at=twin.recorded_at)

    assert recording.record_older() == 1
    assert recording.record_older() == 0

    assert list(lot.records.values_list("event", flat=True)) == sorted(lot.events.values_list("pk", flat=True))
    assert lot.records.first().event == first
    assert len({record.epcis_id for record in lot.records.all()}) == 3
    assert is_chained(lot)


def test_a_new_step_follows_the_old_ones():
    lot = LotFactory()
    old = old_step(lot)
    new = step(lot)

    assert list(lot.records.values_list("event", flat=True)) == [old.pk, new.pk]


# What a timeline says -----------------------------------------------------------------------------
def test_a_timeline_names_what_was_declared_wrong_in_one_query(django_assert_num_queries):
    lot = LotFactory()
    kept, wrong = step(lot, "harvest"), step(lot, "process", at=now())
    services.correct_step(wrong, "did_not_occur")

    with django_assert_num_queries(1):
        told = {event.pk: (bool(event.declared_at), event.wrong) for event in Event.objects.of(lot).told()}

    assert told == {kept.pk: (False, None), wrong.pk: (True, "did_not_occur")}


def test_nothing_is_signed_without_a_key_and_nothing_without_a_step(settings):
    settings.SIGNING_KEY = ""
    step()

    assert publishing.publish_root(now()) is None
    assert not TreeNode.objects.exists()
    assert not SignedRoot.objects.exists()
