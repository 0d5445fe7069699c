"""The page of a gift box: what lies in it, each part with its own star; the box has none."""

from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from catalogue import cards, structured, wording
from catalogue.models import BoxPart, Certificate, Product
from catalogue.pictures import picture_srcset, picture_url
from marketplace.buyers.reading import told_on_page
from marketplace.pages import share_picture

PICTURE_WIDTH, PART_WIDTH = 960, 160


class Shown(NamedTuple):
    """A part as the page shows it. `trouble`: why it may not be sold, or ""."""

    part: BoxPart
    title: str
    picture: str
    certificate: Certificate | None
    said: wording.Said
    trouble: str


def page(request: HttpRequest, box: Product, day: date, related_cards: SafeString) -> HttpResponse:
    """The page of a gift box, as marketplace.pages.product loads it."""
    title, offer = cards.title_of(box), wording.offer_of(box, day)
    context = {
        "product": box,
        "title": title,
        "description": cards.description_of(box),
        "day": day,
        "offer": offer,
        "parts": [shown(part, day) for part in box.parts.all()],
        "label": wording.box_label(box, day),
        "said": wording.register_state(box, day),
        "picture": picture_url(box, PICTURE_WIDTH),
        "picture_srcset": picture_srcset(box),
        "trail": [(_("Sản phẩm"), reverse("catalogue:index")), (title, "")],
        "address": settings.SITE_URL + box.get_absolute_url(),
        "share": settings.SITE_URL + share_picture.address_of(box, share_picture.facts_of(box, day)),
        "structured_data": structured_data(box, title, offer),
        "related_cards": related_cards,
        "told": told_on_page(box),
    }
    return render(request, "pages/box.html", context)


def shown(part: BoxPart, day: date) -> Shown:
    product = part.product
    certificate = product.certificate_in_force(day)
    return Shown(
        part=part,
        title=cards.title_of(product),
        picture=picture_url(product, PART_WIDTH),
        certificate=certificate,
        said=wording.register_state(product, day),
        trouble="" if part.is_sound(day) else wording.why_not_sellable(product, day),
    )


def structured_data(box: Product, title: str, offer: wording.Offer) -> SafeString:
    """schema.org. No award, no certification: those are the parts' own."""
    url = settings.SITE_URL + box.get_absolute_url()
    data = {
        "@type": "Product",
        "name": title,
        "url": url,
        "image": settings.SITE_URL + picture_url(box, PICTURE_WIDTH),
        "description": box.description,
        "brand": structured.organization(box.owner.name, url=box.owner.get_absolute_url()),
    }
    if box.price is not None and box.parts.all():
        data["offers"] = offered(box, url, is_open=offer.is_open)
    return structured.script(data)


def offered(box: Product, url: str, *, is_open: bool) -> dict:
    return {
        "@type": "Offer",
        "price": box.price,
        "priceCurrency": "VND",
        "availability": f"https://schema.org/{'InStock' if is_open else 'OutOfStock'}",
        "url": url,
        "includesObject": [included(part) for part in box.parts.all()],
    }


def included(part: BoxPart) -> dict:
    url = settings.SITE_URL + part.product.get_absolute_url()
    goods = {"@type": "Product", "name": part.product.title, "url": url}
    return {"@type": "TypeAndQuantityNode", "amountOfThisGood": part.quantity, "typeOfGood": goods}
