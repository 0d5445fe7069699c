"""The producer's screens of labels: choose a paper, wait, print, put into use, print a torn page again, cancel."""

import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils.timezone import now

from catalogue.models import Certificate
from marketplace.producers import label_runs
from tests.marketplace.workspaces import member_of
from tests.traceability.factories import LotFactory, active_label, printed_sheet
from traceability import printing, qr, sheets
from traceability.models import Label, LabelSheet, ScratchPin
from traceability.papers import PAPERS
from traceability.printing import begin_printing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_key(settings):
    settings.PIN_KEY = "khóa thử"


def at(name, thing):
    return reverse(f"workspace:{name}", args=[thing.pk])


def made(client, lot, **typed) -> LabelSheet:
    client.post(at("lot-labels", lot), {"count": 3} | typed)
    return lot.label_sheets.get()


def page(client, name, thing) -> str:
    return client.get(at(name, thing)).content.decode()


def test_every_paper_is_offered_with_a_picture_of_a_page_of_this_lot():
    lot = LotFactory()
    client = member_of(lot.product.owner)

    shown = page(client, "lot-labels", lot)

    for key in PAPERS:
        address = f"{at('lot-sample', lot)}?giay={key}"
        assert address in shown
        assert client.get(address).content.startswith(b"\x89PNG")
    assert client.get(at("lot-sample", lot) + "?giay=a5").status_code == 404


def test_a_new_sheet_has_its_file_at_once_where_no_worker_is_needed():
    lot = LotFactory()
    client = member_of(lot.product.owner)

    sheet = made(client, lot, paper="roll-50x30", dpi="203")

    assert (sheet.paper, sheet.dpi, sheet.printing) == ("roll-50x30", 203, "ready")
    assert at("sheet-file", sheet) in page(client, "sheet", sheet)
    assert "Kích hoạt 3 tem đã in" in page(client, "sheet", sheet)


def test_a_file_that_is_gone_is_told_of():
    lot = LotFactory()
    client = member_of(lot.product.owner)
    sheet = made(client, lot)
    sheet.file.storage.delete(sheet.file.name)

    assert "Tệp in không còn nữa" in client.get(at("sheet-file", sheet), follow=True).content.decode()


def test_a_card_carries_the_lots_own_code_whatever_was_chosen():
    lot = LotFactory(quantity=1)

    sheet = made(member_of(lot.product.owner), lot, paper="shelf-a6", kind="unit", count=8)

    assert sheet.labels.get().kind == Label.Kind.LOT
    assert lot.labels_left == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": "a5"},
        {"kind": "x"},
        {"dpi": "72"},
        {"dpi": "x"},
        {"paper": "poster-a4", "count": "51"},
        {"count": "21"},
    ],
)
def test_a_wrong_wish_is_explained_and_makes_nothing(wrong):
    lot = LotFactory(quantity=20)

    answer = member_of(lot.product.owner).post(at("lot-labels", lot), {"count": "3"} | wrong)

    assert answer.status_code == 422
    assert "notice--error" in answer.content.decode()
    assert not LabelSheet.objects.exists()


@pytest.mark.parametrize("role", ["seller", "bookkeeper"])
def test_who_may_not_make_labels_gets_neither_their_file_nor_the_picture_of_a_code(role):
    lot = LotFactory()
    sheet = made(member_of(lot.product.owner), lot)
    client = member_of(lot.product.owner, role=role)

    assert client.get(at("sheet-file", sheet)).status_code == 403
    assert at("sheet-file", sheet) not in page(client, "sheet", sheet)
    assert "label-symbol" not in page(client, "label", sheet.labels.first())


def test_without_a_certificate_in_force_nothing_is_made_and_no_file_is_handed_out():
    lot = LotFactory()
    client = member_of(lot.product.owner)
    sheet = made(client, lot)
    Certificate.objects.update(state="revoked", revoked_on=lot.packed_on)

    answers = [client.post(at(name, sheet), follow=True) for name in ("sheet-print", "sheet-pins")]
    answers += [client.get(at("sheet-file", sheet), follow=True), client.post(at("lot-labels", lot), {"count": 1})]
    answers.append(client.post(at("label-symbol", sheet.labels.first()), {"kind": "svg"}, follow=True))

    assert all("không có giấy chứng nhận còn hiệu lực" in answer.content.decode() for answer in answers)
    assert LabelSheet.objects.count() == 1


