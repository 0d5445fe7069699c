"""The words we ask in about products. The day is always an argument."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Case, F, Max, Model, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from oscar.apps.catalogue.managers import ProductQuerySet as OscarProductQuerySet

from catalogue import ocop
from catalogue.carried import carried
from catalogue.company import load_company
from catalogue.gtin import spellings
from catalogue.has_row import HasRow
from catalogue.remembered import Remembered


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
        """Products with a certificate in force on `day`: their own; for a pack size also what it inherits; for a product
        whose decision names sizes, a public size's. A gift box never is."""
        return self.filter(Remembered(_certified, day))

    def complete(self, day: date) -> Self:
        """Gift boxes that have parts, each of them sellable on `day` by its own certificate."""
        return self.filter(Remembered(_complete, day))

    def vouched_for(self, day: date) -> Self:
        """Certified, or a complete gift box."""
        return self.filter(Remembered(_vouched_for, day))

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

    def without_alcohol(self) -> Self:
        """Neither wine nor spirits, nor gift boxes with some in them."""
        bottles = apps.get_model("catalogue", "BoxPart").objects.filter(product__criteria_set__in=ocop.ALCOHOL_SETS)
        mixed = HasRow(bottles.filter(box=OuterRef("pk")))
        return self.exclude(criteria_set__in=ocop.ALCOHOL_SETS).filter(~mixed)

    def priced(self) -> Self:
        """Products that have a price of their own."""
        return self.filter(HasRow(self._stock().filter(price__isnull=False)))

    def in_stock(self) -> Self:
        """Products of which at least one piece of their own is free."""
        held = Coalesce(F("num_allocated"), 0)
        return self.filter(HasRow(self._stock().filter(num_in_stock__gt=held)))

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

    def with_page(self) -> Self:
        """As with_register, with the places and certificates that the product page shows."""
        held = apps.get_model("catalogue", "Certificate").objects.select_related("superseded_by", "issuer__successor")
        return (
            self.select_related("owner", "province", "origin_now__parent", "origin_then__parent__parent")
            .prefetch_related(Prefetch("certificates", held), "stockrecords")
            .with_company()
        )

    def with_texts(self, language: str) -> Self:
        """Loads translations for readers of another language than the products'."""
        return self if language == ocop.LANGUAGE else self.prefetch_related("translations")

    def with_claims(self) -> Self:
        """Also brings pictures, quality certificates, protected names and translations (catalogue.carried)."""
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
        own = HasRow(certificates.filter(product=OuterRef("pk")))
        of_sizes = HasRow(certificates.filter(product__parent=OuterRef("pk")))
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


def _vouched_for(day: date) -> Q:
    return _certified(day) | _complete(day)


def _ready(day: date) -> Q:
    """Priced and in stock: itself, or one of its sizes that is sellable."""
    products = apps.get_model("catalogue", "Product").objects
    itself = products.priced().in_stock().filter(pk=OuterRef("pk"))
    sizes = products.sellable(day).priced().in_stock().filter(parent=OuterRef("pk"))
    return ~Q(structure="parent") & HasRow(itself) | Q(structure="parent") & HasRow(sizes)


def _certified(day: date) -> Q:
    certificates = apps.get_model("catalogue", "Certificate").objects
    held = certificates.in_force(day)
    own = Q(HasRow(held.filter(product=OuterRef("pk"))))
    inherited = Q(structure="child") & HasRow(held.inherited_by(OuterRef("pk"), OuterRef("parent")))
    named = Q(structure="parent") & HasRow(held.filter(product__parent=OuterRef("pk"), product__is_public=True))
    return Q(is_box=False) & (own | inherited | named)


def _complete(day: date) -> Q:
    parts = apps.get_model("catalogue", "BoxPart").objects.filter(box=OuterRef("pk"))
    sound = apps.get_model("catalogue", "Product").objects.certified(day)._open().filter(pk=OuterRef("product"))
    return Q(is_box=True) & HasRow(parts) & ~HasRow(parts.exclude(HasRow(sound)))
