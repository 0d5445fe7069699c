"""Printing the PINs of a sheet, once, and checking one that a buyer scratched free."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from traceability import pin_sheets, pins
from traceability.labelling import LotRecalled, lock_open, note
from traceability.models import Label, LabelSheet, ScratchPin, SheetAct
from traceability.printing import label_fonts, run_of


class NoPinKey(Exception):
    """This installation has no PIN_KEY: nothing could be checked later."""


class PinsPrinted(Exception):
    """The PINs of this sheet were printed already, and are kept nowhere."""


class NoPacks(Exception):
    """None of the labels can have a PIN: the code is shared, or every label has ended."""


class Outcome(StrEnum):
    """What came of a check."""

    RIGHT = "right"
    RIGHT_AGAIN = "right_again"
    WRONG = "wrong"
    LOCKED = "locked"
    NOT_A_PIN = "not_a_pin"


@dataclass(frozen=True)
class Answer:
    """An outcome; tries left after a wrong one; until when it is locked; since when and how often it was right."""

    outcome: Outcome
    left: int = 0
    until: datetime | None = None
    opened_at: datetime | None = None
    times: int = 0


def key() -> str:
    """The key of the hashes: PIN_KEY, or while developing the SECRET_KEY. Raises NoPinKey."""
    if found := settings.PIN_KEY or (settings.SECRET_KEY if settings.DEBUG else ""):
        return found
    raise NoPinKey


def may_renew(sheet: LabelSheet) -> bool:
    """Whether PINs that got lost may be made anew: as long as no label of the sheet is in use."""
    return not sheet.labels.filter(activated_at__isnull=False).exists()


def print_pins(sheet: LabelSheet, *, actor: AbstractBaseUser | None = None) -> bytes:
    """Return a PDF with a fresh PIN for each label of a sheet, in the places of the labels. Only hashes are kept.

    All pages, whichever the last print was of. Printing again makes the earlier PINs worthless. Raises PinsPrinted when
    labels are in use by then, NoPacks, NoPinKey, LotRecalled and sheets.SheetUnreadable.
    """
    if sheet.lot and sheet.lot.is_recalled:
        raise LotRecalled
    waiting = sheet.labels.circulating().of_units()
    fresh = {code: (pk, pins.new_pin()) for pk, code in waiting.values_list("pk", "code")}
    if not fresh:
        raise NoPacks
    secret = key()
    rows = [ScratchPin(label_id=pk, mac=pins.mac(secret, code, pin)) for code, (pk, pin) in fresh.items()]
    run = replace(run_of(sheet), first_page=1, last_page=None)
    pdf = pin_sheets.release(run, {code: pin for code, (_pk, pin) in fresh.items()}, label_fonts())
    _keep(sheet, rows, actor)
    return pdf


@transaction.atomic
def _keep(sheet: LabelSheet, rows: list[ScratchPin], actor: AbstractBaseUser | None) -> None:
    if sheet.lot:
        lock_open(sheet.lot)
    held = LabelSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    if held.pins_printed_at and (held.pins_printed_at != sheet.pins_printed_at or not may_renew(sheet)):
        raise PinsPrinted
    ScratchPin.objects.filter(label__sheet=sheet).delete()
    ScratchPin.objects.bulk_create(rows, batch_size=500)
    LabelSheet.objects.filter(pk=sheet.pk).update(pins_printed_at=now())
    note(sheet, SheetAct.Verb.PINNED, len(rows), actor=actor)


@transaction.atomic
def check_pin(code: str, typed: str, *, at: datetime) -> Answer | None:
    """Spend one of the tries of a label in use; None when it has no PIN. Five wrong ones lock it for 24 hours.

    What is no PIN at all costs no try.
    """
    found = ScratchPin.objects.filter(label__code=code, label__state=Label.State.ACTIVATED)
    held = found.select_for_update(of=("self",)).first()
    if held is None:
        return None
    if held.locked_until and at < held.locked_until:
        return Answer(Outcome.LOCKED, until=held.locked_until)
    if not pins.is_pin(pin := pins.normalise(typed)):
        return Answer(Outcome.NOT_A_PIN)
    return _right(held, at) if pins.is_right(key(), code, pin, held.mac) else _wrong(held, at)


def _right(held: ScratchPin, at: datetime) -> Answer:
    outcome = Outcome.RIGHT_AGAIN if held.opened_at else Outcome.RIGHT
    answer = Answer(outcome, opened_at=held.opened_at or at, times=held.times_right + 1)
    ScratchPin.objects.filter(pk=held.pk).update(
        tries=0, locked_until=None, opened_at=answer.opened_at, times_right=F("times_right") + 1
    )
    return answer


def _wrong(held: ScratchPin, at: datetime) -> Answer:
    tries = 1 if held.locked_until else held.tries + 1  # a lock that has passed begins the count anew
    until = at + pins.LOCK if tries >= pins.TRIES else None
    ScratchPin.objects.filter(pk=held.pk).update(tries=tries, locked_until=until)
    return Answer(Outcome.LOCKED, until=until) if until else Answer(Outcome.WRONG, left=pins.TRIES - tries)
