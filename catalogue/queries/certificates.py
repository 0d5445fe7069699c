"""The words we ask in about certificates, and about what else is claimed of products. The day is always an argument."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from catalogue import ocop

STATES_IN_FORCE = ("issued", "in_renewal", "extended")


def standings_on(day: date) -> dict[str, Q]:
    """What an officer asks of a certificate on `day`. "in_force" holds the three that follow it."""
    alive = Q(state__in=STATES_IN_FORCE)
    in_force = alive & Q(issued_on__lte=day, last_day__gte=day)
    last_days = Q(last_day__lt=day + timedelta(days=ocop.EXPIRING_DAYS))
    return {
        "in_force": in_force,
        "expiring": in_force & last_days,
        "in_renewal": in_force & Q(state="in_renewal"),
        "extended": in_force & Q(state="extended"),
        "not_yet": alive & Q(issued_on__gt=day),
        "expired": alive & Q(last_day__lt=day),
        **{ended: Q(state=ended) for ended in ("revoked", "superseded", "withdrawn")},
    }


class CertificateQuerySet(QuerySet):
    def in_force(self, day: date) -> Self:
        """Certificates in force (còn hiệu lực) on `day`; both end days count."""
        return self.standing("in_force", day)

    def with_page(self) -> Self:
        """Loads what a certificate's page shows: product, maker, issuer, history, the product's other certificates."""
        return self.select_related(
            "product__owner",
            "product__province",
            "product__origin_now__parent",
            "product__origin_then__parent__parent",
            "superseded_by",
            "issuer__successor",
        ).prefetch_related("events", "product__certificates__superseded_by")

    def with_facts(self) -> Self:
        """Loads what is said of a certificate in a list: product, maker, place, issuer, follower."""
        return self.select_related(
            "product__owner", "product__province", "product__origin_now", "superseded_by", "issuer__successor"
        )

    def checked_in_force(self, day: date) -> Self:
        """In force on `day`, of an entry whose star somebody has checked."""
        return self.in_force(day).filter(product__register_note="")

    def hold(self, products: Collection[int]) -> None:
        """Wait for whoever changes a certificate of `products`, and make them wait for the end of our transaction.

        Who only holds them does not wait for one another. In key order; on SQLite there is one writer anyway.
        """
        if products and connection.features.has_select_for_update:
            sql, given = self.filter(product__in=products).order_by("pk").values("pk").query.sql_with_params()
            with connection.cursor() as cursor:
                cursor.execute(f"{sql} FOR SHARE", given)

    def inherited_by(self, size: OuterRef, product: OuterRef) -> Self:
        """Of a product's, those that a pack size inherits (inside a query of sizes): as catalogue.company.inherited."""
        named = apps.get_model("catalogue", "Certificate").objects.filter(
            product=OuterRef(size), issued_on__gte=OuterRef("issued_on")
        )
        return self.filter(~Exists(named), product=product)

    def not_checked_in_force(self, day: date) -> Self:
        """All others."""
        held = apps.get_model("catalogue", "Certificate").objects.checked_in_force(day)
        return self.exclude(pk__in=held.values("pk"))

    def of_public_products(self) -> Self:
        """Certificates of products that are shown at all."""
        return self.filter(product__is_public=True)

    def of_place(self, province: int) -> Self:
        """Certificates of products whose origin lies in a province of today (by primary key)."""
        return self.filter(product__province=province)

    def by_stars(self) -> dict[int, int]:
        """How many for each star."""
        return dict(self.order_by().values_list("stars").annotate(Count("pk")))

    def expiring(self, day: date) -> Self:
        """In force on `day` and within their last 30 days."""
        return self.standing("expiring", day)

    def standing(self, word: str, day: date) -> Self:
        """Those of which `word`, a key of standings_on, is true on `day`."""
        return self.filter(standings_on(day)[word])

    def by_standing(self, day: date) -> dict[str, int]:
        """How many for each word of standings_on. One query."""
        counts = {word: Count("pk", filter=is_true) for word, is_true in standings_on(day).items()}
        return self.order_by().aggregate(**counts)

    def ending_soon(self, day: date) -> Self:
        """In force on `day`, the filing window of their re-assessment has opened; those that end first on top."""
        opens = day + timedelta(days=ocop.RENEWAL_OPENS_DAYS)
        return self.in_force(day).filter(last_day__lte=opens).order_by("last_day", "pk")

    def from_former(self, place: int) -> Self:
        """Of products whose origin lay in a unit of before 1 July 2025 (by primary key), or in one inside it."""
        itself, inside = Q(product__origin_then=place), Q(product__origin_then__parent=place)
        return self.filter(itself | inside | Q(product__origin_then__parent__parent=place))

    def in_renewal_window(self, word: str, day: date) -> Self:
        """In force on `day`, not yet handed in, and "open" (180 to 120 days before the end) or "late" (fewer)."""
        closes = day + timedelta(days=ocop.RENEWAL_CLOSES_DAYS)
        opens = day + timedelta(days=ocop.RENEWAL_OPENS_DAYS)
        held = self.in_force(day).exclude(state="in_renewal")
        return held.filter(last_day__range=(closes, opens)) if word == "open" else held.filter(last_day__lt=closes)


class ClaimQuerySet(QuerySet):
    """Quality certificates and protected names: what is claimed beside the OCOP certificate."""

    begins: str  # the column with the first day; an empty one sets no bound

    def valid_on(self, day: date) -> Self:
        """Those that count on `day`; both end days do."""
        begun = Q(**{f"{self.begins}__lte": day}) | Q(**{f"{self.begins}__isnull": True})
        return self.filter(begun, Q(valid_until__gte=day) | Q(valid_until__isnull=True))


class QualityCertificateQuerySet(ClaimQuerySet):
    begins = "issued_on"

    def of_producer(self, producer: int) -> Self:
        """Those that a producer (by primary key) declared, the one that ends first at the top."""
        return self.filter(producer=producer).order_by(F("valid_until").asc(nulls_last=True), "pk")


class IpAssetQuerySet(ClaimQuerySet):
    begins = "registered_on"

    def of_place(self, province: int) -> Self:
        """Names of a province of today (by primary key)."""
        return self.filter(province=province)
