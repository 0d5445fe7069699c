"""What of a product is searched, and under which weight: title, then tags, then body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from catalogue import ocop
from catalogue.models import Place, Product
from catalogue.vietnamese import fold
from search import synonyms
from search.text import clean

BOX = "hộp quà"
MOST_BODY = 4_000  # characters; a longer text says no more about what the product is


@dataclass(frozen=True)
class Document:
    """Cleaned words of one product; the folded texts follow from them."""

    key: int
    title: str
    tags: str
    body: str

    def texts(self) -> dict[str, str]:
        exact = {"title": self.title, "tags": self.tags, "body": self.body}
        return exact | {f"{name}_folded": fold(text) for name, text in exact.items()}


def searched() -> QuerySet[Product]:
    """Public products with what their documents are made of; a gift box is found by what lies in it."""
    return (
        Product.objects.public()
        .entries()
        .select_related("owner", "province", "origin_then__parent__parent", "origin_now")
        .prefetch_related("translations", "parts__product__owner")
    )


def documents(products: Iterable[Product]) -> Iterator[Document]:
    return (document_of(product) for product in products)


def document_of(product: Product) -> Document:
    """Both provinces, the printed one and today's, are tags: a product is found under either."""
    translated = list(product.translations.all())
    return Document(
        key=product.pk,
        title=clean(product.title),
        tags=clean(" ".join(_tags(product, translated))),
        body=clean(" ".join((product.description or "", product.ingredients, *(t.description for t in translated))))[
            :MOST_BODY
        ],
    )


def _tags(product: Product, translated: list) -> Iterator[str]:
    yield from (translation.title for translation in translated)
    if product.owner:
        yield product.owner.name
    if product.is_box:
        yield from _parts(product)
    yield from _places(product)
    known = ocop.CRITERIA_SETS.get(product.criteria_set)
    if known:
        yield from (known.short, ocop.GROUPS[known.group].name)


def _parts(box: Product) -> Iterator[str]:
    yield BOX
    for part in box.parts.all():
        yield part.product.title
        yield part.product.owner.name if part.product.owner else ""


def _places(product: Product) -> Iterator[str]:
    yield product.origin_as_printed
    for place in (product.origin_then, product.origin_now, product.province):
        if place:
            yield place.name
            yield from _regions(place)
    said = clean(product.origin_as_printed)
    yield from (place.name for place in _around(product.origin_then) if clean(place.short_name) not in said)


def _around(place: Place | None) -> Iterator[Place]:
    """What a place lies in: of an old commune its district and its province, that people still ask for."""
    while place and (place := place.parent):
        yield place


def _regions(place: Place) -> tuple[str, ...]:
    return synonyms.regions().get(clean(place.short_name), ()) if place.level == "province" else ()
