"""Rows as the values that the schemas name. No query: rows come with what they need."""

from datetime import date
from typing import Any

from django.conf import settings

from catalogue import documents, models, ocop, wording
from catalogue.pictures import picture_url
from traceability import gtins

PICTURE_WIDTH = 720
PRINTED = ("number", "decision", "issuer", "issued_on", "valid_until", "extended_until", "revoked_on")
OF_FACTS = (*PRINTED, "issuer_today", "superseded_by", "rule_version")


def place_of(place: models.Place | None) -> dict[str, Any] | None:
    return {"code": place.code, "name": place.name} if place else None


def province_of(province: models.Place) -> dict[str, Any]:
    former = [place_of(row.old) for row in province.predecessions.all() if row.old.level == "province"]
    return {**place_of(province), "slug": province.slug, "former": former}


def producer_of(producer: models.Producer | None, province: models.Place | None) -> dict[str, Any] | None:
    if producer is None:
        return None
    url = settings.SITE_URL + producer.get_absolute_url()
    facts = {"id": producer.pk, "name": producer.name, "kind": producer.kind, "url": url}
    return {**facts, "province": place_of(province)}


def verdict_of(certificate: models.Certificate | None, day: date) -> dict[str, Any] | None:
    if certificate is None:
        return None
    return {
        "id": certificate.public_id,
        "url": settings.SITE_URL + certificate.get_absolute_url(),
        **documents.verdict_of(certificate, day),
        "last_day": certificate.until,
        "dates_are_illustrative": certificate.dates_are_illustrative,
    }


def certificate_of(certificate: models.Certificate, day: date) -> dict[str, Any]:
    product, facts = certificate.product, documents.facts_of(certificate)
    return {
        **verdict_of(certificate, day),
        **{name: facts[name] for name in OF_FACTS},
        "product_id": product.pk,
        "product": product.title,
        "producer": product.owner.name if product.owner else "",
        "province": product.province.name if product.province else "",
    }


def product_of(product: models.Product, day: date, verified: gtins.Verified | None = None) -> dict[str, Any]:
    """`verified`: of the whole list, so that it asks once."""
    certificate = product.certificate_told(day)
    if certificate:
        certificate.product = product
    return {
        "id": product.pk,
        "name": product.title,
        "url": settings.SITE_URL + product.get_absolute_url(),
        "producer": producer_of(product.owner, product.province),
        "province": place_of(product.province),
        "origin_as_printed": product.origin_as_printed,
        "group": ocop.group_of(product.criteria_set),
        "criteria_set": product.criteria_set,
        **offer_of(product, day),
        "net_weight_g": product.net_weight_g,
        "gtin": gtin_of(product.upc, product.owner_id, verified or gtins.Verified(day)),
        "picture": settings.SITE_URL + picture_url(product, PICTURE_WIDTH),
        "is_illustrated": product.is_illustrated,
        "certificate": verdict_of(certificate, day),
    }


def offer_of(product: models.Product, day: date) -> dict[str, Any]:
    face = product.face(day)  # of pack sizes, the cheapest
    return {
        "price": face.price if face else None,
        "in_stock": wording.stock_of(product, day) > 0,
        "sellable": product.is_sellable(day),
        "purchasable": product.is_purchasable(day),
    }


def gtin_of(upc: str | None, producer: int | None, verified: gtins.Verified) -> str | None:
    """The number on the pack where somebody checked it; nothing is passed on from mere hearsay."""
    return upc if verified.holds(upc, producer) else None
