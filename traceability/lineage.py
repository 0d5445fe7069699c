"""The graph of lots: what a lot was made from (một bước lùi), what became of it (một bước tiến)."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from catalogue.models import Producer
from traceability import balance
from traceability.balance import Amount, Excess
from traceability.models import Event, Lot, LotInput


class CircularLots(Exception):
    """A lot would be made from itself, by way of others."""


def one_back(lot: Lot) -> QuerySet[LotInput]:
    """What went into the lot, by the steps that stand."""
    return LotInput.objects.standing().filter(event__lot=lot).select_related("source__product", "event")


def one_forward(lot: Lot) -> QuerySet[LotInput]:
    """What the lot went into."""
    return LotInput.objects.standing().filter(source=lot).select_related("event__lot__product")


def hold(producer_id: int) -> None:
    """One writer at a time on the graph of a producer's lots; inside a transaction."""
    Producer.objects.select_for_update(no_key=True).get(pk=producer_id)


def refuse_circles(lot: Lot, sources: Iterable[Lot], *, but: Event | None = None) -> None:
    """Raises CircularLots when one of the sources comes from `lot`. `but`: a step about to be declared wrong.

    Call it under `hold`: two writers who do not see each other could close a circle together. One query per
    generation of lots.
    """
    seen: set[int] = set()
    frontier = {source.pk for source in sources}
    while frontier:
        if lot.pk in frontier:
            raise CircularLots(str(lot))
        seen |= frontier
        edges = LotInput.objects.standing().filter(event__lot__in=frontier, source__isnull=False).exclude(event=but)
        frontier = set(edges.values_list("source", flat=True)) - seen


def imbalances(lot: Lot) -> dict[str, Excess]:
    """Where more came out than went in: of the lot as `made`, `used` by other lots, put into boxes (`boxed`) and
    `shipped`. At most 4 queries."""
    steps = list(Event.objects.of(lot).standing().filter(quantity__isnull=False))
    whole = [amount_of(lot, lot.quantity, lot.uom)]
    found = {
        "made": balance.excess(_went_in(lot, steps), whole),
        "used": balance.excess(
            whole, [amount_of(lot, one.quantity, one.uom) for one in one_forward(lot) if one.quantity]
        ),
        "boxed": balance.excess(whole, [amount_of(lot, one.quantity, one.uom) for one in steps if one.box], 0),
        "shipped": balance.excess(
            whole, [amount_of(lot, one.quantity, one.uom) for one in steps if one.stage == Event.Stage.SHIP], 0
        ),
    }
    return {name: one for name, one in found.items() if one}


def amount_of(lot: Lot, quantity: int, uom: str) -> Amount:
    """An amount of a lot; its packs weigh what the product says."""
    product = lot.product
    return Amount(quantity, uom, product.net_weight_g, product.net_volume_ml)


def _went_in(lot: Lot, steps: Sequence[Event]) -> list[Amount]:
    """Lots and goods named as inputs; where none is, the material harvested or processed. An input without an amount
    makes the sum unknown."""
    inputs = list(one_back(lot))
    if inputs:
        known = [amount_of(one.source or lot, one.quantity, one.uom) for one in inputs if one.quantity]
        return known if len(known) == len(inputs) else []
    for stage in (Event.Stage.PROCESS, Event.Stage.HARVEST):
        if amounts := [Amount(one.quantity, one.uom) for one in steps if one.stage == stage]:
            return amounts
    return []
