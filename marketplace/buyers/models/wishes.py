from django.conf import settings
from django.db import models
from django.utils.timezone import now

from catalogue.models import Product


class SavedProduct(models.Model):
    """A product that a signed-in person wants to find again (sản phẩm yêu thích); a guest's stand in a cookie."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_products")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "product"], name="saved_product_once_per_person")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.product_id}"
