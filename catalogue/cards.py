"""The product card and the star plate as pure functions of plain facts.

The facts are worked out anew for every request, so no verdict is ever cached; only the HTML of equal facts is.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from catalogue import wording
from catalogue.models import Product
from catalogue.pictures import picture_url

CARD_WIDTH = 320  # pixels of the picture asked for


class CardFacts(NamedTuple):
    """Everything that a card shows; `stars` is 0 without a certificate in force."""

    language: str
    url: str
    title: str
    picture: str
    maker: str
    place: str
    price: int | None
    per_kg: int | None
    stars: int
    spoken: str
    ribbon: str
    note: str  # instead of the plate: what the register says
    is_open: bool
    stock: str  # how many, or why not


def facts_of(product: Product, day: date) -> CardFacts:
    """Facts of a product from with_register() on `day`; no query."""
    certificate, offer = product.certificate_in_force(day), wording.offer_of(product, day)
    return CardFacts(
        language=wording.language(),
        url=product.get_absolute_url(),
        title=title_of(product),
        picture=picture_url(product, CARD_WIDTH),
        maker=product.owner.name if product.owner else "",
        place=product.province.short_name if product.province else "",
        price=product.price,
        per_kg=wording.per_kg_of(product),
        stars=certificate.stars if certificate else 0,
        spoken=wording.spoken_plate(certificate.stars, certificate.until) if certificate else "",
        ribbon=wording.plate_ribbon(certificate, day) if certificate else "",
        note="" if certificate else wording.register_state(product, day).word,
        is_open=offer.is_open,
        stock=offer.sentence,
    )


def title_of(product: Product) -> str:
    """The product's name in the visitor's language where its translations were loaded, else as certified."""
    loaded = getattr(product, "_prefetched_objects_cache", {}).get("translations", ())
    translated = next((t.title for t in loaded if t.language == wording.language() and t.status != "draft"), "")
    return translated or product.title


def remembered(render: Callable[..., SafeString]) -> Callable[..., SafeString]:
    """Keep the HTML of equal facts, except where templates are being written."""
    return render if settings.DEBUG else lru_cache(maxsize=8192)(render)


@remembered
def card(facts: CardFacts) -> SafeString:
    return rendered("components/product_card.html", facts._asdict())


@remembered
def plate(stars: int, spoken: str, ribbon: str, language: str) -> SafeString:
    return rendered("components/star_plate.html", {"stars": stars, "spoken": spoken, "ribbon": ribbon})


@remembered
def frame(name: str, language: str, section: str, pieces: int) -> SafeString:
    """A part of the frame: where one is, and how many pieces are in the basket."""
    return rendered(name, {"section": section, "pieces": pieces})


def rendered(name: str, values: dict) -> SafeString:
    """A template without request and context processors."""
    return mark_safe(get_template(name).template.render(Context(values)).strip())
