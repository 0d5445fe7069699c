"""The PDF of a sheet is read back before it is handed out, and only then are its labels printed."""

from datetime import timedelta

import pypdfium2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.utils.timezone import now

from tests.traceability.factories import LotFactory, active_label, printed_sheet
from tests.traceability.fonts import label_fonts
from traceability import printing, qr, services, sheets
from traceability.models import Label, LabelSheet
from traceability.papers import PAPERS
from traceability.printing import print_to_file, release_sheet, release_symbol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_site_with_fonts(monkeypatch, settings):
    found = label_fonts()
    monkeypatch.setattr(printing, "label_fonts", lambda: found)
    settings.SITE_URL = "https://ocop.vn"


def states_of(sheet) -> set[str]:
    return set(sheet.labels.values_list("state", flat=True))


def test_a_released_sheet_holds_its_codes_and_its_labels_are_printed():
    sheet = services.generate_labels(LotFactory(), 3)

    pdf = release_sheet(sheet)

    assert sheets.unread(pdf, printing.run_of(sheet)) == []
    assert states_of(sheet) == {"printed"}
    assert sheet.released_at
    assert "Mật ong" in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()


def test_a_sheet_that_cannot_be_read_back_changes_nothing(monkeypatch):
    monkeypatch.setattr(sheets, "unread", lambda pdf, run, progress: [run.places[0]])
    sheet = services.generate_labels(LotFactory(), 2)

    with pytest.raises(sheets.SheetUnreadable):
        release_sheet(sheet)

    sheet.refresh_from_db()
    assert sheet.released_at is None
    assert states_of(sheet) == {"generated"}


def test_printing_a_sheet_again_leaves_out_what_was_cancelled_and_keeps_what_is_in_use():
    sheet = printed_sheet(count=3)
    services.activate_labels(sheet)
    spoilt, *kept = sheet.labels.all()
    before = printing.run_of(sheet)
    services.void_label(spoilt)

    pdf = release_sheet(sheet)

    assert sheets.unread(pdf, before) == [services.code_url(spoilt.code)]
    assert [label.state for label in sheet.labels.filter(pk__in=[label.pk for label in kept])] == ["activated"] * 2


def test_a_label_cancelled_while_the_sheet_is_drawn_stops_it(monkeypatch):
    sheet = services.generate_labels(LotFactory(), 2)
    whole = sheets.release

    def cancelling(*args):
        services.void_label(sheet.labels.first())
        return whole(*args)

    monkeypatch.setattr(sheets, "release", cancelling)

    with pytest.raises(printing.SheetChanged):
        release_sheet(sheet)
    assert states_of(sheet) == {"generated", "void"}


def test_a_sheet_without_a_label_left_and_a_sheet_of_a_recalled_lot_are_not_printed():
    ended, recalled = printed_sheet(), printed_sheet()
    services.void_sheet(ended, reason="nhầm")
    services.recall_lot(recalled.lot, "Nấm mốc")

    with pytest.raises(printing.NothingToPrint):
        release_sheet(ended)
    with pytest.raises(services.LotRecalled):
        release_sheet(recalled)


def test_a_shared_code_stands_on_every_piece_of_its_sheet():
    sheet = services.generate_labels(LotFactory(), 5, kind=Label.Kind.LOT, paper="shelf-a6")

    run = printing.run_of(sheet)

    assert run.places == [sheet.labels.get().code] * 5
    assert "Mã chung của cả lô" in run.text.hint
    assert len(pypdfium2.PdfDocument(release_sheet(sheet))) == 2
    assert states_of(sheet) == {"printed"}


def test_one_page_printed_again_leaves_what_was_never_printed_as_it_was():
    paper = PAPERS["a4-14"]
    sheet = services.generate_labels(LotFactory(quantity=30), 30, paper=paper.key)
    printing.begin_printing(sheet, first_page=2, last_page=2)

    release_sheet(sheet)

    assert (
        list(sheet.labels.values_list("state", flat=True)) == ["generated"] * 14 + ["printed"] * 14 + ["generated"] * 2
    )
    assert sheet.acts.get(verb="printed").note == "2-2/3"


