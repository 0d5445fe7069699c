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

from catalogue import ocop, wording
from catalogue.models import Product
from catalogue.pictures import picture_url

CARD_WIDTH = 320  # pixels of the picture asked for


class CardFacts(NamedTuple):
    """Everything that a card shows; `stars` is 0 without a certificate in force."""

    key: int
    language: str
    url: str
    title: str
    picture: str
    maker: str
    place: str
    price: int | None
    per_kg: int | None
    unit: str  # that per_kg speaks of: kg or litre
    is_lowest: bool  # there are pack sizes at higher prices
    box: str  # of a gift box, in place of the plate
    stars: int
    spoken: str
    ribbon: str
    note: str  # instead of the plate: what the register says
    is_open: bool
    stock: str  # how many, or why not


def facts_of(product: Product, day: date) -> CardFacts:
    """Facts of a product from with_register() on `day`; no query."""
    certificate, offer, face = product.certificate_in_force(day), wording.offer_of(product, day), product.face(day)
    return CardFacts(
        key=product.pk,
        language=wording.language(),
        url=product.get_absolute_url(),
        title=title_of(product),
        picture=picture_url(product, CARD_WIDTH),
        maker=product.owner.name if product.owner else "",
        place=product.province.short_name if product.province else "",
        price=face.price if face else None,
        per_kg=wording.per_kg_of(face) if face else None,
        unit=wording.unit_of(face) if face else "",
        is_lowest=len({size.price for size in product.sizes if size.is_sellable(day)}) > 1,
        box=wording.box_label(product, day) if product.is_box else "",
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
    if not translated and product.is_child:
        return f"{title_of(product.parent)}, {wording.size_of(product)}"
    return translated or product.title


def description_of(product: Product) -> str:
    """The description in the visitor's language where one was translated, else the Vietnamese."""
    language = wording.language()
    if language == ocop.LANGUAGE:
        return product.description
    found = (t.description for t in product.translations.all() if t.language == language and t.status != "draft")
    return next(found, "") or product.description


def contents_of(product: Product) -> str:
    """What lies in a gift box: "1 × Mật ong · 2 × Kẹo dừa"; "" for everything else."""
    parts = product.parts.all() if product.is_box else ()
    return " · ".join(f"{part.quantity} × {title_of(part.product)}" for part in parts)


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
