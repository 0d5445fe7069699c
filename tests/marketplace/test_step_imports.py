"""A list of steps from a spreadsheet: all of it or nothing, each mistake by row and column."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import now
from openpyxl import Workbook, load_workbook

from marketplace.producers import step_imports
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import LotFactory
from traceability.models import Event, StepImport

pytestmark = pytest.mark.django_db
HEADINGS = 'Số lô,Sản phẩm,Công đoạn,Ngày,Nơi,Số lượng,Đơn vị,Mã thùng,"Bên giao, bên nhận",Ghi chú'
GOOD = ('A1,,Thu hoạch,2026-11-03,Đồi chè,"12,5",kg,,,Hái sớm', "a1,,đóng gói,05/11/2026,,,,,,")


def at(name, *args):
    return reverse(f"workspace:{name}", args=args)


@pytest.fixture
def lot(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return LotFactory(number="A1")


@pytest.fixture
def farmer(lot):
    return member_of(lot.product.owner)


def csv_of(*rows):
    return SimpleUploadedFile("buoc.csv", "\n".join([HEADINGS, *rows]).encode("utf-8-sig"))


def xlsx_of(*rows):
    book, out = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return SimpleUploadedFile("buoc.xlsx", out.getvalue())


def brought(farmer, file):
    """The list after it was read and, where that is offered, recorded."""
    farmer.post(at("step-imports"), {"file": file})
    sent = StepImport.objects.latest("pk")
    farmer.post(at("step-import-save", sent.pk))
    sent.refresh_from_db()
    return sent


def said(sent):
    return [(line["row"], line["column"], line["reason"]) for line in sent.report]


def test_a_list_is_read_first_and_recorded_only_when_asked(farmer, lot):
    farmer.post(at("step-imports"), {"file": csv_of(*GOOD)})
    sent = StepImport.objects.get()
    assert (sent.state, sent.rows_new, Event.objects.count()) == ("read", 2, 0)

    farmer.post(at("step-import-save", sent.pk))

    harvest, pack = lot.events.order_by("at")
    assert (harvest.stage, harvest.quantity, harvest.uom, harvest.place_text) == ("harvest", 12_500, "GRM", "Đồi chè")
    assert (pack.stage, f"{pack.at:%Y-%m-%d}", pack.author_role) == ("pack", "2026-11-05", "owner")
    assert "Đã ghi 2 bước mới." in farmer.get(at("step-import", sent.pk)).content.decode()


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("B9,,Thu hoạch,2026-11-03,,,,,,", "Số lô", "chưa có lô “B9”"),
        ("A1,,Ngắm hoa,2026-11-03,,,,,,", "Công đoạn", "không có công đoạn"),
        ("A1,,Kiểm nghiệm,2026-11-03,,,,,,", "Công đoạn", "không có công đoạn"),
        ("A1,,Thu hoạch,11/2026,,,,,,", "Ngày", "không đọc được ngày"),
        ("A1,,Thu hoạch,2027-11-03,,,,,,", "Ngày", "chưa xảy ra"),
        ("A1,,Thu hoạch,,,,,,,", "Ngày", "chưa ghi"),
        ("A1,,Thu hoạch,2026-11-03,,1.200,kg,,,", "Số lượng", "hai cách"),
        ("A1,,Thu hoạch,2026-11-03,,12 kg,,,,", "Số lượng", "ở cột Đơn vị"),
        ("A1,,Thu hoạch,2026-11-03,,12,,,,", "Đơn vị", "ghi đơn vị"),
        ("A1,,Thu hoạch,2026-11-03,,12,thúng,,,", "Đơn vị", "không có đơn vị"),
        ("A1,,Thu hoạch,2026-11-03,,,,,,=HYPERLINK(1)", "Ghi chú", "công thức"),
        ("A1,,Thu hoạch,2026-11-03,,,,,,Đạt ★★★★★", "Ghi chú", ""),
    ],
)
def test_one_wrong_row_keeps_all_out_and_says_where_and_why(farmer, lot, row, column, reason):
    sent = brought(farmer, csv_of(GOOD[0], row))

    assert sent.state == "read"
    assert not Event.objects.exists()
    ((number, where, why),) = said(sent)
    assert (number, where) == (3, column)
    assert reason in why
    page = farmer.get(at("step-import", sent.pk)).content.decode()
    assert "Chưa ghi dòng nào" in page
    assert f"Dòng {number}" in page


def test_what_only_the_register_can_refuse_keeps_all_out_too(farmer, lot):
    first = brought(farmer, csv_of(GOOD[0]))
    event = Event.objects.get()
    farmer.post(at("step-correct", event.pk), {"stage": "harvest", "on": "2026-11-03", "reason": "did_not_occur"})

    sent = brought(farmer, csv_of(GOOD[1], GOOD[0]))

    assert (first.state, sent.state) == ("done", "read")
    assert Event.objects.get() == event
    assert said(sent)[0][:2] == (3, "Ghi chú")


def test_the_same_list_brought_twice_records_nothing_new(farmer, lot):
    brought(farmer, csv_of(*GOOD))
    again = brought(farmer, csv_of(*GOOD))

    assert (again.state, again.rows_new, again.rows_known) == ("done", 0, 2)
    assert Event.objects.count() == 2


def test_two_lots_of_one_number_are_told_apart_by_their_product(farmer, lot):
    other = LotFactory(number="A1", product__owner=lot.product.owner, product__title="Chè sen Mẫu")

    assert said(brought(farmer, csv_of(GOOD[0])))[0][1] == "Sản phẩm"
    brought(farmer, csv_of("A1,chè sen mẫu,Thu hoạch,2026-11-03,,,,,,"))
    assert other.events.count() == 1


def test_another_producers_lot_is_not_written_to(farmer, lot):
    LotFactory(number="C3")

    assert said(brought(farmer, csv_of("C3,,Thu hoạch,2026-11-03,,,,,,")))[0][1] == "Số lô"
    assert not Event.objects.exists()


def test_a_spreadsheets_own_days_and_numbers_are_read(farmer, lot):
    rows = [
        ["Số lô", "Công đoạn", "Ngày", "Số lượng", "Đơn vị"],
        ["A1", "Thu hoạch", date(2026, 11, 3), 7.5, "KGM"],
    ]

    assert brought(farmer, xlsx_of(*rows)).state == "done"
    event = Event.objects.get()
    assert (event.quantity, event.uom, f"{event.at:%Y-%m-%d}") == (7_500, "GRM", "2026-11-03")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SimpleUploadedFile("buoc.csv", b"xin chao"), "hàng tên cột"),
        (csv_of(), "chưa có bước nào"),
        (csv_of(*["A1,,Thu hoạch,2026-11-03,,,,,,"] * 2_001), "2000 dòng"),
        (SimpleUploadedFile("buoc.xlsx", b"PK\x03\x04 rubbish"), ""),
    ],
    ids=["no headings", "empty", "too long", "broken"],
)
def test_a_file_that_is_no_such_list_is_refused_in_words(farmer, lot, file, reason):
    sent = brought(farmer, file)

    assert sent.state == "failed"
    assert reason in said(sent)[0][2]
    assert not sent.file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_can_be_brought_in_as_it_stands(farmer, lot, kind):
    lot.number = "2026-11A"
    lot.save()

    content = farmer.get(at("step-template"), {"dang": kind}).content

    assert brought(farmer, SimpleUploadedFile(f"mau.{kind}", content)).state == "done"
    if kind == "xlsx":
        assert load_workbook(BytesIO(content)).active["A1"].value == "Số lô"


def test_the_report_for_a_spreadsheet_holds_no_formula(farmer, lot):
    sent = StepImport.objects.create(
        producer=lot.product.owner, file_name="x", sha256="0", report=[{"row": 2, "column": "Nơi", "reason": "=1+1"}]
    )

    assert ",'=1+1" in farmer.get(at("step-import-errors", sent.pk)).content.decode()


def test_who_sent_a_list_is_known_to_a_worker_that_shares_no_memory(farmer, lot):
    farmer.post(at("step-imports"), {"file": csv_of(GOOD[0])})
    cache.clear()
    farmer.post(at("step-import-save", StepImport.objects.get().pk))

    event = Event.objects.get()
    assert (event.author_role, event.network) == ("owner", "127.0.0.0/24")


@pytest.mark.parametrize("state", ["reading", "saving"])
def test_what_a_dead_worker_left_is_taken_up_again_after_a_while(farmer, lot, state):
    farmer.post(at("step-imports"), {"file": csv_of(GOOD[0])})
    sent = StepImport.objects.get()
    StepImport.objects.update(state=state)

    farmer.post(at("step-import-save", sent.pk))
    assert StepImport.objects.get().state == state  # a worker may be at it
    StepImport.objects.update(started_at=now() - step_imports.STALLED_AFTER - timedelta(seconds=1))
    assert "dừng giữa chừng" in farmer.get(at("step-import", sent.pk)).content.decode()
    farmer.post(at("step-import-save", sent.pk))

    assert StepImport.objects.get().state == {"reading": "read", "saving": "done"}[state]


def test_a_list_on_which_the_server_failed_keeps_no_file(farmer, lot, monkeypatch):
    monkeypatch.setattr(step_imports, "read_steps", lambda *given: 1 / 0)

    sent = brought(farmer, csv_of(GOOD[0]))

    assert (sent.state, bool(sent.file)) == ("failed", False)


@pytest.mark.parametrize("state", ["reading", "read", "saving", "failed"])
def test_no_file_is_kept_longer_than_a_week(farmer, lot, state):
    farmer.post(at("step-imports"), {"file": csv_of(GOOD[0])})
    StepImport.objects.update(state=state)

    assert step_imports.forget_unsaved(now() + timedelta(days=6)) == 0
    assert step_imports.forget_unsaved(now() + timedelta(days=8)) == 1
    assert (StepImport.objects.get().state, bool(StepImport.objects.get().file)) == ("failed", False)


def test_a_member_who_may_not_label_brings_in_no_list(lot):
    seller = member_of(lot.product.owner, role="seller")

    assert seller.get(at("step-imports")).status_code == 403
    assert seller.post(at("step-imports"), {"file": csv_of(*GOOD)}).status_code == 403
