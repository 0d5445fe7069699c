"""A lot's steps as EPCIS 2.0.1 events in JSON. Plain Python on plain values.

Source: EPCIS 2.0.1 and CBV 2.0; DECISIONS 28. The standard has no step for harvesting or making: those are
`creating_class_instance`, with our own word in `ocop:stage`. Lots are classes, never single items. Identifiers are
addresses of ours, because few producers hold a GS1 prefix. An event is its own evidence: it carries the words that
were true when it was recorded, and it is kept as it was made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any
from urllib.parse import quote

from traceability.event_hash import event_hash
from traceability.units import COUNT

NAMESPACE = "https://cho-ocop.example/ns/trace#"  # of events from before each carried its own
CONTEXT = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ocop": NAMESPACE}]
EPCIS_VERSION, CBV_VERSION = "2.0.0", "2.0.0"
VIETNAM, OFFSET = timezone(timedelta(hours=7)), "+07:00"

STAGES = {  # our word: (bizStep, disposition), "" for none
    "harvest": ("creating_class_instance", "active"),
    "process": ("creating_class_instance", "active"),
    "lab": ("inspecting", ""),  # conformant or non_conformant, where the report says so
    "pack": ("packing", "in_progress"),
    "store": ("storing", "in_progress"),
    "ship": ("shipping", "in_transit"),
    "receive": ("receiving", "in_progress"),
    "sell": ("retail_selling", "sellable_accessible"),
    "activate": ("commissioning", "active"),
    "recall": ("other", "recalled"),
    "lift": ("other", "in_progress"),  # a recall taken back
}
WRITES = {  # who says it: the stages that are theirs to say (TRACEABILITY 7)
    "producer": {"harvest", "process", "pack", "store", "ship", "recall", "lift"},
    "lab": {"lab"},
    "authority": {"recall", "lift"},
    "platform": {"receive", "sell", "activate", "recall", "lift"},
}
OUTCOMES = {"pass": "conformant", "fail": "non_conformant"}
REASONS = ("incorrect_data", "did_not_occur")  # CBV 2.0 section 7.4


@dataclass(frozen=True)
class LotFacts:
    """A lot as of one moment. `id`: its address; `quantity`: packs, or `uom` of material."""

    id: str
    number: str
    product: str
    quantity: int
    produced_on: date | None = None
    expires_on: date | None = None
    uom: str = ""

    @property
    def material(self) -> str:
        """What the lot is made of: known by the lot it became."""
        return f"{self.id}#nguyen-lieu"

    def box(self, name: str) -> str:
        return f"{self.id}#thung-{quote(name, safe='')}"


@dataclass(frozen=True)
class Input:
    """What went in: the lot with address `lot`, or goods of a `supplier`."""

    lot: str = ""
    supplier: str = ""
    supplier_lot: str = ""
    material: str = ""
    quantity: int | None = None
    uom: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a lot. `creates`: nothing recorded before says how the lot came into being.

    `quantity` in `uom` is what was harvested, used or put into `box`; None: not stated, and in a box all packs of the
    lot. `entry`: tells apart two old steps that say just the same. `areas`: codes of
    growing areas, on the word of whoever tells the step; `evidence`: SHA-256 of files, in hexadecimal;
    `commitment`: see commissioning.py. `namespace`: what "ocop:" stands for; it stands in the event itself, so that
    an event keeps its id in whatever document, when the site has moved.
    """

    lot: LotFacts
    stage: str
    at: datetime
    author_class: str
    author: str = ""
    place: str = ""
    place_id: str = ""
    note: str = ""
    quantity: int | None = None
    uom: str = ""
    box: str = ""
    creates: bool = False
    entry: int = 0
    party: str = ""
    report: str = ""
    outcome: str = ""
    commitment: str = ""
    inputs: tuple[Input, ...] = ()
    areas: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    namespace: str = ""


def event_of(step: Step) -> dict[str, Any]:
    """The event with its eventID, the CBV hash. Not yet recorded: without recordTime."""
    biz_step, disposition = STAGES[step.stage]
    begins = _brings_forth(step)
    event = {
        "@context": {"ocop": step.namespace} if step.namespace else None,
        "eventTime": instant(step.at),
        "eventTimeZoneOffset": OFFSET,
        **_kind_of(step),
        "bizStep": "creating_class_instance" if begins else biz_step,
        "disposition": "active" if begins else OUTCOMES.get(step.outcome, disposition),
        "readPoint": {"id": step.place_id} if step.place_id else None,
        **_own_words(step),
    }
    event = {name: value for name, value in event.items() if value}
    return {"eventID": event_hash(event, CONTEXT), **event}


def _own_words(step: Step) -> dict[str, Any]:
    """What the standard has no member for."""
    said = {
        "stage": step.stage,
        "lot": step.lot.number,
        "product": step.lot.product,
        "place": step.place,
        "note": step.note,
        "authorClass": step.author_class,
        "author": step.author,
        "entry": step.entry,
        "party": step.party,
        "report": step.report,
        "commitment": step.commitment,
        "supply": [_supply_of(one) for one in step.inputs if one.supplier],
        "growingArea": sorted(step.areas) if _grew(step) else [],
        "evidence": sorted(step.evidence),
    }
    return {f"ocop:{name}": value for name, value in said.items()}


