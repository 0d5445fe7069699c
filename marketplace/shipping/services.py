"""What a producer does with its shipping card."""

import logging
from datetime import date

from django.db import transaction

from catalogue.models import Producer
from marketplace.shipping.models import DayOff, ShippingCard

logger = logging.getLogger(__name__)
MOST_DAYS_OFF = 30  # ranges on one card


class TooManyDaysOff(Exception):
    """The card holds MOST_DAYS_OFF ranges already."""


@transaction.atomic
def save_card(producer: Producer, *, facts: dict, by: object = None) -> ShippingCard:
    """Set the columns `facts` of the producer's card, which comes into being with them. Orders placed keep theirs."""
    card, _ = ShippingCard.objects.select_for_update().update_or_create(producer=producer, defaults=facts)
    logger.info("shipping card saved", extra={"producer": producer.pk, "by": getattr(by, "pk", None)})
    return card


@transaction.atomic
def add_days_off(producer: Producer, *, first: date, last: date) -> DayOff:
    """Send nothing from `first` to `last`. Raises TooManyDaysOff."""
    card, _ = ShippingCard.objects.select_for_update().get_or_create(producer=producer)
    if card.days_off.count() >= MOST_DAYS_OFF:
        raise TooManyDaysOff(producer.pk)
    return DayOff.objects.create(card=card, first=first, last=last)
