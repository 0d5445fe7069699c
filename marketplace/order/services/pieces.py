"""Pieces that leave an order, and the đồng that go with them. All of it needs the order's lock around it."""

from marketplace.order import stock
from marketplace.order.models import Line, Parcel
from marketplace.order.services.locking import lines_in_stock_order

Pieces = dict[int, int]  # a line's key -> how many of its pieces


class NotThatMany(Exception):
    """More pieces are asked for than are left, none at all, or pieces of another parcel; nothing was changed."""


def all_of(parcel: Parcel) -> Pieces:
    """Every piece that is left."""
    return {line.pk: line.kept for line in parcel.lines.all() if line.kept}


def take_off(parcel: Parcel, pieces: Pieces) -> int:
    """Call off pieces that were not delivered: what of them is held in stock is free again. Returns đồng of goods."""
    goods = 0
    for line, count in _chosen(parcel, pieces):
        stock.release(line, count)
        goods += line.price_of(line.kept) - line.price_of(line.kept - count)
        line.called_off += count
        line.save(update_fields=["called_off"])
    return goods


def take_back(parcel: Parcel, pieces: Pieces) -> int:
    """Note that delivered pieces come back; stock stays as it is until somebody has looked at them. Returns đồng."""
    goods = 0
    for line, count in _chosen(parcel, pieces):
        goods += line.price_of(line.kept) - line.price_of(line.kept - count)
        line.returned += count
        line.save(update_fields=["returned"])
    return goods


def drop_shipping(parcel: Parcel) -> int:
    """Charge nothing for the parcel's way any more. Returns the đồng that this takes off."""
    fee, parcel.shipping_off = parcel.kept_shipping, parcel.shipping
    parcel.save(update_fields=["shipping_off"])
    return fee


def _chosen(parcel: Parcel, pieces: Pieces) -> list[tuple[Line, int]]:
    lines = {line.pk: line for line in lines_in_stock_order(parcel)}
    wanted = {key: count for key, count in pieces.items() if count}
    if not wanted or not wanted.keys() <= lines.keys():
        raise NotThatMany(parcel.number)
    if any(not 0 < count <= lines[key].kept for key, count in wanted.items()):
        raise NotThatMany(parcel.number)
    return [(line, wanted[key]) for key, line in lines.items() if key in wanted]