def recorded(event: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """The event as the log keeps it."""
    return {**event, "recordTime": instant(at)}


def declared_wrong(event: Mapping[str, Any], reason: str, at: datetime, instead: Sequence[str] = ()) -> dict[str, Any]:
    """The declaration that a recorded event was wrong: the event itself, eventID included, but for two members.

    Source: EPCIS 2.0 section 7.4.1.2. `instead`: ids of the events that say it right.
    """
    error: dict[str, Any] = {"declarationTime": instant(at), "reason": reason}
    if instead:
        error["correctiveEventIDs"] = list(instead)
    return {**event, "recordTime": instant(at), "errorDeclaration": error}


def document(
    events: Iterable[Mapping[str, Any]], at: datetime, *, namespace: str = NAMESPACE, **more: Any
) -> dict[str, Any]:
    """Events as an EPCIS document; `more`: members of our own, by their names after "ocop:"."""
    listed = list(events)
    own = {f"ocop:{name}": value for name, value in more.items()}
    return {**_head("EPCISDocument", at, listed, namespace), "epcisBody": {"eventList": listed}, **own}


def answer(events: Iterable[Mapping[str, Any]], at: datetime, *, namespace: str = NAMESPACE) -> dict[str, Any]:
    """Events as the answer to a query."""
    listed = list(events)
    results = {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": listed}}
    return {**_head("EPCISQueryDocument", at, listed, namespace), "epcisBody": {"queryResults": results}}


def instant(at: datetime) -> str:
    """To the millisecond, in Vietnam's time."""
    return at.astimezone(VIETNAM).isoformat(timespec="milliseconds")


def _head(kind: str, at: datetime, events: Sequence[Mapping[str, Any]], namespace: str) -> dict[str, Any]:
    """`namespace` is the document's, unless an event from before carries none of its own."""
    ours = namespace if all("@context" in event for event in events) else NAMESPACE
    return {"@context": [CONTEXT[0], {"ocop": ours}], "type": kind, "schemaVersion": "2.0", "creationDate": instant(at)}


def _brings_forth(step: Step) -> bool:
    """Whether packing is what first speaks of the lot's packs, or makes them from other lots."""
    return step.stage == "pack" and not step.box and (step.creates or bool(step.inputs))


def _grew(step: Step) -> bool:
    """Whether it says where the lot grew: a harvest does, and the first step of a lot's packs."""
    return step.stage == "harvest" or (step.stage in ("process", "pack") and step.creates)


def _kind_of(step: Step) -> dict[str, Any]:
    """The event's type and the things it happened to."""
    lot = step.lot
    packs = _amount(lot.id, lot.quantity, lot.uom)
    if step.stage == "harvest":
        stated = _amount(lot.material, step.quantity, step.uom)
        return {"type": "ObjectEvent", "action": "ADD", "quantityList": [stated]}
    if step.stage == "activate":
        return {"type": "ObjectEvent", "action": "ADD", "quantityList": [_amount(lot.id, step.quantity)]}
    if step.stage == "process" or (step.inputs and not step.box):
        made = {"inputQuantityList": _inputs_of(step), "outputQuantityList": [packs]}
        return {"type": "TransformationEvent", **made, "ilmd": _born(lot)}
    if step.stage == "pack" and step.box:
        inside = _amount(lot.id, step.quantity or lot.quantity, "" if step.quantity else lot.uom)
        boxed = {"parentID": lot.box(step.box), "childQuantityList": [inside]}
        return {"type": "AggregationEvent", "action": "ADD", **boxed}
    if _brings_forth(step):
        return {"type": "ObjectEvent", "action": "ADD", "quantityList": [packs], "ilmd": _born(lot)}
    return {"type": "ObjectEvent", "action": "OBSERVE", "quantityList": [packs]}


def _inputs_of(step: Step) -> list[dict[str, Any]]:
    """Lots that went in, goods of suppliers as the lot's material; where nothing is named, the material alone."""
    named = [_amount(one.lot or step.lot.material, one.quantity, one.uom) for one in step.inputs]
    return named or [_amount(step.lot.material, step.quantity, step.uom)]


def _supply_of(one: Input) -> dict[str, str]:
    said = {"ocop:supplier": one.supplier, "ocop:supplierLot": one.supplier_lot, "ocop:material": one.material}
    return {name: text for name, text in said.items() if text}


def _amount(what: str, quantity: int | None, uom: str = "") -> dict[str, Any]:
    if quantity is None:
        return {"epcClass": what}
    return {"epcClass": what, "quantity": quantity} | ({"uom": uom} if uom and uom != COUNT else {})


def _born(lot: LotFacts) -> dict[str, str]:
    """What is known of a lot since its beginning."""
    days = {"cbvmda:productionDate": lot.produced_on, "cbvmda:itemExpirationDate": lot.expires_on}
    return {"cbvmda:lotNumber": lot.number} | {name: day.isoformat() for name, day in days.items() if day}
