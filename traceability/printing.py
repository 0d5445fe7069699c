"""From codes to paper: what a label says, the PDF of a sheet, and its file while it waits to be fetched."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext, override

from traceability import codes, qr, sheets, verdicts
from traceability.labelling import LabelEnded, lock_open, note
from traceability.models import Label, LabelSheet, Lot, SheetAct
from traceability.papers import PAPERS, Paper
from traceability.sheets import LabelText, PrintRun

LABEL_FONTS = ("vendor/fonts/BeVietnamPro-Regular.ttf", "vendor/fonts/BeVietnamPro-SemiBold.ttf")
SPECIMEN = "0" * codes.LENGTH  # its check symbol is right, and nobody will ever be given it
FILE_KEPT = timedelta(days=7)
TOLD_EVERY = 1.0  # seconds


class NothingToPrint(Exception):
    """Every label of these pages has ended."""


class SheetChanged(Exception):
    """Labels of the sheet were cancelled while it was being drawn."""


def code_url(code: str) -> str:
    """What a symbol says: the scan address in upper case, which keeps the symbol small."""
    return f"{settings.SITE_URL}/T/{code}".upper()


def label_fonts() -> sheets.Fonts:
    """Where `make setup` has put the label fonts. Raises ImproperlyConfigured when it has not."""
    found = [finders.find(path) for path in LABEL_FONTS]
    if not all(found):
        raise ImproperlyConfigured("label fonts are missing: run `make setup`")
    return sheets.Fonts(*found)


def text_of(lot: Lot, *, is_shared: bool, name: str = "") -> LabelText:
    """What each label of a lot says, in Vietnamese."""
    product = lot.product
    with override("vi"):
        hint = gettext("Quét để xem giấy chứng nhận OCOP, lô hàng và nguồn gốc.")
        return LabelText(
            prefix=code_url(""),
            product=product.title,
            maker=product.owner.name if product.owner else "",
            lot=_lot_line(lot),
            hint=gettext("Mã chung của cả lô. %(hint)s") % {"hint": hint} if is_shared else hint,
            host=urlsplit(settings.SITE_URL).netloc,
            sheet=name,
        )


def _lot_line(lot: Lot) -> str:
    parts = [gettext("Lô %(number)s") % {"number": lot.number}]
    if lot.expires_on:
        parts.append(gettext("HSD %(day)s") % {"day": verdicts.say_day(lot.expires_on, "vi")})
    return " · ".join(parts)


def run_of(sheet: LabelSheet) -> PrintRun:
    """The pages of a sheet that are wanted; the places of labels that have ended stay empty. One query."""
    rows = sheet.labels.order_by("pk").values_list("code", "kind", "state")
    places = [None if state in ("void", "recalled") else code for code, _kind, state in rows]
    is_shared = bool(rows) and rows[0][1] == Label.Kind.LOT
    with override("vi"):
        name = gettext("Đợt %(number)s") % {"number": sheet.pk}
    text = text_of(sheet.lot, is_shared=is_shared, name=name)
    pages = {"first_page": sheet.first_page, "last_page": sheet.last_page}
    return PrintRun(text, places * sheet.count if is_shared else places, PAPERS[sheet.paper], sheet.dpi, **pages)


def specimen(lot: Lot, paper: Paper, *, width: int) -> bytes:
    """What a page of this paper would look like for the lot, as a PNG of `width` pixels; the code is nobody's."""
    text = text_of(lot, is_shared=not paper.is_for_packs, name=gettext("Mẫu"))
    return sheets.picture(PrintRun(text, [SPECIMEN] * paper.per_page, paper), label_fonts(), width=width)


def release_sheet(
    sheet: LabelSheet, *, progress: Callable[[], None] = lambda: None, actor: AbstractBaseUser | None = None
) -> bytes:
    """Return the PDF of the pages wanted after reading every symbol back; what was only made becomes printed.

    Raises sheets.SheetUnreadable, LotRecalled, NothingToPrint or SheetChanged, and then nothing has changed.
    """
    _refuse_recalled(sheet)
    run = run_of(sheet)
    drawn = [code for _number, page in run.pages for code in page if code]
    if not drawn:
        raise NothingToPrint
    pdf = sheets.release(run, label_fonts(), progress)
    _note_release(sheet, run, drawn, actor)
    return pdf


@transaction.atomic
def _note_release(sheet: LabelSheet, run: PrintRun, drawn: Sequence[str], actor: AbstractBaseUser | None) -> None:
    _refuse_recalled(sheet)
    first, last = (sheet.labels.get(code=code).pk for code in (drawn[0], drawn[-1]))
    labels = sheet.labels.filter(pk__range=(first, last)).circulating()
    if labels.hold() != len(set(drawn)):
        raise SheetChanged
    labels.may_become(Label.State.PRINTED).update(state=Label.State.PRINTED)
    LabelSheet.objects.filter(pk=sheet.pk, released_at=None).update(released_at=now())
    sheet.refresh_from_db(fields=["released_at"])
    pages = f"{run.first_page}-{run.last_page or run.pages_of_all}/{run.pages_of_all}"
    note(sheet, SheetAct.Verb.PRINTED, len(drawn), pages, actor=actor)


