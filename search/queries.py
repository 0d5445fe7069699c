"""What the shelf asks of the catalogue. The day is always an argument."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db.models import OuterRef, QuerySet, Subquery

from catalogue import ocop
from catalogue.models import Certificate, Place, Product
from search.shelf import Facts

GROUP_SLUGS = {code: group.slug for code, group in ocop.GROUPS.items()}


class CatalogueChangeQuerySet(QuerySet):
    def from_number(self, number: int) -> Self:
        """The change of that number and the later ones, oldest first."""
        return self.filter(pk__gte=number).order_by("pk")


def on_sale(day: date) -> QuerySet[Product]:
    """What the lists show on `day`."""
    return Product.objects.sellable(day)


def stars_on(day: date) -> Subquery:
    """The star class that a product's certificate carries on `day`, asked of the certificates."""
    held = Certificate.objects.in_force(day).filter(product=OuterRef("pk"))
    return Subquery(held.order_by("-stars").values("stars")[:1])


def facts_on(day: date, keys: Iterable[int] | None = None) -> dict[int, Facts]:
    """Facts of the products on sale on `day` (of those among `keys`); one query."""
    products = on_sale(day) if keys is None else on_sale(day).filter(pk__in=keys)
    rows = products.annotate(star=stars_on(day)).values_list(
        "pk", "criteria_set", "province__slug", "province__name", "star", "stockrecords__price"
    )
    return {
        pk: Facts(
            number=pk,
            group=GROUP_SLUGS.get(ocop.group_of(criteria_set), ""),
            set=criteria_set,
            province=province or "",
            star=str(stars),
            price=None if price is None else int(price),
            place=Place(name=place or "").short_name,
        )
        for pk, criteria_set, province, place, stars, price in rows
    }


def shown_on_cards(day: date) -> QuerySet[Product]:
    """Products on sale on `day` with all that a card shows."""
    return on_sale(day).with_register().prefetch_related("translations", "images")
