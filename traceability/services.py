"""Verbs of lots and labels: make a lot, say what happened to it, print, activate, cancel and recall."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext, override

from traceability import sheets, verdicts
from traceability.models import Event, Label, LabelSheet, Lot
from traceability.queries import LabelQuerySet
from traceability.recording import MayNotWrite
from traceability.steps import NothingChanged, add_step, commission, correct_step, create_lot  # noqa: F401 (one door for callers)

LARGEST_SHEET = 10_000
LABEL_FONTS = ("vendor/fonts/BeVietnamPro-Regular.ttf", "vendor/fonts/BeVietnamPro-SemiBold.ttf")


class TooManyLabels(Exception):
    """More unit labels than the lot has packs. `left`: how many may still be made."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"only {left} labels left for this lot")


class LotRecalled(Exception):
    """The lot was recalled; nothing of it is put into use any more."""


class LotNotRecalled(Exception):
    """There is no recall to lift."""


class LabelEnded(Exception):
    """The label is void or recalled already."""


@transaction.atomic
def generate_labels(
    lot: Lot, count: int, *, kind: str = Label.Kind.UNIT, actor: AbstractBaseUser | None = None
) -> LabelSheet:
    """Make `count` codes of a lot as one sheet, not yet printed.

    Raises TooManyLabels when unit labels would exceed the lot's packs, LotRecalled, and ValueError for a
    count outside 1-10,000.
    """
    if not 1 <= count <= LARGEST_SHEET:
        raise ValueError(f"a sheet holds 1 to {LARGEST_SHEET} labels")
    lot = _lock_open(lot)
    if kind == Label.Kind.UNIT and count > lot.labels_left:
        raise TooManyLabels(lot.labels_left)
    sheet = LabelSheet.objects.create(product=lot.product, lot=lot, count=count, created_by=actor)
    Label.objects.bulk_create([Label(kind=kind, sheet=sheet, lot=lot) for _ in range(count)], batch_size=500)
    return sheet


@transaction.atomic
def release_sheet(sheet: LabelSheet, *, dpi: int = 300) -> bytes:
    """Return the sheet's PDF for a printer of `dpi` after reading every symbol back; its labels become printed.

    Raises SheetUnreadable, and then nothing has changed. Void labels are left out.
    """
    labels = sheet.labels.circulating()
    pdf = sheets.release(label_text(sheet), list(labels.values_list("code", flat=True)), label_fonts(), dpi=dpi)
    labels.filter(state=Label.State.GENERATED).update(state=Label.State.PRINTED)
    sheet.released_at = sheet.released_at or now()
    sheet.save(update_fields=["released_at"])
    return pdf


@transaction.atomic
def activate_labels(holder: Lot | LabelSheet) -> int:
    """Put the printed labels of a lot or of a sheet into use; returns how many. Raises LotRecalled."""
    if lot := holder if isinstance(holder, Lot) else holder.lot:
        _lock_open(lot)
    return activate(holder.labels.printed().filter(lot__isnull=False))


def activate(labels: LabelQuerySet, actor: AbstractBaseUser | None = None) -> int:
    """Put labels of one lot into use; the single packs among them are commissioned in the log. Returns how many."""
    at = now()
    units = list(labels.of_units().values_list("lot", "code"))
    count = labels.update(state=Label.State.ACTIVATED, activated_at=at)
    if units:
        commission(Lot.objects.get(pk=units[0][0]), [code for _, code in units], at=at, actor=actor)
    return count


def void_label(label: Label, *, reason: str = "") -> Label:
    """Cancel one label (spoilt, lost, stolen). Raises LabelEnded when it is void or recalled already."""
    return _end(label, Label.State.VOID, reason)


def recall_label(label: Label, *, reason: str) -> Label:
    """Call back the one pack that carries this label. Raises LabelEnded."""
    return _end(label, Label.State.RECALLED, reason)