def test_the_file_of_a_sheet_waits_where_no_web_server_looks_and_goes_after_a_week():
    sheet = services.generate_labels(LotFactory(), 2)
    printing.begin_printing(sheet)
    assert (sheet.printing, sheet.steps_total) == ("drawing", 2)

    print_to_file(sheet)

    sheet.refresh_from_db()
    assert sheet.printing == "ready"
    assert sheet.file.name.startswith("private/labels/")
    assert printing.forget_old_files(now() + timedelta(days=6)) == 0
    assert printing.forget_old_files(now() + timedelta(days=8)) == 1
    assert not default_storage.exists(sheet.file.name)


def test_of_two_files_begun_at_once_only_the_last_is_kept():
    sheet = services.generate_labels(LotFactory(), 2)
    printing.begin_printing(sheet)
    other = LabelSheet.objects.get(pk=sheet.pk)

    print_to_file(sheet)
    print_to_file(other)

    assert not default_storage.exists(sheet.file.name)
    assert default_storage.exists(LabelSheet.objects.get().file.name)


@pytest.mark.parametrize("begun_again", [False, True])
def test_a_sheet_cancelled_between_its_release_and_its_file_leaves_no_file(
    begun_again, monkeypatch, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    sheet = services.generate_labels(LotFactory(), 2)
    printing.begin_printing(sheet)
    release = printing.release_sheet

    def release_then_cancel(*args, **kwargs):
        pdf = release(*args, **kwargs)
        services.void_sheet(sheet, reason="nhầm")
        if begun_again:
            printing.begin_printing(LabelSheet.objects.get())
        return pdf

    monkeypatch.setattr(printing, "release_sheet", release_then_cancel)

    with pytest.raises(printing.SheetChanged):
        print_to_file(sheet)
    printing.fail_printing(sheet)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert LabelSheet.objects.get().printing == ("failed" if begun_again else "")


def test_a_sheet_that_is_drawn_is_not_asked_for_again_until_nothing_was_heard_of_it():
    sheet, at = services.generate_labels(LotFactory(), 2), now()
    printing.begin_printing(sheet, is_later=True)
    assert list(LabelSheet.objects.to_draw(at)) == [sheet]

    assert printing.take_up(sheet)

    assert list(LabelSheet.objects.to_draw(at)) == []
    assert list(LabelSheet.objects.to_draw(now() + timedelta(seconds=1))) == [sheet]
    print_to_file(sheet)
    assert not printing.take_up(sheet)


def test_the_file_of_a_cancelled_sheet_goes_with_it(django_capture_on_commit_callbacks):
    sheet = services.generate_labels(LotFactory(), 2)
    printing.begin_printing(sheet)
    print_to_file(sheet)

    with django_capture_on_commit_callbacks(execute=True):
        services.void_sheet(sheet, reason="nhầm")

    assert not default_storage.exists(sheet.file.name)
    sheet.refresh_from_db()
    assert (sheet.printing, sheet.file.name) == ("", "")


@pytest.mark.parametrize(("kind", "start"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_one_symbol_by_itself_is_released_like_a_sheet(kind, start):
    label = services.generate_labels(LotFactory(), 2).labels.first()

    content = release_symbol(label, kind=kind)

    assert content.startswith(start)
    assert list(label.sheet.labels.values_list("state", flat=True)) == ["printed", "generated"]


def test_one_symbol_that_cannot_be_read_or_has_ended_is_not_released(monkeypatch):
    label, ended = active_label(), active_label()
    services.void_label(ended)
    with pytest.raises(services.LabelEnded):
        release_symbol(ended, kind="svg")
    monkeypatch.setattr(qr, "read", lambda made: None)

    with pytest.raises(sheets.SheetUnreadable):
        release_symbol(label, kind="svg")


def test_a_specimen_shows_a_code_that_nobody_has():
    assert printing.specimen(LotFactory(), PAPERS["a4-21"], width=300).startswith(b"\x89PNG")
    assert not Label.objects.exists()


def test_missing_label_fonts_are_named_as_the_cause(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(printing.finders, "find", lambda path: None)

    with pytest.raises(ImproperlyConfigured, match="make setup"):
        printing.label_fonts()
