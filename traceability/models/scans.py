from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from traceability.models.labels import Label
from traceability.scan_queries import NetworkRegionQuerySet, ScanDayQuerySet, ScanQuerySet


class Scan(models.Model):
    """One look at a label. No full address is ever stored: `network` is a /24 or /48, `device` a hash that
    nobody can link to the next day's; `region`: see NetworkRegion. Kept 13 months; ScanDay stays."""

    id = models.BigAutoField(primary_key=True)
    label = models.ForeignKey(Label, models.PROTECT, related_name="scans")
    at = models.DateTimeField()
    network = models.CharField(max_length=48)
    device = models.CharField(max_length=16)
    region = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=5, blank=True)
    outlet = models.SlugField(max_length=80, blank=True, db_index=False)

    objects = ScanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["label", "at"], name="scan_of_label")]

    def __str__(self) -> str:
        return f"{self.label_id} {self.at:%Y-%m-%d %H:%M}"


class ScanDay(models.Model):
    """How many scans of a product's labels one day brought, by where and how (số liệu quét). Kept for good.

    Written together with the scans, so that no page counts them. `day` as in Vietnam.
    """

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, models.PROTECT, related_name="scan_days")
    day = models.DateField()
    region = models.CharField(max_length=8, blank=True)
    outlet = models.SlugField(max_length=80, blank=True, db_index=False)
    language = models.CharField(max_length=5, blank=True)
    scans = models.PositiveIntegerField()

    objects = ScanDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "day", "region", "outlet", "language"], name="scan_day_once_per_where_and_how"
            )
        ]
        indexes = [models.Index(fields=["day"], name="scan_day_by_day")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.day} {self.scans}"


class NetworkRegion(models.Model):
    """Where a network lies, as an operator's list says: a province of today by its code, or a country ("CN").

    `network` in CIDR; the narrowest that holds a scan's /24 or /48 counts.
    """

    network = models.CharField(max_length=48, unique=True)
    region = models.CharField(max_length=8)

    objects = NetworkRegionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.network} {self.region}"


class StrangeCodes(models.Model):
    """How often a network asked for codes that nobody issued, in the minute from `since` (dò mã)."""

    network = models.CharField(max_length=48)
    since = models.DateTimeField(db_index=True)
    times = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = _("mã lạ")
        constraints = [
            models.UniqueConstraint(fields=["network", "since"], name="strange_codes_once_per_network_and_time")
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.times}"
