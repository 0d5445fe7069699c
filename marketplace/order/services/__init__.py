"""Verbs of orders and parcels. Rows are locked in one order: the order, its parcels, its lines, the stock."""

from marketplace.order.services.cash import NothingToRemit, record_remittance  # noqa: F401
from marketplace.order.services.holds import cancel_order, expire_order  # noqa: F401
from marketplace.order.services.parcels import (  # noqa: F401
    accept_parcel,
    call_off,
    complete_delivered,
    deliver_parcel,
    pack_parcel,
    receive_parcel_back,
    reject_parcel,
    report_lost,
    report_undeliverable,
    restock,
    send_parcel_back,
    ship_parcel,
)
from marketplace.order.services.pieces import NotThatMany  # noqa: F401
from marketplace.order.services.placement import Delivery, Refused, place_order  # noqa: F401
