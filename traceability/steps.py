"""Verbs of lots: open one, say what happened to it, say it right, name where it grew and who tests it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Required, TypedDict, Unpack

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Place, Product
from traceability import commissioning, lineage
from traceability.evidence import Evidence
from traceability.models import Commissioning, Event, GrowingArea, Laboratory, Lot, LotInput, Record
from traceability.recording import MayNotWrite, declare_wrong, record_step
from traceability.units import COUNT


class NothingChanged(Exception):
    """What should say it right says the same."""


class OwnGoods(MayNotWrite):
    """Nobody tells, or takes back, a laboratory's word on goods of a producer they work for."""


class LotFacts(TypedDict, total=False):
    """What is said of a new lot: `quantity` packs of `unit`, or of `uom` of a `material`."""

    number: Required[str]
    quantity: Required[int]
    unit: str
    uom: str
    material: str
    harvested_on: date | None
    produced_on: date | None
    packed_on: date | None
    expires_on: date | None


class StepFacts(TypedDict, total=False):
    """What is said of a step. `author_name`: the laboratory or authority on whose word it stands."""

    stage: Required[str]
    at: Required[datetime]
    place: Place | None
    place_text: str
    note: str
    quantity: int | None
    uom: str
    box: str
    party: str
    report_number: str
    outcome: str
    author_class: str
    author_name: str
    author_role: str
    network: str
    laboratory: Laboratory | None


@transaction.atomic
def create_lot(
    product: Product,
    *,
    growing_areas: Iterable[GrowingArea] = (),
    laboratories: Iterable[Laboratory] = (),
    actor: AbstractBaseUser | None = None,
    **said: Unpack[LotFacts],
) -> Lot:
    """Open a lot.

    Raises ValidationError for a number already used, dates out of order, a growing area of somebody else or whose code
    did not count on the day of harvest.
    """
    lot = Lot(product=product, created_by=actor, **said)
    lot.number, lot.material = lot.number.strip(), lot.material.strip()
    lot.full_clean()
    areas = list(growing_areas)
    refuse_strange_areas(lot, areas)
    lot.save()
    lot.growing_areas.set(areas)
    lot.laboratories.set(laboratories)
    return lot


@transaction.atomic
def name_sources(lot: Lot, areas: Iterable[GrowingArea], laboratories: Iterable[Laboratory]) -> Lot:
    """Say where the lot grew and who may test it. What its events say already stays said. Raises ValidationError."""
    areas = list(areas)
    refuse_strange_areas(lot, areas)
    lot.growing_areas.set(areas)
    lot.laboratories.set(laboratories)
    lot.save(update_fields=["updated_at"])
    return lot


def refuse_strange_areas(lot: Lot, areas: Iterable[GrowingArea]) -> None:
    """Raises ValidationError; rule 7 of DOMAIN 7: the code counts on the day of harvest."""
    for area in areas:
        if area.producer_id != lot.product.owner_id:
            raise ValidationError({"growing_areas": _("Mã %(code)s không phải của cơ sở này.") % {"code": area.code}})
        if lot.harvested_on and not area.is_valid_on(lot.harvested_on):
            said = _("Mã %(code)s không có hiệu lực vào ngày thu hoạch.") % {"code": area.code}
            raise ValidationError({"growing_areas": said})


@transaction.atomic
def add_step(
    lot: Lot,
    *,
    inputs: Sequence[LotInput] = (),
    files: Sequence[Evidence] = (),
    instead_of: Event | None = None,
    actor: AbstractBaseUser | None = None,
    **said: Unpack[StepFacts],
) -> Event:
    """Record what happened to a lot, for good.

    `inputs`: what went into it, not yet saved. Raises ValidationError for an unknown stage, lineage.CircularLots, and
    what recording.record_step raises.
    """
    event = Event(lot=lot, author=actor, **said)
    event.uom = "" if event.uom == COUNT else event.uom
    event.full_clean()
    _refuse_strange_inputs(lot, inputs, but=instead_of)
    return record_step(event, inputs=inputs, files=files, instead_of=instead_of)


@transaction.atomic
def report_test(
    lot: Lot,
    laboratory: Laboratory,
    *,
    report_number: str,
    outcome: str,
    at: datetime,
    report: Evidence,
    note: str = "",
    actor: AbstractBaseUser | None = None,
    network: str = "",
) -> Event:
    """A laboratory's result on a lot that names it, with its report. Raises MayNotWrite, OwnGoods, ValidationError."""
    if are_own_goods(lot, actor):
        raise OwnGoods(str(lot))
    if not laboratory.is_active or not lot.laboratories.contains(laboratory):
        raise MayNotWrite(f"{lot} does not name {laboratory}")
    if not report_number.strip() or outcome not in Event.Outcome.values:
        raise ValidationError(_("Kết quả kiểm nghiệm cần số phiếu và kết luận."))
    return add_step(
        lot,
        stage=Event.Stage.LAB,
        at=at,
        note=note,
        report_number=report_number.strip(),
        outcome=outcome,
        files=[report],
        place_text=laboratory.address[:200],
        author_class=Event.AuthorClass.LAB,
        author_name=laboratory.name,
        laboratory=laboratory,
        author_role="lab",
        network=network,
        actor=actor,
    )


def are_own_goods(lot: Lot, person: AbstractBaseUser | None) -> bool:
    """Whether somebody works for the producer of a lot (its `memberships`, which an app above adds). One query."""
    owner = lot.product.owner
    return bool(person and owner) and owner.memberships.filter(user=person).exists()


@transaction.atomic
def correct_step(
    event: Event,
    reason: str,
    *,
    right: Mapping[str, Any] | None = None,
    author_class: str = Event.AuthorClass.PRODUCER,
    actor: AbstractBaseUser | None = None,
) -> Record:
    """Declare a step wrong, and record the `right` one (the arguments of add_step) in its stead.

    Raises NothingChanged, OwnGoods, and what add_step and recording.declare_wrong raise.
    """
    if author_class == Event.AuthorClass.LAB and are_own_goods(event.lot, actor):
        raise OwnGoods(str(event))
    known = {"author_class": author_class, "author_name": event.author_name, "instead_of": event, "actor": actor}
    instead = add_step(event.lot, **known, **right) if right else None
    if instead == event:
        raise NothingChanged
    return declare_wrong(event, reason, author_class=author_class, instead=instead, actor=actor)


def _refuse_strange_inputs(lot: Lot, inputs: Sequence[LotInput], *, but: Event | None) -> None:
    """Raises MayNotWrite for another producer's lot, CircularLots."""
    sources = [one.source for one in inputs if one.source]
    if not sources:
        return
    if any(source.product.owner_id != lot.product.owner_id for source in sources):
        raise MayNotWrite("a lot is made from own lots, or from goods of a named supplier")
    lineage.hold(lot.product.owner_id)
    lineage.refuse_circles(lot, sources, but=but)


@transaction.atomic
def commission(lot: Lot, codes: Sequence[str], *, at: datetime, actor: AbstractBaseUser | None = None) -> Event:
    """Record that single packs, by their `codes`, were put into use: how many, and a commitment to which.

    `at`: as `activated_at` of their labels says, by which the codes are found again.
    """
    salt = commissioning.new_salt()
    event = Event(
        lot=lot,
        stage=Event.Stage.ACTIVATE,
        at=at,
        quantity=len(codes),
        author_class=Event.AuthorClass.PLATFORM,
        author=actor,
    )
    record_step(event, commitment=commissioning.commitment(salt, codes))
    Commissioning.objects.create(event=event, salt=salt)
    return event
