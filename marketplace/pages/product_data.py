"""The product page for machines: schema.org Product, Offer, Certification and BreadcrumbList.

The offer is there while a certificate is in force, its availability follows `purchasable`. Stars are the
certificate's rating; nobody's review.
"""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils.safestring import SafeString

from catalogue import ocop, structured
from catalogue.models import Certificate, Product
from marketplace.pages.sizes import aggregate_offer

NEW = f"{structured.SCHEMA}/NewCondition"


def structured_data(context: dict, pictures: Iterable[str]) -> SafeString:
    """All of it, from what the page shows (marketplace.pages.product.page_of)."""
    product = context["product"]
    trail = structured.breadcrumbs(context["trail"], product.get_absolute_url())
    return structured.script({"@graph": [about_product(context, pictures), trail]})


def about_product(context: dict, pictures: Iterable[str]) -> dict:
    product, certificate = context["product"], context["certificate"]
    data = {
        "@type": "Product",
        "@id": settings.SITE_URL + product.get_absolute_url(),
        "name": context["title"],
        "url": settings.SITE_URL + product.get_absolute_url(),
        "image": [settings.SITE_URL + picture for picture in pictures],
        "description": context["summary"],
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
    }
    data |= _known(product)
    return data | _certified(product, certificate, context["day"], is_open=context["offer"].is_open)


def _known(product: Product) -> dict:
    """What not every product has."""
    criteria = ocop.CRITERIA_SETS.get(product.criteria_set)
    maker = product.owner and structured.organization(product.owner.name, url=product.owner.get_absolute_url())
    found = {"brand": maker, "manufacturer": maker, "gtin": product.upc, "category": criteria and criteria.name}
    return {name: value for name, value in found.items() if value}


def _certified(product: Product, certificate: Certificate | None, day: date, *, is_open: bool) -> dict:
    """What there is only while a certificate is in force."""
    if certificate is None:
        return {}
    data = {"hasCertification": structured.certification(certificate, day)}
    if product.is_parent:
        offers = aggregate_offer(product, settings.SITE_URL + product.get_absolute_url(), day)
    else:
        offers = offer(product, is_open=is_open) if product.price else None
    return data | ({"offers": offers} if offers else {})


def offer(product: Product, *, is_open: bool) -> dict:
    """The price in đồng, VAT included."""
    return {
        "@type": "Offer",
        "price": product.price,
        "priceCurrency": "VND",
        "availability": f"{structured.SCHEMA}/{'InStock' if is_open else 'OutOfStock'}",
        "itemCondition": NEW,
        "url": settings.SITE_URL + product.get_absolute_url(),
        "seller": structured.organization(product.owner.name, url=product.owner.get_absolute_url()),
    }
