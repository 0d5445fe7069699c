"""A lot's log: each step, and each declaration that one was wrong, becomes a record that follows the last one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now

from catalogue.canonical import canonical, parse
from catalogue.models import Place
from traceability import epcis, evidence, log
from traceability.evidence import Evidence
from traceability.models import Event, Lot, LotInput, Record

PLATFORM = "Chợ OCOP"
SAID = ("stage", "at", "place", "place_text", "note", "quantity", "uom", "box", "party", "report_number", "outcome")
SAID += ("author_class", "author_name")  # columns that make two steps of a lot the same


class MayNotWrite(Exception):
    """This step is not theirs to tell, or not theirs to correct."""


class DeclaredWrong(Exception):
    """The step was declared wrong already; saying it once more needs another wording."""


@transaction.atomic
def record_step(
    event: Event,
    *,
    inputs: Sequence[LotInput] = (),
    files: Sequence[Evidence] = (),
    commitment: str = "",
    instead_of: Event | None = None,
) -> Event:
    """Save a step for good, with its record. The same step told twice is one step: the first is returned.

    `inputs` and `files` (each once) go with it; `commitment`: see commissioning.py; `instead_of`: the step that is about to be
    declared wrong. Raises MayNotWrite, DeclaredWrong.
    """
    if event.stage not in epcis.WRITES[event.author_class]:
        raise MayNotWrite(f"{event.author_class} does not tell of {event.stage}")
    lot = _lock(event.lot)
    _catch_up(lot)
    event.author_name = event.author_name or _author_of(event)
    files = list({one.sha256: one for one in files}.values())
    said = {"inputs": inputs_of(inputs), "evidence": tuple(one.sha256 for one in files), "commitment": commitment}
    step = replace(step_of(event, instead_of), **said)
    if told := _told_before(event, step):
        return told
    event.save()
    _keep_along(event, inputs, files)
    _append(lot, event, epcis.recorded(epcis.event_of(step), event.recorded_at))
    lot.save(update_fields=["updated_at"])
    return event


@transaction.atomic
def declare_wrong(
    event: Event, reason: str, *, author_class: str, instead: Event | None = None, actor: AbstractBaseUser | None = None
) -> Record:
    """Declare that a step was recorded wrong; it stays readable, and says so. `instead`: the step that says it right.

    Raises MayNotWrite for a step that others told, DeclaredWrong, ValueError for a reason the standard lacks or a
    step of another lot.
    """
    if event.author_class != author_class:
        raise MayNotWrite(f"{author_class} does not correct {event.author_class}")
    if reason not in epcis.REASONS or (instead and instead.lot_id != event.lot_id):
        raise ValueError("a declaration has a reason, and names a step of the same lot")
    lot = _lock(event.lot)
    _catch_up(lot)
    if event.records.declarations().exists():
        raise DeclaredWrong(str(event))
    at = now()
    right = [instead.records.originals().get().epcis_id] if instead else []
    body = epcis.declared_wrong(parse(event.records.originals().get().body), reason, at, right)
    record = _append(lot, event, body, declared_at=at, reason=reason, declared_by=actor)
    lot.save(update_fields=["updated_at"])
    return record


def record_older(at_most: int = 5000) -> int:
    """Give records to steps from before there were any; returns to how many lots. Safe to run again."""
    lots = Lot.objects.filter(pk__in=Event.objects.unrecorded().values("lot"))[:at_most]
    for lot in lots:
        with transaction.atomic():
            _catch_up(_lock(lot))
    return len(lots)


def step_of(event: Event, instead_of: Event | None = None) -> epcis.Step:
    """What the event says, in plain values, as of now; without what goes along with it."""
    lot, place = event.lot, event.place
    creates = not lot.records.that_made_it().exclude(event=instead_of).exists()
    return epcis.Step(
        lot=facts_of(lot),
        stage=event.stage,
        at=event.at,
        author_class=event.author_class,
        author=event.author_name or _author_of(event),
        place=event.place_text or (place.name if place else ""),
        place_id=place_address(place) if place else "",
        note=event.note,
        quantity=event.quantity,
        uom=event.uom,
        box=event.box,
        creates=creates,
        party=event.party,
        report=event.report_number,
        outcome=event.outcome,
        areas=tuple(lot.growing_areas.values_list("code", flat=True)),
        namespace=settings.TRACE_NAMESPACE,
    )


def facts_of(lot: Lot) -> epcis.LotFacts:
    name = lot.material or lot.product.title
    return epcis.LotFacts(
        lot_address(lot.pk), lot.number, name, lot.quantity, lot.produced_on, lot.expires_on, uom=lot.uom
    )


def inputs_of(inputs: Sequence[LotInput]) -> tuple[epcis.Input, ...]:
    return tuple(
        epcis.Input(
            lot=lot_address(one.source_id) if one.source_id else "",
            supplier=one.supplier,
            supplier_lot=one.supplier_lot,
            material=one.material,
            quantity=one.quantity,
            uom=one.uom,
        )
        for one in inputs
    )


def lot_address(pk: int) -> str:
    """The lot's identifier: where its document is."""
    return f"{settings.SITE_URL}/epcis/lots/{pk}"


