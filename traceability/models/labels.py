from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from traceability import codes
from traceability.models.lots import Lot
from traceability.queries import LabelQuerySet


class LabelSheet(models.Model):
    """Labels made and printed together. `released_at`: every symbol was read back from the finished PDF."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="label_sheets")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="label_sheets")
    count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.pk}"


class Label(models.Model):
    """One code (tem truy xuất): on one pack (`unit`), or shared by all packs of a lot (`lot`).

    generated -> printed -> activated -> void | recalled. `scan_count`, `scan_regions` and `first_scanned_at` sum up
    the scans so that the page that shows them counts nothing; `is_unjudged` says that the rules (traceability.rules)
    have yet to look at the latest ones, `flagged_at` that they suspect copies.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("Tem từng gói")
        LOT = "lot", _("Tem chung của lô")

    class State(models.TextChoices):
        GENERATED = "generated", _("Đã tạo mã")
        PRINTED = "printed", _("Đã in")
        ACTIVATED = "activated", _("Đã kích hoạt")
        VOID = "void", _("Đã hủy")
        RECALLED = "recalled", _("Tem đã thu hồi")

    code = models.CharField(max_length=codes.LENGTH, unique=True, default=codes.new_code)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.UNIT)
    state = models.CharField(max_length=9, choices=State, default=State.GENERATED)
    sheet = models.ForeignKey(LabelSheet, models.PROTECT, related_name="labels")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="labels")
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    scan_count = models.PositiveIntegerField(default=0)
    scan_regions = models.PositiveSmallIntegerField(default=0, db_default=0)
    first_scanned_at = models.DateTimeField(null=True, blank=True)
    is_unjudged = models.BooleanField(default=False, db_default=False)
    flagged_at = models.DateTimeField(null=True, blank=True)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="activated") | Q(lot__isnull=False, activated_at__isnull=False),
                name="label_activated_belongs_to_a_lot",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["void", "recalled"]) | Q(ended_at__isnull=False),
                name="label_ended_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["lot", "state"], name="label_of_lot"),
            models.Index(fields=["id"], condition=Q(is_unjudged=True), name="label_unjudged"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("traceability:scan", args=[self.code])
