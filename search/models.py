from django.db import models

from catalogue.models import Product
from search.queries import CatalogueChangeQuerySet


class SearchEntry(models.Model):
    """The texts of one product that are searched (embedded engines), as cleaned words.

    No star, no price, nothing that a decision can change: a verdict is asked of the certificates.
    """

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="search_entry")
    title = models.TextField(blank=True)
    title_folded = models.TextField(blank=True)
    tags = models.TextField(blank=True)
    tags_folded = models.TextField(blank=True)
    body = models.TextField(blank=True)
    body_folded = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.title


class CatalogueChange(models.Model):
    """News that a product's place on the shelf may have changed; written by triggers, whoever wrote the row.

    Each request asks for the rows after the last it knows. `product_number` is no foreign key (the news may
    be that the product is gone); null means that anything may have changed. `stamp` tells a row from
    another of the same id in a restored copy of the database.
    """

    id = models.BigAutoField(primary_key=True)
    product_number = models.BigIntegerField(null=True)
    stamp = models.CharField(max_length=36)

    objects = CatalogueChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}: {self.product_number}"
