"""Verbs of another system's code that was entered: lead it to something else, take its link back. It goes on answering,
and each act stays written down."""

import logging

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.timezone import now

from catalogue.models import Product
from traceability import codes
from traceability.models import CodeAlias, DeskAct, Label, Lot

logger = logging.getLogger(__name__)
Target = Label | Lot | Product
WAYS = {Label: "label", Lot: "lot", Product: "product"}


class NothingToChange(Exception):
    """The code leads there already, or leads nowhere already."""


@transaction.atomic
def lead(alias: CodeAlias, target: Target, *, reason: str, by: AbstractBaseUser | None) -> CodeAlias:
    """Lead a code to something else, also one whose link was withdrawn. Raises NothingToChange."""
    alias = _lock(alias)
    if target_of(alias) == target:
        raise NothingToChange(str(alias))
    return _set(alias, DeskAct.Kind.LED, target, reason=reason, by=by)


@transaction.atomic
def withdraw(alias: CodeAlias, *, reason: str, by: AbstractBaseUser | None) -> CodeAlias:
    """Let a code lead nowhere: who scans it reads that its link was withdrawn. Raises NothingToChange."""
    alias = _lock(alias)
    if alias.withdrawn_at:
        raise NothingToChange(str(alias))
    return _set(alias, DeskAct.Kind.WITHDREW, None, reason=reason, by=by)


def target_of(alias: CodeAlias) -> Target | None:
    return alias.label or alias.lot or alias.product


def words_of(target: Target | None) -> str:
    """What a code leads to, in the words of the journal; "" for nothing."""
    match target:
        case Label():
            return f"Tem {codes.spaced(target.code)}"
        case Lot():
            return f"Lô {target.number} · {words_of(target.product)}"
        case Product():
            return f"{target.title} (số {target.pk})"
    return ""


def _set(alias: CodeAlias, kind: str, target: Target | None, *, reason: str, by: AbstractBaseUser | None) -> CodeAlias:
    was, at = words_of(target_of(alias)), now()
    for model, way in WAYS.items():
        setattr(alias, way, target if isinstance(target, model) else None)
    alias.withdrawn_at = None if target else at
    alias.save(update_fields=[*WAYS.values(), "withdrawn_at"])
    said = {"was": was[:500], "became": words_of(target)[:500], "reason": reason}
    DeskAct.objects.create(alias=alias, kind=kind, at=at, by=by, **said)
    logger.info("old code changed", extra={"alias": alias.pk, "kind": kind, "actor": by and by.pk})
    return alias


def _lock(alias: CodeAlias) -> CodeAlias:
    return CodeAlias.objects.with_target().select_for_update(of=("self",)).get(pk=alias.pk)
