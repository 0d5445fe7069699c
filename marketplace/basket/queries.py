from typing import Self

from django.db.models import Prefetch, QuerySet

from catalogue.models import Product


class LineQuerySet(QuerySet):
    def with_register(self) -> Self:
        """Loads what a basket shows and asks: six more queries whatever the number of lines, one where a producer
        has a shipping card, and those of Product.with_company where there are pack sizes or gift boxes."""
        products = Product.objects.with_register().select_related(
            "owner__province", "owner__shipping_card", "product_class"
        )
        loaded = products.prefetch_related("images", "translations", "owner__shipping_card__days_off")
        return self.select_related("stockrecord").prefetch_related(Prefetch("product", loaded))
