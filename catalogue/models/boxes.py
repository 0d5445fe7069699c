from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

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
