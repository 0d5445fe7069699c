"""Who may say what of a lot, and what goes along with it."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.timezone import localdate, now
from PIL import Image

from catalogue.scan_files import NotAScan
from tests.factories import ProducerFactory, ProductFactory, UserFactory
from tests.traceability.factories import LotFactory
from tests.traceability.goods import area_of, paper, picture, result_of
from tests.traceability.schema import errors_in
from traceability import evidence, lot_record, publishing, services, steps
from traceability.event_hash import event_hash
from traceability.models import AreaReview, EvidenceFile, Laboratory, LotInput
from traceability.recording import MayNotWrite

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


# Evidence -----------------------------------------------------------------------------------------
def test_a_photograph_is_written_anew_and_its_hash_stands_in_the_event(media):
    lot, sent = LotFactory(), picture()
    photo = evidence.photo(sent)
    services.add_step(lot, stage="pack", at=now(), files=[photo])

    kept = EvidenceFile.objects.get()
    with kept.file.open() as file:
        content = file.read()
    (body,) = publishing.bodies(lot.records.all())

    assert b"Exif" not in content
    assert "Bí Mật".encode() not in content
    assert dict(Image.open(BytesIO(content)).getexif()) == {}
    assert body["ocop:evidence"] == [sha256(content).hexdigest()] == [kept.sha256] == [kept.stored_sha256]
    assert kept.taken_at is None


def test_when_a_photograph_was_taken_is_kept_only_by_consent(media):
    assert evidence.photo(picture(), keep_time=True).taken_at.isoformat() == "2026-11-20T07:30:00+07:00"
    assert evidence.photo(picture(taken="hôm qua"), keep_time=True).taken_at is None


def test_a_reports_hash_is_that_of_the_pdf_as_sent_while_a_copy_is_shown(media):
    sent = paper()
    kept = evidence.report(sent)

    assert kept.sha256 == sha256(sent.open().read()).hexdigest() != kept.stored_sha256


@pytest.mark.parametrize("made", [evidence.photo, evidence.report])
def test_what_is_no_picture_or_no_pdf_is_refused(made):
    with pytest.raises(NotAScan):
        made(ContentFile(b"<script>alert(1)</script>" * 99, name="anh.jpg"))
    with pytest.raises(NotAScan):
        made(paper() if made is evidence.photo else picture())


def test_the_same_step_with_another_photograph_is_another_step(media):
    lot, at = LotFactory(), now()
    one, two = evidence.photo(picture()), evidence.photo(picture())

    first = services.add_step(lot, stage="store", at=at, files=[one])
    assert services.add_step(lot, stage="store", at=at, files=[one]) == first
    assert services.add_step(lot, stage="store", at=at, files=[two]) != first


# Invariant 6 --------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["lotinput", "evidencefile", "areareview", "commissioning"])
@pytest.mark.parametrize("act", ["UPDATE traceability_{} SET id = id", "DELETE FROM traceability_{}"])
def test_invariant_6_update_and_delete_raise_for_what_goes_with_a_step(media, table, act):
    lot = LotFactory()
    area = area_of(lot.product.owner)
    supply = LotInput(supplier="Bà Năm")
    services.add_step(lot, stage="pack", at=now(), inputs=[supply], files=[evidence.photo(picture())])
    steps.commission(lot, ["A" * 16], at=now())
    AreaReview.objects.create(area=area, is_confirmed=True, authority="Sở", document="1", said_by=UserFactory())

    with pytest.raises((IntegrityError, DatabaseError), match="append-only"), transaction.atomic():
        connection.cursor().execute(act.format(table))


def test_invariant_6_every_event_is_proved_by_the_root_that_is_signed_within_24_hours(settings):
    settings.SIGNING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    lot = LotFactory()
    for stage in ("harvest", "process", "pack"):
        services.add_step(lot, stage=stage, at=now() - ONE_DAY)
    before = publishing.lot_document(lot, now())["ocop:record"]["proofs"]

    publishing.publish_root(now() + ONE_DAY)

    after = publishing.lot_document(lot, now())["ocop:record"]["proofs"]
    assert before == [None] * 3
    assert None not in after


# Who may write ------------------------------------------------------------------------------------
def test_a_laboratory_tells_its_result_on_a_lot_that_names_it(media):
    lot, laboratory = LotFactory(), Laboratory.objects.create(name="Phòng kiểm nghiệm Mẫu")
    lot.laboratories.add(laboratory)

    told = result_of(lot, laboratory)

    (body,) = publishing.bodies(lot.records.all())
    assert (told.author_class, told.author_name, told.report_number) == ("lab", "Phòng kiểm nghiệm Mẫu", "KQ-17")
    assert (body["ocop:authorClass"], body["ocop:report"], body["disposition"]) == ("lab", "KQ-17", "conformant")
    assert body["ocop:evidence"] == [told.evidence.get().sha256]


@pytest.mark.parametrize(
    ("names", "facts", "refused"),
    [
        (False, {}, MayNotWrite),
        (True, {"report_number": " "}, ValidationError),
        (True, {"outcome": ""}, ValidationError),
    ],
)
def test_a_laboratory_tells_nothing_of_other_lots_and_nothing_without_a_report(media, names, facts, refused):
    lot, laboratory = LotFactory(), Laboratory.objects.create(name="Phòng kiểm nghiệm Mẫu")
    if names:
        lot.laboratories.add(laboratory)

    with pytest.raises(refused):
        result_of(lot, laboratory, **facts)
    assert not lot.events.exists()


def test_a_laboratory_that_was_closed_tells_nothing(media):
    lot, laboratory = LotFactory(), Laboratory.objects.create(name="Phòng kiểm nghiệm Mẫu", is_active=False)
    lot.laboratories.add(laboratory)

    with pytest.raises(MayNotWrite):
        result_of(lot, laboratory)


# Growing areas ------------------------------------------------------------------------------------
def test_a_harvest_says_where_it_grew_and_told_again_once_more_is_named_is_the_same_step():
    lot = LotFactory()
    area = area_of(lot.product.owner)
    told, harvested_at = [], now()
    for areas in ([area], [area, area_of(lot.product.owner, code="VN-DTOR-0018")]):
        steps.name_sources(lot, areas, [])
        told.append(services.add_step(lot, stage="harvest", at=harvested_at, quantity=30, uom="KGM"))

    (body,) = publishing.bodies(lot.records.all())
    assert told[0] == told[1]
    assert body["ocop:growingArea"] == ["VN-DTOR-0017"]


@pytest.mark.parametrize("wrong", ["another producer's", "not yet valid"])
def test_a_lot_names_no_area_of_others_and_none_that_did_not_count_on_the_day_of_harvest(wrong):
    product, day = ProductFactory(), localdate()
    owner = ProducerFactory() if wrong == "another producer's" else product.owner
    area = area_of(owner, valid_from=None if owner != product.owner else day)

    with pytest.raises(ValidationError) as refused:
        services.create_lot(product, number="1", quantity=5, harvested_on=day - ONE_DAY, growing_areas=[area])
    assert "growing_areas" in refused.value.error_dict


# The names of our own words -----------------------------------------------------------------------
@pytest.mark.needs("conformance")
def test_an_event_keeps_its_id_and_its_proof_when_the_site_moves(settings, media):
    settings.SIGNING_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    lot = LotFactory()
    steps.name_sources(lot, [area_of(lot.product.owner)], [])
    services.add_step(lot, stage="harvest", at=now() - ONE_DAY, party="Bà Năm", files=[evidence.photo(picture())])
    settings.SITE_URL, settings.TRACE_NAMESPACE = "https://moi.example", "https://moi.example/ns/trace#"
    services.add_step(lot, stage="pack", at=now(), inputs=[LotInput(supplier="Bà Năm", material="lá chè")])
    publishing.publish_root(now())

    document = publishing.lot_document(lot, now())

    events = document["epcisBody"]["eventList"]
    assert {event["@context"]["ocop"] for event in events} == {
        "http://localhost:8000/ns/trace#",
        "https://moi.example/ns/trace#",
    }
    assert [event["eventID"] for event in events] == [event_hash(event, document["@context"]) for event in events]
    assert lot_record.links_of(events)
    assert errors_in(document) == []
