"""A farmer's own lots: one form, a step in three taps, a copy of the last lot, growing areas."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, make_aware, now
from time_machine import travel

from tests.factories import PlaceFactory, ProductFactory
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import LotFactory
from tests.traceability.test_steps import area_of, picture
from traceability import services
from traceability.lineage import CircularLots
from traceability.models import Event, GrowingArea, Laboratory, Lot, LotInput, Record
from traceability.recording import MayNotWrite

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
INPUTS = {"vao-TOTAL_FORMS": "2", "vao-INITIAL_FORMS": "0"}


def at(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def lot(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return LotFactory(product=ProductFactory(net_weight_g=100))


@pytest.fixture
def farmer(lot):
    return member_of(lot.product.owner)


def photo():
    return SimpleUploadedFile("anh.jpg", picture().read(), content_type="image/jpeg")


# A lot --------------------------------------------------------------------------------------------
def test_a_lot_is_opened_by_one_form_with_the_days_and_where_it_grew(farmer, lot):
    area, today = area_of(lot.product.owner), localdate()
    days = dict.fromkeys(("harvested_on", "produced_on", "packed_on", "expires_on"), f"{today}")

    sent = {"product": lot.product.pk, "number": "2026-12A", "quantity": "60", "growing_areas": [area.pk]} | days
    answer = farmer.post(at("lot-add"), sent)

    made = Lot.objects.get(number="2026-12A")
    assert answer.url == at("lot", made.pk)
    assert (made.quantity, made.uom, made.unit, made.harvested_on) == (60, "C62", "gói", today)
    assert list(made.growing_areas.all()) == [area]


def test_a_lot_of_material_is_measured_and_carries_no_labels(farmer, lot):
    sent = {"product": lot.product.pk, "number": "NL-1", "quantity": "12.5", "uom": "KGM", "material": "Chè búp tươi"}
    farmer.post(at("lot-add"), sent)

    made = Lot.objects.get(number="NL-1")
    assert (made.quantity, made.uom, made.unit, made.labels_left) == (12_500, "GRM", "g", 0)


def test_a_copied_lot_begins_as_the_last_one_but_for_its_number_and_days(farmer, lot):
    area = area_of(lot.product.owner)
    lot.growing_areas.add(area)

    assert f"giong={lot.pk}" in farmer.get(at("lot-add")).content.decode()
    form = farmer.get(at("lot-add"), {"giong": lot.pk}).context["form"]

    assert form["product"].value() == lot.product_id
    assert form["quantity"].value() == 20
    assert form["growing_areas"].value() == [area.pk]
    assert form["number"].value() is None
    assert form["packed_on"].value() is None


def test_another_producers_lot_is_not_copied(farmer):
    theirs = LotFactory(quantity=77)

    assert farmer.get(at("lot-add"), {"giong": theirs.pk}).context["form"]["quantity"].value() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "0.5"},
        {"quantity": "-1"},
        {"quantity": "9999999"},
        {"harvested_on": "2027-01-01", "packed_on": "2026-01-01"},
    ],
)
def test_a_lot_with_nonsense_is_explained(farmer, lot, wrong):
    sent = {"product": lot.product.pk, "number": "X", "quantity": "5"} | wrong

    assert farmer.post(at("lot-add"), sent).status_code == 422
    assert not Lot.objects.filter(number="X").exists()


# A step -------------------------------------------------------------------------------------------
def test_a_step_is_recorded_in_three_taps(farmer, lot):
    page = farmer.get(at("lot", lot.pk)).content.decode()
    assert f"{at('lot-step', lot.pk)}?viec=harvest" in page  # the first tap: the stage
    form = farmer.get(at("lot-step", lot.pk), {"viec": "harvest"}).content.decode()
    assert 'capture="environment"' in form  # the second: the camera

    today = f"{localdate()}"  # the third: send, what the form holds by itself
    answer = farmer.post(f"{at('lot-step', lot.pk)}?viec=harvest", {"stage": "harvest", "on": today, "photo": photo()})

    event = lot.events.get()
    assert answer.url == at("lot", lot.pk)
    assert event.evidence.get().sha256 in Record.objects.get().body
    assert (event.author_class, event.author_role, event.network) == ("producer", "owner", "127.0.0.0/24")


def test_a_step_begins_where_the_last_of_its_kind_was(farmer, lot):
    services.add_step(lot, stage="harvest", at=now() - ONE_DAY, place_text="Đồi chè thôn Đông", uom="KGM", quantity=3)

    form = farmer.get(at("lot-step", lot.pk), {"viec": "harvest"}).context["form"]

    assert form["place_text"].value() == "Đồi chè thôn Đông"
    assert form["on"].value() == localdate()


@pytest.mark.parametrize(
    ("typed", "uom", "next_uom"), [("12.5", "KGM", "KGM"), ("12", "KGM", "KGM"), ("250", "GRM", "GRM")]
)
def test_the_next_amount_is_asked_for_in_the_unit_that_was_used(farmer, lot, typed, uom, next_uom):
    """12.5 kg are kept as 12,500 g; who then writes 13 means kilograms."""
    address = f"{at('lot-step', lot.pk)}?viec=harvest"
    farmer.post(address, {"stage": "harvest", "on": f"{localdate()}", "quantity": typed, "uom": uom})

    assert farmer.get(address).context["form"]["uom"].value() == next_uom


def test_a_step_sent_before_eight_and_again_after_it_is_one_step(farmer, lot):
    today, content = localdate(), photo().read()
    sent = {"stage": "harvest", "on": f"{today}", "quantity": "12", "uom": "KGM", "note": "Sáng sớm"}
    for hour, minute in ((6, 50), (8, 10)):
        with travel(make_aware(datetime.combine(today, time(hour, minute))), tick=False):
            farmer.post(f"{at('lot-step', lot.pk)}?viec=harvest", sent | {"photo": ContentFile(content, "anh.jpg")})

    assert lot.events.get().evidence.count() == 1


def test_a_step_names_the_lot_that_went_in_and_the_goods_bought(farmer, lot):
    source = LotFactory(product=lot.product, number="NL-7", uom="KGM", quantity=30)
    sent = {
        "stage": "process",
        "on": f"{localdate()}",
        "vao-0-source": source.pk,
        "vao-0-quantity": "1.5",
        "vao-0-uom": "KGM",
    }
    bought = {"vao-1-supplier": "Bà Năm", "vao-1-material": "hoa nhài"}

    farmer.post(f"{at('lot-step', lot.pk)}?viec=process", sent | bought | INPUTS)

    assert [(one.source, one.supplier, one.quantity, one.uom) for one in LotInput.objects.all()] == [
        (source, "", 1_500, "GRM"),
        (None, "Bà Năm", None, ""),
    ]
    page = farmer.get(at("lot", lot.pk)).content.decode()
    assert "NL-7" in page
    assert "Bà Năm" in page
    assert at("lot", lot.pk) in farmer.get(at("lot", source.pk)).content.decode()


def test_a_lot_made_from_itself_by_way_of_another_is_refused_in_words(farmer, lot):
    source = LotFactory(product=lot.product)
    services.add_step(source, stage="process", at=now() - ONE_DAY, inputs=[LotInput(source=lot)])

    sent = {"stage": "process", "on": f"{localdate()}", "vao-0-source": source.pk} | INPUTS
    answer = farmer.post(f"{at('lot-step', lot.pk)}?viec=process", sent)

    assert answer.status_code == 422
    assert "làm ra từ chính lô này" in answer.content.decode()
    assert not lot.events.exists()


def test_another_producers_lot_does_not_go_in(farmer, lot):
    theirs = LotFactory()

    sent = {"stage": "process", "on": f"{localdate()}", "vao-0-source": theirs.pk} | INPUTS
    answer = farmer.post(f"{at('lot-step', lot.pk)}?viec=process", sent)

    assert answer.status_code == 422
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": "9999-01-01"},
        {"stage": "lab"},
        {"stage": "activate"},
        {"quantity": "1.5", "uom": "C62"},
        {"photo": SimpleUploadedFile("anh.jpg", b"<svg onload=alert(1)>")},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_step_with_nonsense_or_not_theirs_is_explained(farmer, lot, wrong):
    answer = farmer.post(at("lot-step", lot.pk), {"stage": "pack", "on": f"{localdate()}"} | wrong)

    assert answer.status_code == 422
    assert not lot.events.exists()


def test_a_correction_keeps_the_photograph_and_what_went_in(farmer, lot):
    sent = {"stage": "process", "on": f"{localdate()}", "photo": photo(), "vao-0-supplier": "Bà Năm"} | INPUTS
    farmer.post(at("lot-step", lot.pk), sent)
    wrong = lot.events.get()

    right = {"stage": "process", "on": f"{localdate()}", "note": "Sấy ở 60 độ", "reason": "incorrect_data"}
    answer = farmer.post(at("step-correct", wrong.pk), right)

    told = lot.events.exclude(pk=wrong.pk).get()
    assert answer.status_code == 302
    assert told.evidence.get().sha256 == wrong.evidence.get().sha256
    assert told.inputs.get().supplier == "Bà Năm"


def test_a_lot_in_two_rows_is_refused_in_words(farmer, lot):
    source = LotFactory(product=lot.product)
    sent = {"stage": "process", "on": f"{localdate()}", "vao-0-source": source.pk, "vao-1-source": source.pk} | INPUTS

    answer = farmer.post(at("lot-step", lot.pk), sent)

    assert answer.status_code == 422
    assert "đã chọn ở dòng trên" in answer.content.decode()
    assert not lot.events.exists()


@pytest.mark.parametrize(("note", "status"), [("", 422), ("Sấy ở 60 độ", 302)])
def test_a_correction_that_brings_the_same_photograph_again_keeps_it_once(farmer, lot, note, status):
    content = picture().read()
    said = {"stage": "store", "on": f"{localdate()}"}
    farmer.post(at("lot-step", lot.pk), said | {"photo": SimpleUploadedFile("anh.jpg", content)})
    wrong = lot.events.get()

    again = {"photo": SimpleUploadedFile("anh.jpg", content), "note": note, "reason": "incorrect_data"}
    assert farmer.post(at("step-correct", wrong.pk), said | again).status_code == status
    assert [one.evidence.count() for one in lot.events.all()] == [1] * lot.events.count()


def test_a_step_is_said_right_after_its_photograph_was_let_go(farmer, lot):
    said = {"stage": "store", "on": f"{localdate()}"}
    farmer.post(at("lot-step", lot.pk), said | {"photo": photo()})
    wrong = lot.events.get()
    kept = wrong.evidence.get().file
    kept.storage.delete(kept.name)

    right = said | {"note": "Kho lạnh", "reason": "incorrect_data"}
    assert farmer.post(at("step-correct", wrong.pk), right).status_code == 302
    assert not lot.events.get(note="Kho lạnh").evidence.exists()


@pytest.mark.parametrize("refusal", [MayNotWrite, CircularLots, ValidationError("Không được.")])
def test_whatever_refuses_a_correction_is_said_in_words(farmer, lot, monkeypatch, refusal):
    step = services.add_step(lot, stage="store", at=now())
    monkeypatch.setattr(services, "correct_step", Mock(side_effect=refusal))

    answer = farmer.post(
        at("step-correct", step.pk), {"reason": "did_not_occur", "stage": "store", "on": f"{localdate()}"}
    )

    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_a_step_sent_twice_before_eight_in_the_morning_is_one(farmer, lot):
    today = localdate()
    with travel(make_aware(datetime.combine(today, time(5)))):
        for _tap in range(2):
            farmer.post(at("lot-step", lot.pk), {"stage": "harvest", "on": f"{today}"})

        assert localdate(lot.events.get().at) == today
        assert lot.events.get().at <= now()


def test_what_does_not_add_up_is_said_on_the_lots_page(farmer, lot):
    services.add_step(lot, stage="process", at=now(), quantity=1, uom="KGM")

    assert "đưa vào chỉ 1 kg" in farmer.get(at("lot", lot.pk)).content.decode()


def test_a_photograph_is_shown_to_its_producer_while_it_is_what_was_recorded(farmer, lot):
    farmer.post(at("lot-step", lot.pk), {"stage": "store", "on": f"{localdate()}", "photo": photo()})
    kept = lot.events.get().evidence.get()

    shown = farmer.get(at("evidence", kept.pk))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    with kept.file.storage.open(kept.file.name, "wb") as file:
        file.write(b"RIFF another")
    assert farmer.get(at("evidence", kept.pk)).status_code == 404


def test_the_forms_are_kept_by_the_browser_without_script_in_the_page(farmer, lot):
    for page in (farmer.get(at("lot-add")), farmer.get(at("lot-step", lot.pk), {"viec": "pack"})):
        said = page.content.decode()
        assert "data-draft=" in said
        assert "js/draft.js" in said
        assert "<script>" not in said


def test_the_browser_lets_go_of_a_draft_only_when_a_page_says_it_has_arrived(farmer, lot):
    address = f"{at('lot-step', lot.pk)}?viec=store"
    draft = farmer.get(address).context["draft"]
    done = f'data-draft-done="{draft}"'
    sent = {"stage": "store", "on": f"{localdate()}"}

    assert done not in farmer.post(address, sent | {"on": "9999-01-01"}).content.decode()
    assert done not in farmer.get(at("lot", lot.pk)).content.decode()
    assert done in farmer.post(address, sent, follow=True).content.decode()
    assert done not in farmer.get(at("lot", lot.pk)).content.decode()
    assert "sessionStorage" not in Path(finders.find("js/draft.js")).read_text()


def test_people_who_share_a_telephone_have_drafts_of_their_own(farmer, lot):
    other = member_of(lot.product.owner)

    drafts = {client.get(at("lot-add")).context["draft"] for client in (farmer, other)}

    assert len(drafts) == 2


# Where it grew, who tests it ----------------------------------------------------------------------
def test_a_growing_area_is_the_producers_word_and_an_odd_code_only_warned_of(farmer, lot):
    province = PlaceFactory()
    sent = {"kind": "area", "code": "PUC 2024/17", "issuer": "Chi cục", "province": province.pk}

    page = farmer.post(at("area-add"), sent, follow=True).content.decode()

    assert GrowingArea.objects.get().state == "declared"
    assert "không giống mã xuất khẩu" in page
    assert "nhà sản xuất tự khai" in page


def test_a_code_that_an_authority_has_spoken_of_is_changed_no_more(farmer, lot):
    area = area_of(lot.product.owner, state="confirmed", reviewed_at=now(), reviewed_by="Sở")

    farmer.post(at("area", area.pk), {"kind": "area", "code": "KHAC", "issuer": "X", "province": area.province_id})

    area.refresh_from_db()
    assert area.code == "VN-DTOR-0017"


@pytest.mark.postgres
def test_a_code_is_held_while_it_is_changed_so_that_no_word_on_it_is_written_over(farmer, lot):
    area = area_of(lot.product.owner)

    with CaptureQueriesContext(connection) as asked:
        farmer.post(at("area", area.pk), {"kind": "area", "code": "K", "issuer": "X", "province": area.province_id})

    held = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    assert len(held) == 1
    assert "growingarea" in held[0]


def test_a_lot_names_its_areas_and_laboratories(farmer, lot):
    area, laboratory = area_of(lot.product.owner), Laboratory.objects.create(name="Phòng Mẫu")

    farmer.post(at("lot-sources", lot.pk), {"growing_areas": [area.pk], "laboratories": [laboratory.pk]})
    farmer.post(at("lot-step", lot.pk), {"stage": "harvest", "on": f"{localdate()}"})

    assert json.loads(Record.objects.get().body)["ocop:growingArea"] == ["VN-DTOR-0017"]
    assert list(lot.laboratories.all()) == [laboratory]