@transaction.atomic
def recall_lot(
    lot: Lot,
    reason: str,
    *,
    advice: str = "",
    author_class: str = Event.AuthorClass.PRODUCER,
    author: str = "",
    actor: AbstractBaseUser | None = None,
) -> Lot:
    """Call back a lot: each of its labels is red on the next scan, with the reason and what buyers should do.

    Raises LotRecalled, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a recall says why")
    lot = _lock_open(lot)
    lot.state, lot.recalled_at = Lot.State.RECALLED, now()
    lot.recall_reason, lot.recall_advice = reason.strip(), advice.strip()
    lot.save()
    said = {"author_class": author_class, "author": author, "actor": actor}
    note = " ".join(part for part in (lot.recall_reason, lot.recall_advice) if part)
    add_step(lot, stage=Event.Stage.RECALL, at=lot.recalled_at, note=note, **said)
    return lot


@transaction.atomic
def lift_recall(
    lot: Lot,
    reason: str,
    *,
    author_class: str = Event.AuthorClass.PRODUCER,
    author: str = "",
    actor: AbstractBaseUser | None = None,
) -> Lot:
    """Take a recall back by a step of its own; the recall stays in the log. What an authority recalled, only an
    authority frees. Raises LotNotRecalled, MayNotWrite, ValueError without a reason."""
    if not reason.strip():
        raise ValueError("lifting a recall says why")
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if not lot.is_recalled:
        raise LotNotRecalled(str(lot))
    if may_not_lift(lot, author_class):
        raise MayNotWrite(f"{author_class} does not lift the recall of {lot}")
    lot.state, lot.recalled_at, lot.recall_reason, lot.recall_advice = Lot.State.OPEN, None, "", ""
    lot.save()
    said = {"author_class": author_class, "author": author, "actor": actor}
    add_step(lot, stage=Event.Stage.LIFT, at=now(), note=reason.strip(), **said)
    return lot


def may_not_lift(lot: Lot, author_class: str) -> bool:
    """Whether the lot's recall is another's to lift. One query."""
    authority = Event.AuthorClass.AUTHORITY
    last = Event.objects.of(lot).filter(stage=Event.Stage.RECALL).order_by("-pk").first()
    return author_class != authority and bool(last) and last.author_class == authority


def code_url(code: str) -> str:
    """What a symbol says: the scan address in upper case, which keeps the symbol small."""
    return f"{settings.SITE_URL}/T/{code}".upper()


def label_text(sheet: LabelSheet) -> sheets.LabelText:
    """What each label of a sheet says, in Vietnamese."""
    product, lot = sheet.product, sheet.lot
    with override("vi"):
        return sheets.LabelText(
            prefix=code_url(""),
            product=product.title,
            maker=product.owner.name if product.owner else "",
            lot=_lot_line(lot) if lot else "",
            hint=gettext("Quét để xem giấy chứng nhận OCOP, lô hàng và nguồn gốc."),
            host=urlsplit(settings.SITE_URL).netloc,
        )


def label_fonts() -> sheets.Fonts:
    """Where `make setup` has put the label fonts. Raises ImproperlyConfigured when it has not."""
    found = [finders.find(path) for path in LABEL_FONTS]
    if not all(found):
        raise ImproperlyConfigured("label fonts are missing: run `make setup`")
    return sheets.Fonts(*found)


def _lot_line(lot: Lot) -> str:
    parts = [gettext("Lô %(number)s") % {"number": lot.number}]
    if lot.expires_on:
        parts.append(gettext("HSD %(day)s") % {"day": verdicts.say_day(lot.expires_on, "vi")})
    return " · ".join(parts)


def _lock_open(lot: Lot) -> Lot:
    locked = Lot.objects.select_for_update().get(pk=lot.pk)
    if locked.is_recalled:
        raise LotRecalled(f"lot {locked} is recalled")
    return locked


def _end(label: Label, state: str, reason: str) -> Label:
    ended = Label.objects.filter(pk=label.pk).circulating().update(state=state, ended_at=now(), end_reason=reason)
    if not ended:
        raise LabelEnded(f"{label} has ended already")
    label.refresh_from_db()
    return label
