"""The producer as a seller."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce
from oscar.apps.partner.abstract_models import AbstractPartner, AbstractStockRecord

from catalogue.models import Producer


class Partner(AbstractPartner):
    """A producer's stall: what Oscar needs to sell for a Producer."""

    producer = models.OneToOneField(Producer, models.PROTECT, null=True, blank=True, related_name="partner")


class StockRecord(AbstractStockRecord):
    """Price and stock of one product at its one owner."""

    class Meta(AbstractStockRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price=Cast("price", models.BigIntegerField())),
                name="price_is_whole_dong",
            ),
            models.CheckConstraint(
                condition=Q(num_in_stock__isnull=True) | Q(num_in_stock__gte=Coalesce(F("num_allocated"), 0)),
                name="stock_covers_what_orders_hold",
            ),
        ]


from oscar.apps.partner.models import *  # noqa: E402, F403
