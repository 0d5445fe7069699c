"""Verbs of orders and parcels. Rows are locked in one order: the order, its parcels, its lines, the stock."""

from marketplace.order.services.holds import cancel_order, expire_order  # noqa: F401
from marketplace.order.services.parcels import (  # noqa: F401
    accept_parcel,
    cancel_unsafe_parcel,
    deliver_parcel,
    pack_parcel,
    reject_parcel,
    ship_parcel,
)
from marketplace.order.services.placement import Delivery, Refused, place_order  # noqa: F401