def test_a_long_run_is_shown_while_it_goes_on_and_can_be_begun_again_when_the_worker_died(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    lot = LotFactory(quantity=2000)
    client = member_of(lot.product.owner)
    sheet = made(client, lot, count=2000)
    LabelSheet.objects.update(steps_done=sheet.steps_total // 4)

    shown = page(client, "sheet", sheet)

    assert sheet.labels.count() == 2000
    assert 'http-equiv="refresh"' in shown
    assert 'value="25"' in shown
    assert "đang được chuẩn bị" in client.post(at("sheet-print", sheet), follow=True).content.decode()
    monkeypatch.setattr(label_runs, "STALLED_AFTER", label_runs.STALLED_AFTER * 0)
    assert "đứng yên quá lâu" in page(client, "sheet", sheet)
    client.post(at("sheet-print", sheet))
    assert LabelSheet.objects.get().steps_done == 0


@pytest.fixture
def left(monkeypatch):
    """A sheet that is too long to be drawn while its producer waits; with the producer's browser."""
    monkeypatch.setattr(label_runs, "MOST_AT_ONCE", 2)
    lot = LotFactory()
    client = member_of(lot.product.owner)
    return client, made(client, lot, count=3)


def test_without_a_worker_a_long_run_is_left_for_the_clockwork_and_told_to_whom_it_belongs(left):
    client, sheet = left
    shown = page(client, "sheet", sheet)
    assert (sheet.printing, sheet.file.name) == ("drawing", "")
    assert 'http-equiv="refresh"' in shown
    assert "máy bắt đầu trong vòng vài phút" in shown
    assert "đang được chuẩn bị" in client.post(at("sheet-print", sheet), follow=True).content.decode()

    call_command("tick")

    sheet.refresh_from_db()
    assert sheet.printing == "ready"
    assert sheet.acts.get(verb="printed").actor == sheet.asked_by == sheet.created_by
    assert at("sheet-file", sheet) in page(client, "sheet", sheet)


def test_one_page_of_a_long_run_is_drawn_at_once(monkeypatch):
    monkeypatch.setattr(label_runs, "MOST_AT_ONCE", 21)
    lot = LotFactory(quantity=50)
    client = member_of(lot.product.owner)
    sheet = made(client, lot, count=50)
    LabelSheet.objects.update(printing="failed")

    client.post(at("sheet-print", sheet), {"first": "3", "last": ""})

    sheet.refresh_from_db()
    assert (sheet.printing, sheet.first_page) == ("ready", 3)


@pytest.mark.usefixtures("left")
def test_a_sheet_whose_process_died_is_taken_up_again_and_given_up_after_three_deaths(monkeypatch):
    """A death: nobody catches what is raised here."""
    monkeypatch.setattr(printing, "print_to_file", lambda *args, **kwargs: sys.exit("killed"))
    begun = now()
    for turn in range(label_runs.MOST_TRIES):
        with pytest.raises(SystemExit):
            label_runs.draw_waiting(begun + timedelta(minutes=3 * turn))
        assert LabelSheet.objects.get().tries == turn + 1
    monkeypatch.undo()

    assert label_runs.draw_waiting(begun + timedelta(minutes=10)) == 0
    assert LabelSheet.objects.get().printing == "failed"


def test_a_sheet_left_by_a_process_that_died_is_whole_after_the_next_turn(left):
    _client, sheet = left
    printing.take_up(sheet)
    LabelSheet.objects.update(steps_done=1)

    assert label_runs.draw_waiting(now()) == 0  # it was heard of just now
    assert label_runs.draw_waiting(now() + timedelta(minutes=1, seconds=59)) == 0
    LabelSheet.objects.update(drawn_at=now() - label_runs.STALLED_AFTER - timedelta(seconds=1))
    assert label_runs.draw_waiting(now()) == 1

    sheet.refresh_from_db()
    assert sheet.printing == "ready"
    with sheet.file.open() as file:
        assert sheets.unread(file.read(), printing.run_of(sheet)) == []


@pytest.mark.parametrize("trouble", ["unreadable", "unforeseen"])
def test_a_file_that_cannot_be_made_is_told_and_no_label_counts_as_printed(trouble, monkeypatch):
    def fail(*args):
        raise sheets.SheetUnreadable(["X"]) if trouble == "unreadable" else MemoryError

    monkeypatch.setattr(sheets, "release", fail)
    lot = LotFactory()
    client = member_of(lot.product.owner)

    sheet = made(client, lot)

    assert sheet.printing == "failed"
    assert "Không tem nào được đưa in" in page(client, "sheet", sheet)
    assert set(sheet.labels.values_list("state", flat=True)) == {"generated"}


def test_a_torn_page_is_printed_again_by_its_number():
    lot = LotFactory(quantity=50)
    client = member_of(lot.product.owner)
    sheet = made(client, lot, count=50)

    client.post(at("sheet-print", sheet), {"first": "2", "last": ""})

    sheet.refresh_from_db()
    assert (sheet.first_page, sheet.last_page, sheet.printing) == (2, 2, "ready")
    assert "chỉ có tờ 2 đến tờ 2" in page(client, "sheet", sheet)


@pytest.mark.parametrize(("first", "last"), [("0", ""), ("4", ""), ("2", "1"), ("1", "9" * 30), ("x", ""), ("", "")])
def test_pages_that_are_not_there_are_refused_in_words(first, last):
    lot = LotFactory(quantity=50)
    client = member_of(lot.product.owner)
    sheet = made(client, lot, count=50)

    answer = client.post(at("sheet-print", sheet), {"first": first, "last": last})

    assert answer.status_code == 422
    assert "notice--error" in answer.content.decode()


def test_a_whole_sheet_is_cancelled_with_a_reason_and_its_packs_get_new_labels():
    lot = LotFactory(quantity=3)
    client = member_of(lot.product.owner)
    sheet = made(client, lot)
    assert client.post(at("sheet-void", sheet), {"reason": ""}).status_code == 422

    said = client.post(at("sheet-void", sheet), {"reason": "In nhầm lô"}, follow=True).content.decode()

    assert "Đã hủy 3 tem" in said
    assert "Mọi tem của đợt này đã hủy" in said
    assert lot.labels_left == 3


def test_the_pins_of_a_sheet_are_handed_out_once_its_labels_are_in_use():
    sheet = printed_sheet(count=2)
    client = member_of(sheet.product.owner)

    pdf = client.post(at("sheet-pins", sheet))
    client.post(at("sheet-activate", sheet))
    again = client.post(at("sheet-pins", sheet), follow=True).content.decode()

    assert pdf.content.startswith(b"%PDF")
    assert "no-store" in pdf["Cache-Control"]
    assert ScratchPin.objects.count() == 2
    assert "không in lại được" in again


def test_a_server_without_a_pin_key_says_so(settings):
    settings.PIN_KEY = ""
    sheet = printed_sheet()

    said = member_of(sheet.product.owner).post(at("sheet-pins", sheet), follow=True).content.decode()

    assert "PIN_KEY" in said


@pytest.mark.parametrize(("kind", "media"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_one_code_is_downloaded_by_itself(kind, media):
    label = active_label()
    client = member_of(label.lot.product.owner)

    answer = client.post(at("label-symbol", label), {"kind": kind})

    assert answer["Content-Type"] == media
    assert f'filename="{label.code}.{kind}"' in answer["Content-Disposition"]
    assert client.post(at("label-symbol", label), {"kind": "exe"}).status_code == 404


def test_one_code_that_has_ended_or_cannot_be_read_is_not_handed_out(monkeypatch):
    label, ended = active_label(), active_label()
    printing.note(ended.sheet, "voided", 1)
    Label.objects.filter(pk=ended.pk).update(state="void", ended_at=ended.activated_at)
    monkeypatch.setattr(qr, "read", lambda made: None)

    for one, words in ((label, "không quét lại được"), (ended, "không quét lại được")):
        said = member_of(one.lot.product.owner).post(at("label-symbol", one), {"kind": "svg"}, follow=True)
        assert words in said.content.decode()
    monkeypatch.undo()
    said = member_of(ended.lot.product.owner).post(at("label-symbol", ended), {"kind": "svg"}, follow=True)
    assert "đã hủy hoặc thu hồi" in said.content.decode()


@pytest.mark.parametrize("name", ["sheet", "sheet-void", "label", "lot-labels"])
def test_the_screens_speak_english(name):
    sheet = printed_sheet(count=2)
    begin_printing(sheet)
    thing = {"label": sheet.labels.first(), "lot-labels": sheet.lot}.get(name, sheet)

    shown = member_of(sheet.product.owner).get("/en" + at(name, thing)).content.decode()

    assert "tem" not in shown.partition("<main")[2].partition("</main>")[0].split()
