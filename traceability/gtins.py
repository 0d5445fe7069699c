"""Which product a GTIN names. Only verified ones are answered for: nothing is inferred from a barcode alone."""

from django.conf import settings

from catalogue.gtin import is_demonstration, is_publishable
from catalogue.models import Product


def product_of(gtin: str) -> Product | None:
    """The public product whose verified GTIN this is (14 digits), or None.

    So far the only verified GTINs are those with GS1's demonstration prefix, and those only with DEBUG: a record
    of who holds a prefix does not exist yet.
    """
    if not (is_publishable(gtin) and is_verified(gtin)):
        return None
    return Product.objects.public().with_gtin(gtin).first()


def is_verified(gtin: str) -> bool:
    """Whether somebody checked that the producer holds this number."""
    return settings.DEBUG and is_demonstration(gtin)
