"""The words we ask in. The day is always an argument."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from oscar.apps.catalogue.managers import ProductQuerySet as OscarProductQuerySet

from catalogue import ocop
from catalogue.carried import carried
from catalogue.company import load_company
from catalogue.gtin import spellings
from catalogue.remembered import Remembered

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
        return self.annotate(product_count=Count("products", filter=Q(products__parent__isnull=True))).order_by(
            "-product_count", "name"
        )


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
    """Products of every build: alone, in pack sizes (a parent and its children), gift boxes.

    Lists, registers, feeds and maps of the site ask for `entries()`: a pack size stands on its product's page.
    """

    _brings_company = False

    def entries(self) -> Self:
        """What stands in lists: no pack sizes."""
        return self.filter(parent__isnull=True)

    def public(self) -> Self:
        """Shown to visitors; of a pack size, its product too."""
        return self.filter(Q(parent__isnull=True) | Q(parent__is_public=True), is_public=True)

    def certified(self, day: date) -> Self:
        """Products with a certificate in force on `day`: their own; for a pack size also its product's; for a product
        whose decision names sizes, a public size's. A gift box never is."""
        return self.filter(Remembered(_certified, day))

    def complete(self, day: date) -> Self:
        """Gift boxes that have parts, each of them sellable on `day` by its own certificate."""
        return self.filter(Remembered(_complete, day))

    def vouched_for(self, day: date) -> Self:
        """Certified, or a complete gift box."""
        return self.filter(Remembered(_vouched_for, day))

    def with_stars(self, stars: int, day: date) -> Self:
        """Products that hold a certificate of so many stars in force on `day`."""
        held = apps.get_model("catalogue", "Certificate").objects.in_force(day).filter(stars=stars)
        return self.filter(Exists(held.filter(product=OuterRef("pk"))))

    def of_selling_producers(self) -> Self:
        """Products whose owner is active and verified."""
        return self.filter(owner__is_active=True, owner__verified_at__isnull=False)

    def not_suspended(self) -> Self:
        """Products whose sale the platform has not suspended; of a pack size, its product's neither."""
        return self.filter(sale_suspended_at__isnull=True, parent__sale_suspended_at__isnull=True)

    def suspended(self) -> Self:
        """Products whose sale the platform has stopped."""
        return self.filter(sale_suspended_at__isnull=False)

    def sellable(self, day: date) -> Self:
        """Public, vouched for on `day`, its producer active and verified, sale not suspended.

        Asked again, under lock, when an order is placed.
        """
        return self.vouched_for(day)._open()

    def priced(self) -> Self:
        """Products that have a price of their own."""
        return self.filter(Exists(self._stock().filter(price__isnull=False)))

    def in_stock(self) -> Self:
        """Products of which at least one piece of their own is free."""
        held = Coalesce(F("num_allocated"), 0)
        return self.filter(Exists(self._stock().filter(num_in_stock__gt=held)))

    def purchasable(self, day: date) -> Self:
        """What a visitor may put in the basket on `day`. The only place that says so.

        A product in pack sizes is when one of its sizes is: the same size certified, priced and in stock.
        """
        return self.sellable(day).filter(Remembered(_ready, day))

    def with_star_of(self, day: date) -> Self:
        """Annotates entries with `star`, the class that their certificate carries on `day`; None for a gift box.

        As Product.certificate_in_force: without a certificate of its own, the lowest of its sizes'.
        """
        held = apps.get_model("catalogue", "Certificate").objects.in_force(day).order_by("-stars")
        own = Subquery(held.filter(product=OuterRef("pk")).values("stars")[:1])
        sizes = held.filter(product__parent=OuterRef("pk"), product__is_public=True)
        lowest = Case(When(structure="parent", then=Subquery(sizes.order_by("stars").values("stars")[:1])))
        return self.annotate(star=Coalesce(own, lowest))

    def behind(self, keys: Iterable[int]) -> set[int]:
        """Keys of all products whose certificates decide on the sale of those with `keys`: themselves, the parts of
        gift boxes, the product of each size and the sizes of each product. Four queries."""
        parts = apps.get_model("catalogue", "BoxPart").objects.filter(box__in=keys)
        these = {*keys, *parts.values_list("product", flat=True)}
        parents = self.filter(pk__in=these, parent__isnull=False).values_list("parent", flat=True)
        return these | set(parents) | set(self.filter(parent__in=these).values_list("pk", flat=True))

    def with_register(self) -> Self:
        """Loads owner, province, certificates and stock: the object's own words then cost no query."""
        return (
            self.select_related("owner", "province", "origin_now", "product_class")
            .prefetch_related("certificates", "stockrecords")
            .with_company()
        )

    def with_company(self) -> Self:
        """Also loads what the words ask of pack sizes and gift boxes. Free where there are none; three queries for
        all sizes of a list, three for their products, five for the boxes."""
        chained = self._chain()
        chained._brings_company = True
        return chained

    def with_page(self, language: str) -> Self:
        """As with_register, with what the product page shows besides: places, texts in `language`."""
        texts = () if language == ocop.LANGUAGE else ("translations",)
        held = apps.get_model("catalogue", "Certificate").objects.select_related("superseded_by", "issuer__successor")
        return (
            self.select_related("owner", "province", "origin_now__parent", "origin_then__parent__parent")
            .prefetch_related(Prefetch("certificates", held), "stockrecords", *texts)
            .with_company()
        )

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

    def of_entries(self, keys: Iterable[int]) -> Self:
        """Products with these keys, and pack sizes of them."""
        return self.filter(Q(pk__in=keys) | Q(parent__in=keys))

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
        """Ordered by the day of the product's last certificate; what has none of its own comes last."""
        newest_first = F("last_issued").desc(nulls_last=True)
        return self.annotate(last_issued=Max("certificates__issued_on")).order_by(newest_first, "-pk")

    def _open(self) -> Self:
        """All of `sellable` that is not said by certificates."""
        return self.public().of_selling_producers().not_suspended()

    def _clone(self) -> Self:
        clone = super()._clone()
        clone._brings_company = self._brings_company
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._brings_company:
            load_company([row for row in self._result_cache if isinstance(row, Model)])

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


def _vouched_for(day: date) -> Q:
    return _certified(day) | _complete(day)


def _ready(day: date) -> Q:
    """Priced and in stock: itself, or one of its sizes that is sellable."""
    products = apps.get_model("catalogue", "Product").objects
    itself = products.priced().in_stock().filter(pk=OuterRef("pk"))
    sizes = products.sellable(day).priced().in_stock().filter(parent=OuterRef("pk"))
    return ~Q(structure="parent") & Exists(itself) | Q(structure="parent") & Exists(sizes)


def _certified(day: date) -> Q:
    held = apps.get_model("catalogue", "Certificate").objects.in_force(day)
    own = Q(Exists(held.filter(product=OuterRef("pk"))))
    inherited = Q(structure="child") & Exists(held.filter(product=OuterRef("parent")))
    named = Q(structure="parent") & Exists(held.filter(product__parent=OuterRef("pk"), product__is_public=True))
    return Q(is_box=False) & (own | inherited | named)


def _complete(day: date) -> Q:
    parts = apps.get_model("catalogue", "BoxPart").objects.filter(box=OuterRef("pk"))
    sound = apps.get_model("catalogue", "Product").objects.certified(day)._open().filter(pk=OuterRef("product"))
    return Q(is_box=True) & Exists(parts) & ~Exists(parts.exclude(Exists(sound)))
