"""The words we ask in. The day is always an argument."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from oscar.apps.catalogue.managers import ProductQuerySet as OscarProductQuerySet

from catalogue import ocop
from catalogue.carried import carried
from catalogue.gtin import spellings

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
        return self.annotate(product_count=Count("products")).order_by("-product_count", "name")


class IssuerQuerySet(QuerySet):
    def named(self, name: str) -> Self:
        """The issuer of a name as printed, whatever its spaces."""
        return self.filter(name=" ".join(name.split()))


class CertificateQuerySet(QuerySet):
    def in_force(self, day: date) -> Self:
        """Certificates in force (còn hiệu lực) on `day`; both end days count."""
        return self.filter(state__in=STATES_IN_FORCE, issued_on__lte=day, last_day__gte=day)

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
        within = day + timedelta(days=ocop.EXPIRING_DAYS - 1)
        return self.in_force(day).filter(last_day__lte=within)

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


class ProductQuerySet(OscarProductQuerySet):
    def certified(self, day: date) -> Self:
        """Products holding at least one certificate in force on `day`."""
        held = apps.get_model("catalogue", "Certificate").objects.in_force(day)
        return self.filter(Exists(held.filter(product=OuterRef("pk"))))

    def with_stars(self, stars: int, day: date) -> Self:
        """Products that hold a certificate of so many stars in force on `day`."""
        held = apps.get_model("catalogue", "Certificate").objects.in_force(day).filter(stars=stars)
        return self.filter(Exists(held.filter(product=OuterRef("pk"))))

    def of_selling_producers(self) -> Self:
        """Products whose owner is active and verified."""
        return self.filter(owner__is_active=True, owner__verified_at__isnull=False)

    def not_suspended(self) -> Self:
        """Products whose sale the platform has not suspended."""
        return self.filter(sale_suspended_at__isnull=True)

    def suspended(self) -> Self:
        """Products whose sale the platform has stopped."""
        return self.filter(sale_suspended_at__isnull=False)

    def sellable(self, day: date) -> Self:
        """Public, certified on `day`, its producer active and verified, sale not suspended.

        Asked again, under lock, when an order is placed.
        """
        return self.public().certified(day).of_selling_producers().not_suspended()

    def priced(self) -> Self:
        """Products that have a price."""
        return self.filter(Exists(self._stock().filter(price__isnull=False)))

    def in_stock(self) -> Self:
        """Products of which at least one piece is free."""
        held = Coalesce(F("num_allocated"), 0)
        return self.filter(Exists(self._stock().filter(num_in_stock__gt=held)))

    def purchasable(self, day: date) -> Self:
        """What a visitor may put in the basket on `day`. The only place that says so."""
        return self.sellable(day).priced().in_stock()

    def with_register(self) -> Self:
        """Loads owner, province, certificates and stock: the object's own words then cost no query."""
        return self.select_related("owner", "province", "origin_now", "product_class").prefetch_related(
            "certificates", "stockrecords"
        )

    def with_page(self, language: str) -> Self:
        """As with_register, with what the product page shows besides: places, texts in `language`."""
        texts = () if language == ocop.LANGUAGE else ("translations",)
        held = apps.get_model("catalogue", "Certificate").objects.select_related("superseded_by", "issuer__successor")
        return self.select_related(
            "owner", "province", "origin_now__parent", "origin_then__parent__parent"
        ).prefetch_related(Prefetch("certificates", held), "stockrecords", *texts)

    def with_claims(self) -> Self:
        """Also brings pictures, quality certificates and protected names (catalogue.carried)."""
        return self.annotate(**carried())

    def of_place(self, province: int | None) -> Self:
        """Products whose origin lies in a province of today (by primary key)."""
        return self.filter(province=province)

    def of_producer(self, producer: int) -> Self:
        """Products of a producer (by primary key)."""
        return self.filter(owner=producer)

    def with_gtin(self, gtin: str) -> Self:
        """Products that carry this GTIN, however many leading zeros were written down."""
        return self.filter(upc__in=spellings(gtin))

    def of_real_producers(self) -> Self:
        """Leaves out producers that exist only to show a state."""
        return self.filter(owner__is_fictional=False)

    def in_register(self) -> Self:
        """Entries of the register: public products, and pack sizes that a decision names; never gift boxes.

        A product whose sizes hold all the certificates is no entry beside them.
        """
        certificates = apps.get_model("catalogue", "Certificate").objects
        own = Exists(certificates.filter(product=OuterRef("pk")))
        of_sizes = Exists(certificates.filter(product__parent=OuterRef("pk")))
        shown = self.public().filter(is_box=False).filter(~Q(structure="child") | own)
        return shown.exclude(Q(structure="parent") & ~own & of_sizes)

    def newest_certificate_first(self) -> Self:
        """Ordered by the day of the product's last certificate."""
        return self.annotate(last_issued=Max("certificates__issued_on")).order_by("-last_issued", "-pk")

    @staticmethod
    def _stock() -> QuerySet:
        return apps.get_model("partner", "StockRecord").objects.filter(product=OuterRef("pk"))


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
