"""What the buyer may still change about an order, parcel by parcel."""

from datetime import datetime

from marketplace.order import deadlines, states
from marketplace.order.models import Order, Parcel
from marketplace.order.services.returns import may_ask


def with_choices(order: Order, at: datetime) -> list[Parcel]:
    """The order's parcels, each with `may_call_off`, `may_return` (until `return_by`) and `asked`: its returns."""
    parcels = list(order.parcels.all())
    stands = order.payment_state in states.GOOD_FOR_DISPATCH
    for parcel in parcels:
        parcel.asked = list(parcel.returns.all())
        is_asking = any(request.is_open for request in parcel.asked)
        has_goods = any(line.kept for line in parcel.lines.all())
        parcel.may_call_off = stands and parcel.status in states.HOLDING
        parcel.may_return = may_ask(parcel, at) and has_goods and not is_asking
        parcel.return_by = parcel.delivered_at and parcel.delivered_at + deadlines.RETURN_WINDOW
    return parcels
