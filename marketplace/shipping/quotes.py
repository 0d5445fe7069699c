"""What a parcel costs and when it arrives, for a province or for all that a producer sends to."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from catalogue.models import Place, Producer
from marketplace.shipping.calendar import leaves_on, window
from marketplace.shipping.models import ShippingCard
from marketplace.shipping.zones import CENTRE, NORTH, SOUTH, Zone, region_of, zone_between


@dataclass(frozen=True)
class Quote:
    """Fees in whole đồng, lowest and highest; first and last day at the door. All four count."""

    lowest: int
    highest: int
    first: date
    last: date

    @property
    def is_certain(self) -> bool:
        """Whether one fee holds wherever the parcel goes."""
        return self.lowest == self.highest


def card_of(producer: Producer) -> ShippingCard:
    """The producer's own card, or that of who has set none."""
    return getattr(producer, "shipping_card", None) or ShippingCard()


def zone_to(producer: Producer, to: Place) -> Zone:
    return zone_between(producer.province.code, to.code)


def quote(producer: Producer, *, grams: int, goods: int, is_fresh: bool, day: date, to: Place | None = None) -> Quote:
    """What sending costs an order of `day`: to a province of today, or (None) anywhere the producer sends."""
    card = card_of(producer)
    zones = [zone_to(producer, to)] if to else [zone for zone in Zone if zone <= card.farthest(is_fresh=is_fresh)]
    fees = [card.fee(grams, goods, zone) for zone in zones]
    first, last = window(leaves_on(day, card.handling_days, card.is_closed), zones)
    return Quote(min(fees), max(fees), first, last)


def why_not_there(producer: Producer, *, is_fresh: bool, to: Place | None) -> str:
    """Why a product cannot be sent to a province, as a sentence; "" when it can, or when none is chosen yet."""
    if to is None or zone_to(producer, to) <= card_of(producer).farthest(is_fresh=is_fresh):
        return ""
    return limit_of(producer, is_fresh=is_fresh)


def limit_of(producer: Producer, *, is_fresh: bool) -> str:
    """How far a product is sent, as a sentence; "" for the whole country."""
    farthest = card_of(producer).farthest(is_fresh=is_fresh)
    if farthest == Zone.COUNTRY:
        return ""
    facts = {"name": producer.name, "place": _area(producer, farthest)}
    if is_fresh:
        return _("Hàng tươi của %(name)s chỉ gửi trong %(place)s.") % facts
    return _("%(name)s chỉ gửi hàng trong %(place)s.") % facts


def _area(producer: Producer, farthest: Zone) -> str:
    if farthest == Zone.PROVINCE:
        return producer.province.name
    regions = {NORTH: _("miền Bắc"), CENTRE: _("miền Trung"), SOUTH: _("miền Nam")}
    return regions.get(region_of(producer.province.code), producer.province.name)