def _refuse_recalled(sheet: LabelSheet) -> None:
    with transaction.atomic():
        if sheet.lot:
            lock_open(sheet.lot)


def release_symbol(label: Label, *, kind: str, dpi: int = 300, actor: AbstractBaseUser | None = None) -> bytes:
    """Return the one symbol of a label as "svg" or "png", read back; a label that was only made becomes printed.

    Raises LabelEnded, LotRecalled and sheets.SheetUnreadable.
    """
    made = qr.symbol(code_url(label.code))
    if qr.read(made) != made.text:
        raise sheets.SheetUnreadable([made.text])
    with transaction.atomic():
        _refuse_recalled(label.sheet)
        if not Label.objects.filter(pk=label.pk).circulating().exists():
            raise LabelEnded(label.code)
        Label.objects.filter(pk=label.pk).may_become(Label.State.PRINTED).update(state=Label.State.PRINTED)
        note(label.sheet, SheetAct.Verb.PRINTED, 1, f"{label.code}: {kind.upper()}", actor=actor)
    return qr.svg(made, dpi=dpi).encode() if kind == "svg" else qr.png(made, dpi=dpi)


@transaction.atomic
def begin_printing(
    sheet: LabelSheet,
    *,
    first_page: int = 1,
    last_page: int | None = None,
    is_later: bool = False,
    actor: AbstractBaseUser | None = None,
) -> None:
    """Say that a file of these pages (both included) is being made, and for whom; an older file goes.

    `is_later`: whoever draws it has yet to find it.
    """
    forget_file(sheet)
    LabelSheet.objects.filter(pk=sheet.pk).update(
        printing=LabelSheet.Printing.DRAWING,
        steps_done=0,
        steps_total=2 * pages_wanted(sheet, first_page, last_page),
        first_page=first_page,
        last_page=last_page,
        asked_by=actor,
        drawn_at=None if is_later else now(),
        tries=0,
    )
    sheet.refresh_from_db()


def pages_wanted(sheet: LabelSheet, first: int, last: int | None) -> int:
    """How many pages lie from `first` to `last` (None: the sheet's last one), both included."""
    return (last or PAPERS[sheet.paper].pages(sheet.count)) - first + 1


def take_up(sheet: LabelSheet) -> bool:
    """Say that this process now draws the sheet; False when its file is no longer wanted."""
    wanted = LabelSheet.objects.filter(pk=sheet.pk, printing=LabelSheet.Printing.DRAWING)
    return bool(wanted.update(steps_done=0, drawn_at=now(), tries=F("tries") + 1))


def print_to_file(sheet: LabelSheet, *, actor: AbstractBaseUser | None = None) -> None:
    """Make the file that begin_printing promised, telling the row how far it is; a file that came first goes.

    Raises what release_sheet raises, and SheetChanged when all of it was cancelled or recalled since: no file is left.
    """
    pdf = release_sheet(sheet, progress=Progress(sheet), actor=actor)
    with transaction.atomic():  # void_sheet holds the same row: it comes before, or finds the file
        held = LabelSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
        if not held.labels.circulating().exists():
            raise SheetChanged
        sheet.file.save("tem.pdf", ContentFile(pdf), save=False)
        ready = {"printing": LabelSheet.Printing.READY, "file": sheet.file.name, "drawn_at": now()}
        LabelSheet.objects.filter(pk=sheet.pk).update(**ready)
    if held.file:  # of another who began at the same moment
        held.file.delete(save=False)


def fail_printing(sheet: LabelSheet) -> None:
    """Say that the file could not be made, where it is still waited for."""
    waiting = LabelSheet.objects.filter(pk=sheet.pk, printing=LabelSheet.Printing.DRAWING)
    waiting.update(printing=LabelSheet.Printing.FAILED)


def forget_file(sheet: LabelSheet) -> None:
    """Let the file go: whoever has it can print the labels once more."""
    if sheet.file:
        sheet.file.delete(save=False)
    LabelSheet.objects.filter(pk=sheet.pk).update(file="", printing=LabelSheet.Printing.NONE)


def forget_old_files(at: datetime) -> int:
    """Let go of files that were made a week ago; returns how many."""
    old = LabelSheet.objects.with_file().filter(drawn_at__lt=at - FILE_KEPT)
    for sheet in old:
        forget_file(sheet)
    return len(old)


class Progress:
    """Counts pages and tells the sheet's row about once a second."""

    def __init__(self, sheet: LabelSheet) -> None:
        self.sheet, self.done, self.told_at = sheet, 0, time.monotonic()

    def __call__(self) -> None:
        self.done += 1
        if time.monotonic() - self.told_at >= TOLD_EVERY:
            self.told_at = time.monotonic()
            LabelSheet.objects.filter(pk=self.sheet.pk).update(steps_done=self.done, drawn_at=now())
