"""Verbs of labels: make them, put them into use, cancel them, call them back. `services` hands them out as its own."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from traceability import label_states
from traceability.models import Label, LabelSheet, Lot, SheetAct
from traceability.papers import COMMON, PAPERS
from traceability.queries import LabelQuerySet
from traceability.steps import commission

LARGEST_SHEET = COMMON.most


class TooManyLabels(Exception):
    """More labels than the lot has packs without one. `left`: how many may still be made."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"only {left} labels left for this lot")


class WrongPaper(Exception):
    """A code of one pack on a card or a poster."""


class LotRecalled(Exception):
    """The lot was recalled; nothing of it is put into use any more."""


class LabelEnded(Exception):
    """The label is void or recalled already."""


@transaction.atomic
def generate_labels(
    lot: Lot,
    count: int,
    *,
    kind: str = Label.Kind.UNIT,
    paper: str = COMMON.key,
    dpi: int = 300,
    actor: AbstractBaseUser | None = None,
) -> LabelSheet:
    """Make a sheet of `count` labels, not yet printed: as many codes, or one code shared by all of them.

    Raises TooManyLabels when labels on packs would exceed the lot's packs, LotRecalled, WrongPaper, and ValueError for
    a count outside 1 to what the paper allows.
    """
    used = PAPERS[paper]
    if kind == Label.Kind.UNIT and not used.is_for_packs:
        raise WrongPaper(paper)
    if not 1 <= count <= used.most:
        raise ValueError(f"a sheet holds 1 to {used.most} labels")
    lot = lock_open(lot)
    if used.is_for_packs and count > lot.labels_left:
        raise TooManyLabels(lot.labels_left)
    sheet = LabelSheet.objects.create(product=lot.product, lot=lot, count=count, paper=paper, dpi=dpi, created_by=actor)
    Label.objects.bulk_create(_new_labels(sheet, kind), batch_size=500)
    note(sheet, SheetAct.Verb.MADE, count, actor=actor)
    return sheet


def _new_labels(sheet: LabelSheet, kind: str) -> list[Label]:
    if kind == Label.Kind.UNIT:
        return [Label(sheet=sheet, lot=sheet.lot) for _ in range(sheet.count)]
    copies = sheet.count if PAPERS[sheet.paper].is_for_packs else 0
    return [Label(kind=kind, sheet=sheet, lot=sheet.lot, copies=copies)]


@transaction.atomic
def activate_labels(holder: Lot | LabelSheet, *, actor: AbstractBaseUser | None = None) -> int:
    """Put the printed labels of a lot or of a sheet into use; returns how many. Raises LotRecalled."""
    if lot := holder if isinstance(holder, Lot) else holder.lot:
        lock_open(lot)
    waiting = holder.labels.may_become(Label.State.ACTIVATED).filter(lot__isnull=False)
    waiting.hold()
    per_sheet = waiting.per_sheet()
    count = _activate(waiting, actor)
    for sheet in LabelSheet.objects.filter(pk__in=per_sheet):
        note(sheet, SheetAct.Verb.ACTIVATED, per_sheet[sheet.pk], actor=actor)
    return count


def _activate(labels: LabelQuerySet, actor: AbstractBaseUser | None) -> int:
    """Put labels of one lot, held by now, into use; the single packs among them are commissioned in the log."""
    at = now()
    units = list(labels.of_units().values_list("lot", "code"))
    count = labels.update(state=Label.State.ACTIVATED, activated_at=at)
    if units:
        commission(Lot.objects.get(pk=units[0][0]), [code for _lot, code in units], at=at, actor=actor)
    return count


@transaction.atomic
def void_label(label: Label, *, reason: str = "", actor: AbstractBaseUser | None = None) -> Label:
    """Cancel one label (spoilt, lost, stolen). Raises LabelEnded when it is void or recalled already."""
    ended = _end_one(label, Label.State.VOID, reason)
    note(label.sheet, SheetAct.Verb.VOIDED, 1, f"{label.code}: {reason}", actor=actor)
    return ended


@transaction.atomic
def void_sheet(sheet: LabelSheet, *, reason: str, actor: AbstractBaseUser | None = None) -> int:
    """Cancel all labels of a sheet that have not ended; returns how many. Its packs may get new ones."""
    sheet = LabelSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)  # acts of others may refer to it
    count = _end(sheet.labels.all(), Label.State.VOID, reason)
    if sheet.file:
        transaction.on_commit(lambda name=sheet.file.name: sheet.file.storage.delete(name))
    LabelSheet.objects.filter(pk=sheet.pk).update(file="", printing=LabelSheet.Printing.NONE)
    return note(sheet, SheetAct.Verb.VOIDED, count, reason, actor=actor)


def recall_label(label: Label, *, reason: str) -> Label:
    """Call back the one pack that carries this label. Raises LabelEnded."""
    return _end_one(label, Label.State.RECALLED, reason)


def note(sheet: LabelSheet, verb: str, count: int, why: str = "", *, actor: AbstractBaseUser | None = None) -> int:
    """Write down what was done with `count` labels of a sheet, unless it was nothing; returns the count."""
    if count:
        SheetAct.objects.create(sheet=sheet, verb=verb, count=count, note=why[:300], actor=actor)
    return count


def lock_open(lot: Lot) -> Lot:
    """The lot's row, held until the transaction ends. Raises LotRecalled."""
    locked = Lot.objects.select_for_update().get(pk=lot.pk)
    if locked.is_recalled:
        raise LotRecalled(f"lot {locked} is recalled")
    return locked


def _end_one(label: Label, state: str, reason: str) -> Label:
    if not _end(Label.objects.filter(pk=label.pk), state, reason):
        raise LabelEnded(f"{label} has ended already")
    label.refresh_from_db()
    return label


def _end(labels: LabelQuerySet, state: str, reason: str) -> int:
    assert state in label_states.ENDED
    living = labels.may_become(state)
    living.hold()
    return living.update(state=state, ended_at=now(), end_reason=reason)
