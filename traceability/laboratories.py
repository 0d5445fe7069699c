"""Verbs of laboratories: enter one, mend what is said of it, let people write for it, let it write no more. Each act stays
written down (DeskAct)."""

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from traceability.models import DeskAct, Laboratory

Kind = DeskAct.Kind
FACTS = ("name", "accreditation", "address")


class NothingToChange(Exception):
    """It is so already."""


class WritesElsewhere(Exception):
    """This person writes for another laboratory at work: what they tell must have one sender."""


@transaction.atomic
def add_laboratory(*, by: AbstractBaseUser | None, **facts: str) -> Laboratory:
    """Enter a laboratory; `facts`: name, accreditation, address. Raises ValidationError for a name already used."""
    laboratory = Laboratory(**facts)
    laboratory.full_clean()
    laboratory.save()
    _write(laboratory, Kind.ADDED, by, became=_words(laboratory))
    return laboratory


@transaction.atomic
def edit_laboratory(laboratory: Laboratory, *, by: AbstractBaseUser | None, **facts: str) -> Laboratory:
    """Say of a laboratory what is right; its results keep the name they were told under. Raises ValidationError."""
    laboratory = _lock(laboratory)
    was = _words(laboratory)
    for name in FACTS:
        setattr(laboratory, name, facts.get(name, getattr(laboratory, name)))
    laboratory.full_clean()
    if _words(laboratory) != was:
        laboratory.save(update_fields=FACTS)
        _write(laboratory, Kind.EDITED, by, was=was, became=_words(laboratory))
    return laboratory


@transaction.atomic
def close_laboratory(laboratory: Laboratory, *, reason: str, by: AbstractBaseUser | None) -> Laboratory:
    """Let a laboratory write no more; its results stay. Raises NothingToChange."""
    return _turn(laboratory, Kind.CLOSED, is_active=False, reason=reason, by=by)


@transaction.atomic
def reopen_laboratory(laboratory: Laboratory, *, by: AbstractBaseUser | None) -> Laboratory:
    """Let it write again. Raises NothingToChange."""
    return _turn(laboratory, Kind.REOPENED, is_active=True, reason="", by=by)


@transaction.atomic
def let_in(laboratory: Laboratory, person: AbstractBaseUser, *, by: AbstractBaseUser | None) -> DeskAct:
    """Let somebody write for a laboratory. Raises NothingToChange, WritesElsewhere."""
    person = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if laboratory.people.contains(person):
        raise NothingToChange(str(laboratory))
    if person.laboratories.active().exists():
        raise WritesElsewhere(str(laboratory))
    laboratory.people.add(person)
    return _write(laboratory, Kind.JOINED, by, person=person)


@transaction.atomic
def let_go(laboratory: Laboratory, person: AbstractBaseUser, *, by: AbstractBaseUser | None) -> DeskAct:
    """Let somebody write for a laboratory no more; what they wrote stays the laboratory's. Raises NothingToChange."""
    person = get_user_model()._default_manager.select_for_update().get(pk=person.pk)
    if not laboratory.people.contains(person):
        raise NothingToChange(str(laboratory))
    laboratory.people.remove(person)
    return _write(laboratory, Kind.LEFT, by, person=person)


def _turn(
    laboratory: Laboratory, kind: str, *, is_active: bool, reason: str, by: AbstractBaseUser | None
) -> Laboratory:
    laboratory = _lock(laboratory)
    if laboratory.is_active == is_active:
        raise NothingToChange(str(laboratory))
    laboratory.is_active = is_active
    laboratory.save(update_fields=["is_active"])
    _write(laboratory, kind, by, reason=reason)
    return laboratory


def _write(laboratory: Laboratory, kind: str, by: AbstractBaseUser | None, **said: object) -> DeskAct:
    return DeskAct.objects.create(laboratory=laboratory, kind=kind, by=by, **said)


def _words(laboratory: Laboratory) -> str:
    """All that is said of it, cut where the journal's column ends."""
    return " · ".join(filter(None, (getattr(laboratory, name) for name in FACTS)))[:500]


def _lock(laboratory: Laboratory) -> Laboratory:
    return Laboratory.objects.select_for_update().get(pk=laboratory.pk)
