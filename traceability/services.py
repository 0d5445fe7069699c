"""Verbs of lots and labels, under one door; here: recall a lot, lift a recall. The others stand in labelling, printing
and steps."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from traceability.labelling import (  # noqa: F401 (one door for callers)
    LARGEST_SHEET,
    LabelEnded,
    LotRecalled,
    TooManyLabels,
    WrongPaper,
    activate_labels,
    generate_labels,
    recall_label,
    void_label,
    void_sheet,
)
from traceability.models import Event, Lot
from traceability.printing import code_url, label_fonts, release_sheet  # noqa: F401 (one door for callers)
from traceability.recording import MayNotWrite
from traceability.steps import NothingChanged, add_step, correct_step, create_lot  # noqa: F401 (one door for callers)


class LotNotRecalled(Exception):
    """There is no recall to lift."""


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

    An authority's recall goes on top of its producer's, and is then the one that counts. Raises LotRecalled,
    ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("a recall says why")
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if not may_recall(lot, author_class):
        raise LotRecalled(f"lot {lot} is recalled")
    lot.state, lot.recalled_at = Lot.State.RECALLED, now()
    lot.recall_reason, lot.recall_advice = reason.strip(), advice.strip()
    lot.save()
    said = {"author_class": author_class, "author_name": author, "actor": actor}
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
    said = {"author_class": author_class, "author_name": author, "actor": actor}
    add_step(lot, stage=Event.Stage.LIFT, at=now(), note=reason.strip(), **said)
    return lot


def may_recall(lot: Lot, author_class: str) -> bool:
    """Whether a recall would be news: the lot stands, or only its producer recalled it. At most one query."""
    return not lot.is_recalled or (author_class == Event.AuthorClass.AUTHORITY and not _is_recalled_by_authority(lot))


def may_not_lift(lot: Lot, author_class: str) -> bool:
    """Whether the lot's recall is another's to lift. At most one query."""
    return author_class != Event.AuthorClass.AUTHORITY and _is_recalled_by_authority(lot)


def _is_recalled_by_authority(lot: Lot) -> bool:
    last = Event.objects.of(lot).filter(stage=Event.Stage.RECALL).order_by("-pk").first()
    return bool(last) and last.author_class == Event.AuthorClass.AUTHORITY
