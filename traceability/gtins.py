"""Which product a GTIN names. Only verified ones are answered for: nothing is inferred from a barcode alone."""

from datetime import date
from functools import cached_property

from django.conf import settings

from catalogue.gtin import gtin14, is_demonstration, is_publishable
from catalogue.models import Product
from traceability.gs1 import DigitalLink
from traceability.gs1_syntax import identifier
from traceability.models import CompanyPrefix

SHORTEST_PREFIX, LONGEST_PREFIX = 6, 12


class UnfitLotNumber(ValueError):
    """GS1 does not take this lot's number: a link with it would lead nowhere."""


def product_of(gtin: str) -> Product | None:
    """The public product whose verified GTIN this is (14 digits), or None. Two queries.

    A prefix that has run out still answers: packs that carry it are on the shelves. One withdrawn does not.
    """
    if not is_publishable(gtin):
        return None
    product = Product.objects.public().with_gtin(gtin).select_related("owner", "province").first()
    return product if product and _ever_verified(product) else None


class Verified:
    """Which GTINs count as verified on a day, for lists: the prefixes are read once, when the first GTIN is asked for."""

    def __init__(self, day: date) -> None:
        self.day = day

    def holds(self, digits: str | None, producer: int | None) -> bool:
        """Whether the producer's prefix was checked and has not run out."""
        if not (digits and is_publishable(digits)):
            return False
        if _is_demonstrated(digits):
            return True
        return any((producer, prefix) in self._held for prefix in prefixes_of(digits))

    @cached_property
    def _held(self) -> frozenset[tuple[int, str]]:
        return frozenset(CompanyPrefix.objects.held(self.day).values_list("producer", "prefix"))


def is_verified(product: Product, day: date) -> bool:
    """Whether a link may be made of the product's GTIN on `day`. At most one query."""
    return Verified(day).holds(product.upc, product.owner_id)


def link_path(product: Product, day: date, lot: str = "") -> str:
    """/01/<gtin>[/10/<lot>] of a product with a verified GTIN, "" of any other. Raises UnfitLotNumber."""
    if not is_verified(product, day):
        return ""
    if lot and not identifier("10").takes(lot):
        raise UnfitLotNumber(lot)
    return DigitalLink(gtin14(product.upc), (("10", lot),) if lot else ()).path


def prefixes_of(gtin: str) -> list[str]:
    """Every company prefix that a GTIN could begin with, by its form of 13 digits."""
    digits = gtin14(gtin)[1:]
    return [digits[:length] for length in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)]


def _ever_verified(product: Product) -> bool:
    if _is_demonstrated(product.upc):
        return True
    standing = CompanyPrefix.objects.standing()
    return standing.filter(producer=product.owner_id, prefix__in=prefixes_of(product.upc)).exists()


def _is_demonstrated(digits: str) -> bool:
    """GS1's demonstration prefix counts as verified with DEBUG only (DECISIONS 17)."""
    return settings.DEBUG and is_demonstration(digits)
