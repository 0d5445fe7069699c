from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from catalogue.models.products import Product


class BoxPart(models.Model):
    """What lies in a gift box (hộp quà): `quantity` pieces of a product of any producer.

    The box has no certificate and no star of its own; each part keeps its own (DOMAIN.md 7, rule 2).
    """

    box = models.ForeignKey(Product, models.CASCADE, related_name="parts")
    product = models.ForeignKey(Product, models.PROTECT, related_name="in_boxes")
    quantity = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["box", "product"], name="box_part_once"),
            models.CheckConstraint(condition=~Q(box=F("product")), name="box_is_no_part_of_itself"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="box_part_has_pieces"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    def is_sound(self, day: date) -> bool:
        """Whether what lies here may be sold on `day` by its own certificate."""
        return not self.product.is_box and self.product.is_sellable(day)


class BoxEvent(models.Model):
    """A part of a gift box gave way to another: who, when, which and why. Append-only."""

    box = models.ForeignKey(Product, models.PROTECT, related_name="box_events")
    at = models.DateTimeField(default=now)
    removed = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    added = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.box}: {self.removed} -> {self.added} {self.at:%Y-%m-%d}"
