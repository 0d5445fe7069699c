"""Which product a GTIN names. Only verified ones are answered for: nothing is inferred from a barcode alone."""

from datetime import date

from django.conf import settings

from catalogue.gtin import gtin14, is_demonstration, is_publishable
from catalogue.models import Product
from traceability.gs1 import DigitalLink
from traceability.models import CompanyPrefix
from traceability.queries import CompanyPrefixQuerySet

SHORTEST_PREFIX, LONGEST_PREFIX = 6, 12


def product_of(gtin: str) -> Product | None:
    """The public product whose verified GTIN this is (14 digits), or None. Two queries.

    A prefix that has run out still answers: packs that carry it are on the shelves. One withdrawn does not.
    """
    if not is_publishable(gtin):
        return None
    product = Product.objects.public().with_gtin(gtin).select_related("owner", "province").first()
    return product if product and _is_of(product, CompanyPrefix.objects.standing()) else None


def is_verified(product: Product, day: date) -> bool:
    """Whether a link may be made of the product's GTIN on `day`: its owner's prefix was checked and has not run out.

    GS1's demonstration prefix counts while developing (DEBUG). At most one query.
    """
    digits = product.upc or ""
    return is_publishable(digits) and _is_of(product, CompanyPrefix.objects.held(day))


def link_path(product: Product, day: date, lot: str = "") -> str:
    """/01/<gtin>[/10/<lot>] of a product with a verified GTIN, "" of any other."""
    if not is_verified(product, day):
        return ""
    return DigitalLink(gtin14(product.upc), (("10", lot),) if lot else ()).path


def prefixes_of(gtin: str) -> list[str]:
    """Every company prefix that a GTIN could begin with, by its form of 13 digits."""
    digits = gtin14(gtin)[1:]
    return [digits[:length] for length in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1)]


def _is_of(product: Product, prefixes: CompanyPrefixQuerySet) -> bool:
    if settings.DEBUG and is_demonstration(product.upc):
        return True
    return prefixes.filter(producer=product.owner_id, prefix__in=prefixes_of(product.upc)).exists()
