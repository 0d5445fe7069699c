"""The pack sizes of a product, as the buyer chooses among them."""

from datetime import date
from typing import NamedTuple

from catalogue import wording
from catalogue.models import Certificate, Product


class Choice(NamedTuple):
    """One pack size. `note` says why it bears no plate, `stock` how many there are, or why it cannot be bought."""

    key: int
    name: str
    price: int | None
    per_kg: int | None
    unit: str
    certificate: Certificate | None
    note: str
    stock: str
    is_open: bool
    is_chosen: bool
    most: int


def choices_of(product: Product, day: date) -> list[Choice]:
    """The sizes of a product on `day`, the smallest first; the one whose price is shown is chosen already."""
    face = product.face(day)
    return [choice_of(size, day, is_chosen=size == face) for size in product.sizes]


def choice_of(size: Product, day: date, *, is_chosen: bool) -> Choice:
    certificate, offer = size.certificate_in_force(day), wording.offer_of(size, day)
    return Choice(
        key=size.pk,
        name=wording.size_of(size),
        price=size.price,
        per_kg=wording.per_kg_of(size),
        unit=wording.unit_of(size),
        certificate=certificate,
        note="" if certificate else wording.register_state(size, day).word,
        stock=offer.sentence if certificate else "",
        is_open=offer.is_open,
        is_chosen=is_chosen and offer.is_open,
        most=max(size.free_stock, 0),
    )


def most_of(choices: list[Choice]) -> int:
    """The highest number that the quantity field takes: it stands beside all sizes."""
    return max((choice.most for choice in choices if choice.is_open), default=1)


def aggregate_offer(product: Product, url: str, day: date) -> dict | None:
    """schema.org AggregateOffer of the sizes that may be sold on `day`; None without any."""
    priced = [size for size in product.sizes if size.price is not None and size.is_sellable(day)]
    if not priced:
        return None
    is_open = product.is_purchasable(day)
    return {
        "@type": "AggregateOffer",
        "lowPrice": min(size.price for size in priced),
        "highPrice": max(size.price for size in priced),
        "offerCount": len(priced),
        "priceCurrency": "VND",
        "availability": f"https://schema.org/{'InStock' if is_open else 'OutOfStock'}",
        "url": url,
    }
