"""The words we ask in about places and those who make and sign."""

from typing import Self

from django.db.models import Count, Q, QuerySet


class PlaceQuerySet(QuerySet):
    def provinces(self) -> Self:
        """The 34 provinces of today."""
        return self.filter(system="2025", level="province").order_by("code")

    def of_today(self) -> Self:
        """Provinces and communes of today."""
        return self.filter(system="2025")

    def merged_into(self, province: int) -> Self:
        """Provinces of before 1 July 2025 that a province of today (by primary key) took over, itself too."""
        return self.filter(system="pre2025", level="province", successions__new=province).distinct().order_by("name")

    def former_provinces(self) -> Self:
        """The 63 provinces of before 1 July 2025."""
        return self.filter(system="pre2025", level="province").order_by("name")

    def communes_of(self, province: int) -> Self:
        """Communes of today in a province (by primary key)."""
        return self.filter(system="2025", level="commune", parent=province).order_by("name")

    def heirs_of_district(self, district: int) -> Self:
        """Communes of today that took over (part of) a commune of an old district (by primary key), with parents."""
        old = self.model.objects.filter(parent=district)
        return self.filter(predecessions__old__in=old).select_related("parent").distinct().order_by("name")

    def called_before(self, slug: str) -> Self:
        """The province of today that a province of before, or an earlier name of one, by its slug, belongs to now."""
        key = slug.replace("-", " ")
        old = Q(predecessions__old__level="province")
        names = Q(predecessions__old__slug=slug) | Q(predecessions__old__aliases__key=key)
        return self.provinces().filter(Q(aliases__key=key) | old & names).distinct()


class ProducerQuerySet(QuerySet):
    def selling(self) -> Self:
        """Producers that are active and whose identity was verified."""
        return self.filter(is_active=True, verified_at__isnull=False)

    def unverified(self) -> Self:
        """Producers whose identity no office has checked."""
        return self.filter(verified_at__isnull=True)

    def of_place(self, province: int) -> Self:
        """Producers of a province of today (by primary key)."""
        return self.filter(province=province)

    def most_products_first(self) -> Self:
        """With `product_count`, ordered by it."""
        return self.annotate(product_count=Count("products", filter=Q(products__parent__isnull=True))).order_by(
            "-product_count", "name"
        )


class IssuerQuerySet(QuerySet):
    def named(self, name: str) -> Self:
        """The issuer of a name as printed, whatever its spaces."""
        return self.filter(name=" ".join(name.split()))
