"""The hidden code under the scratch layer: printed once, kept as a keyed hash, five tries, then a day's lock."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
from django.utils.timezone import now

from tests.traceability.factories import LotFactory, active_label, printed_sheet
from tests.traceability.fonts import label_fonts
from traceability import pin_checks, pin_sheets, pins, printing, services
from traceability.codes import spaced
from traceability.labelling import LotRecalled
from traceability.models import Label, LabelSheet, Lot, ScratchPin
from traceability.pin_checks import Outcome, check_pin, print_pins
from traceability.sheets import SheetUnreadable

KEY = "một khóa bí mật"


@pytest.fixture(autouse=True)
def a_key(monkeypatch, settings):
    found = label_fonts()
    monkeypatch.setattr(pin_checks, "label_fonts", lambda: found)
    settings.PIN_KEY, settings.SITE_URL = KEY, "https://ocop.vn"


def with_pin(pin: str = "12345678") -> str:
    """The code of a label in use that has this PIN."""
    label = active_label()
    ScratchPin.objects.create(label=label, mac=pins.mac(KEY, label.code, pin))
    return label.code


def said(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def test_pins_are_eight_digits_that_differ():
    made = {pins.new_pin() for _ in range(500)}

    assert len(made) > 490
    assert all(pins.is_pin(pin) for pin in made)


@pytest.mark.parametrize("typed", ["1234 5678", "1234-5678", " 12345678 "])
def test_every_way_of_typing_a_pin_means_the_same(typed):
    assert pins.normalise(typed) == "12345678"


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨", "²²²²²²²²"])
def test_what_is_not_eight_digits_is_no_pin(typed):
    assert not pins.is_pin(pins.normalise(typed))


def test_a_hash_is_worth_nothing_with_another_key_code_or_pin():
    kept = pins.mac(KEY, "A", "12345678")

    assert pins.is_right(KEY, "A", "12345678", kept)
    assert not pins.is_right("khóa khác", "A", "12345678", kept)
    assert not pins.is_right(KEY, "B", "12345678", kept)
    assert not pins.is_right(KEY, "A", "12345679", kept)


@pytest.mark.django_db
def test_the_printed_pins_are_right_for_their_labels_and_stand_nowhere_in_the_database():
    sheet = printed_sheet(count=3)

    pdf = print_pins(sheet)
    services.activate_labels(sheet)

    words, pin_of = said(pdf), {}
    for label in sheet.labels.all():
        pin_of[label.code] = words.split(spaced(label.code))[0].strip()[-9:]
    assert all(check_pin(code, pin, at=now()).outcome == Outcome.RIGHT for code, pin in pin_of.items())
    kept = str(list(ScratchPin.objects.values_list()))
    assert not any(pins.normalise(pin) in kept for pin in pin_of.values())


@pytest.mark.django_db
def test_after_one_page_was_printed_again_the_pins_of_every_page_are_printed():
    sheet = printed_sheet(LotFactory(quantity=30), count=30)
    printing.begin_printing(sheet, first_page=2, last_page=2)

    words = said(print_pins(sheet))

    assert all(spaced(label.code) in words for label in sheet.labels.all())
    assert ScratchPin.objects.count() == 30


@pytest.mark.django_db
@pytest.mark.parametrize("part", [{"first_page": 2}, {"last_page": 1}])
def test_no_pin_is_kept_that_stands_on_no_page(monkeypatch, part):
    sheet, whole = printed_sheet(LotFactory(quantity=30), count=30), pin_sheets.release
    monkeypatch.setattr(pin_sheets, "release", lambda run, *rest: whole(replace(run, **part), *rest))

    with pytest.raises(SheetUnreadable):
        print_pins(sheet)

    assert not ScratchPin.objects.exists()
    sheet.refresh_from_db()
    assert sheet.pins_printed_at is None


@pytest.mark.django_db
def test_pins_may_be_printed_anew_until_labels_are_in_use_and_then_never_again():
    sheet = printed_sheet(count=2)
    print_pins(sheet)
    first = set(ScratchPin.objects.values_list("mac", flat=True))
    sheet.refresh_from_db()

    print_pins(sheet)
    assert first.isdisjoint(ScratchPin.objects.values_list("mac", flat=True))
    services.activate_labels(sheet)
    sheet.refresh_from_db()

    with pytest.raises(pin_checks.PinsPrinted):
        print_pins(sheet)


@pytest.mark.django_db
def test_two_who_print_pins_at_once_do_not_both_get_a_sheet():
    sheet = printed_sheet(count=1)
    seen_before = LabelSheet.objects.get(pk=sheet.pk)
    print_pins(sheet)

    with pytest.raises(pin_checks.PinsPrinted):
        print_pins(seen_before)


@pytest.mark.django_db
def test_no_pin_is_kept_of_a_lot_recalled_while_its_pins_were_drawn(monkeypatch):
    sheet, drawn = printed_sheet(), pin_sheets.release

    def draw(*parts):
        services.recall_lot(Lot.objects.get(pk=sheet.lot_id), "Nấm mốc")
        return drawn(*parts)

    monkeypatch.setattr(pin_sheets, "release", draw)

    with pytest.raises(LotRecalled):
        print_pins(sheet)

    assert not ScratchPin.objects.exists()


@pytest.mark.django_db
def test_a_shared_code_and_an_ended_sheet_get_no_pins():
    shared = services.generate_labels(LotFactory(), 3, kind=Label.Kind.LOT)
    ended = printed_sheet()
    services.void_sheet(ended, reason="nhầm")

    for sheet in (shared, ended):
        with pytest.raises(pin_checks.NoPacks):
            print_pins(sheet)


@pytest.mark.django_db
def test_without_a_key_no_pin_is_printed(settings):
    settings.PIN_KEY = ""

    with pytest.raises(pin_checks.NoPinKey):
        print_pins(printed_sheet())


@pytest.mark.django_db
def test_a_right_pin_says_whether_it_is_the_first_time():
    code, at = with_pin(), now()

    first, again = check_pin(code, "1234 5678", at=at), check_pin(code, "12345678", at=at + timedelta(days=1))

    assert (first.outcome, first.times) == (Outcome.RIGHT, 1)
    assert (again.outcome, again.times, again.opened_at) == (Outcome.RIGHT_AGAIN, 2, at)


@pytest.mark.django_db
def test_a_right_pin_gives_all_five_tries_back():
    code, at = with_pin(), now()
    for _ in range(pins.TRIES - 1):
        check_pin(code, "00000000", at=at)

    assert check_pin(code, "12345678", at=at).outcome == Outcome.RIGHT

    assert check_pin(code, "00000000", at=at).left == pins.TRIES - 1


@pytest.mark.django_db
def test_the_fifth_wrong_pin_locks_the_label_for_24_hours_even_for_the_right_one():
    code, at = with_pin(), now()

    answers = [check_pin(code, "00000000", at=at) for _ in range(pins.TRIES)]

    assert [answer.left for answer in answers[:-1]] == [4, 3, 2, 1]
    assert (answers[-1].outcome, answers[-1].until) == (Outcome.LOCKED, at + timedelta(hours=24))
    just_before, then = at + timedelta(hours=24, seconds=-1), at + timedelta(hours=24)
    assert check_pin(code, "12345678", at=just_before).outcome == Outcome.LOCKED
    assert check_pin(code, "00000000", at=then).left == 4
    assert check_pin(code, "12345678", at=then).outcome == Outcome.RIGHT


@pytest.mark.django_db
def test_what_is_no_pin_costs_no_try():
    code = with_pin()

    assert {check_pin(code, "quên rồi", at=now()).outcome for _ in range(9)} == {Outcome.NOT_A_PIN}
    assert check_pin(code, "12345678", at=now()).outcome == Outcome.RIGHT


@pytest.mark.django_db
def test_a_label_without_a_pin_or_not_in_use_is_not_checked():
    waiting = printed_sheet().labels.get()
    ScratchPin.objects.create(label=waiting, mac=pins.mac(KEY, waiting.code, "12345678"))

    assert check_pin(waiting.code, "12345678", at=now()) is None
    assert check_pin(active_label().code, "12345678", at=now()) is None