def place_address(place: Place) -> str:
    return f"{settings.SITE_URL}/epcis/places/{place.system}-{place.level}-{place.code}"


def _told_before(event: Event, step: epcis.Step) -> Event | None:
    """The step recorded earlier with the same facts, whether or not the lot was new then. Raises DeclaredWrong."""
    ids = [epcis.event_of(replace(step, creates=creates))["eventID"] for creates in (True, False)]
    same_words = [one.pk for one in _worded_alike(event) if _goes_with(one) == (step.inputs, set(step.evidence))]
    records = Record.objects.filter(Q(epcis_id__in=ids) | Q(event__in=same_words))
    twins = list(records.order_by("pk").select_related("event"))
    if any(twin.declared_at for twin in twins):
        raise DeclaredWrong(ids[0])
    return twins[0].event if twins else None


def _worded_alike(event: Event) -> QuerySet[Event]:
    """Steps of the lot that say the same, whatever the lot, its product or its growing areas are called by now.

    Two packs of labels put into use at one instant are two: their commitments differ.
    """
    if event.stage == Event.Stage.ACTIVATE:
        return Event.objects.none()
    same = Event.objects.of(event.lot).filter(**{name: getattr(event, name) for name in SAID})
    return same.prefetch_related("inputs", "evidence")


def _goes_with(event: Event) -> tuple[tuple[epcis.Input, ...], set[str]]:
    return inputs_of(event.inputs.all()), {one.sha256 for one in event.evidence.all()}


def _keep_along(event: Event, inputs: Sequence[LotInput], files: Sequence[Evidence]) -> None:
    for one in inputs:
        one.event = event
    LotInput.objects.bulk_create(inputs)
    evidence.keep(event, files)


def _author_of(event: Event) -> str:
    owner = event.lot.product.owner
    names = {Event.AuthorClass.PRODUCER: owner.name if owner else "", Event.AuthorClass.PLATFORM: PLATFORM}
    return names.get(event.author_class, "")


def _lock(lot: Lot) -> Lot:
    """One writer per lot at a time: positions follow one another."""
    return Lot.objects.select_for_update().get(pk=lot.pk)


def _catch_up(lot: Lot) -> None:
    for event in Event.objects.of(lot).unrecorded().select_related("lot__product__owner", "place"):
        step = step_of(event)
        if Record.objects.filter(epcis_id=epcis.event_of(step)["eventID"]).exists():
            step = replace(step, entry=event.pk)
        _append(lot, event, epcis.recorded(epcis.event_of(step), event.recorded_at))


def _append(lot: Lot, event: Event, body: Mapping[str, Any], **declared: Any) -> Record:
    last = lot.records.order_by("position").last()
    content = canonical(body)
    made = log.link(bytes.fromhex(last.link) if last else log.START, content)
    return Record.objects.create(
        lot=lot,
        event=event,
        position=last.position + 1 if last else 1,
        epcis_id=body["eventID"],
        body=content.decode(),
        link=made.hex(),
        **declared,
    )
