"""What the shelf asks of the catalogue. The day is always an argument."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Self

from django.apps import apps
from django.db.models import Case, Count, Model, OuterRef, QuerySet, Subquery, When
from django.utils.timezone import now

from catalogue import ocop, wording
from catalogue.has_row import HasRow
from catalogue.models import BoxPart, Certificate, Place, Producer, Product, ProductTranslation
from search.shelf import Facts

GROUP_SLUGS = {code: group.slug for code, group in ocop.GROUPS.items()}

COLUMNS_OF_CARDS = (
    "pk",
    "slug",
    "title",
    "picture",
    "criteria_set",
    "net_weight_g",
    "net_volume_ml",
    "structure",
    "is_box",
    "owner__name",
    "province__name",
    "stockrecords__price",
    "stockrecords__num_in_stock",
    "stockrecords__num_allocated",
    "part_count",
)


class CatalogueChangeQuerySet(QuerySet):
    def from_number(self, number: int) -> Self:
        """The change of that number and the later ones, oldest first."""
        return self.filter(pk__gte=number).order_by("pk")


def on_sale(day: date) -> QuerySet[Product]:
    """What the lists show on `day`: a product once, whatever its pack sizes."""
    return Product.objects.sellable(day).entries()


def facts_on(day: date, keys: Iterable[int] | None = None) -> dict[int, Facts]:
    """Facts of the products on sale on `day` (of those among `keys`); one query, one more where there are sizes."""
    products = on_sale(day) if keys is None else on_sale(day).filter(pk__in=keys)
    rows = list(
        products.with_star_of(day).values_list(
            "pk", "criteria_set", "province__slug", "province__name", "star", "structure", "stockrecords__price"
        )
    )
    in_sizes = [pk for pk, *_rest, structure, _price in rows if structure == Product.PARENT]
    prices = prices_of_sizes(day, in_sizes)
    return {
        pk: Facts(
            number=pk,
            group=GROUP_SLUGS.get(ocop.group_of(criteria_set), ""),
            set=criteria_set,
            province=province or "",
            star=str(stars or ""),
            price=prices.get(pk) if structure == Product.PARENT else _whole(price),
            place=Place(name=place or "").short_name,
        )
        for pk, criteria_set, province, place, stars, structure, price in rows
    }


def prices_of_sizes(day: date, keys: Sequence[int]) -> dict[int, int]:
    """By product: what Product.face costs on `day`, for products in pack sizes; no query without any."""
    if not keys:
        return {}
    ready = Product.objects.filter(pk=OuterRef("pk")).priced().in_stock()
    priced = Product.objects.sellable(day).filter(parent__in=keys, stockrecords__price__isnull=False)
    rows = priced.annotate(is_ready=HasRow(ready)).order_by("-is_ready", "stockrecords__price", "pk")
    prices: dict[int, int] = {}
    for parent, price in rows.values_list("parent", "stockrecords__price"):
        prices.setdefault(parent, int(price))
    return prices


def _whole(price: Decimal | None) -> int | None:
    return None if price is None else int(price)


def rows_of_cards(keys: Iterable[int], day: date, language: str) -> QuerySet:
    """As tuples, number first: every column that a card of a product on sale on `day` is made of."""
    translated = ProductTranslation.objects.filter(product=OuterRef("pk"), language=language).exclude(status="draft")
    columns = on_sale(day).filter(pk__in=keys).annotate(part_count=_part_count())
    if language != ocop.LANGUAGE:
        columns = columns.annotate(translated=Subquery(translated.values("title")[:1]))
    extra = ("translated",) if language != ocop.LANGUAGE else ()
    return columns.values_list(*COLUMNS_OF_CARDS, *extra)


def certificates_of(keys: Iterable[int], day: date) -> QuerySet:
    """As tuples, product's number first: the certificates in force on `day`."""
    held = Certificate.objects.in_force(day).filter(product__in=keys).order_by("pk")
    return held.values_list("product_id", "pk", "stars", "state", "issued_on", "last_day")


def rows_of_sizes(keys: Iterable[int], day: date) -> QuerySet:
    """As tuples, product's number first: the pack sizes that may be sold on `day`, each with its stock."""
    sizes = Product.objects.sellable(day).filter(parent__in=keys).order_by("pk")
    stock = ("stockrecords__price", "stockrecords__num_in_stock", "stockrecords__num_allocated")
    return sizes.values_list("parent_id", "pk", "net_weight_g", "net_volume_ml", *stock)


def _part_count() -> Case:
    """How many parts a gift box has; None for other products."""
    parts = BoxPart.objects.filter(box=OuterRef("pk")).order_by().values("box").annotate(count=Count("pk"))
    return Case(When(is_box=True, then=Subquery(parts.values("count"))))


def shown(row: Sequence, held: Sequence[Sequence], sizes: Sequence[Sequence] = ()) -> Product:
    """The product on sale of a row of rows_of_cards and its rows of certificates_of and rows_of_sizes; knows what a
    card shows."""
    (
        (key, slug, title, picture, criteria_set, weight, volume, structure, is_box, owner, province, *stock, parts),
        texts,
    ) = _with_texts(row)
    product = Product(
        pk=key,
        slug=slug,
        title=title,
        picture=picture or "",
        criteria_set=criteria_set,
        net_weight_g=weight,
        net_volume_ml=volume,
        structure=structure,
        is_box=bool(is_box),
    )
    product.owner = Producer(name=owner, is_active=True, verified_at=now())
    product.province = None if province is None else Place(name=province)
    certificates = [_certificate(*facts) for facts in held]
    product._prefetched_objects_cache = {
        "certificates": certificates,
        "stockrecords": [_stock(*stock)],
        "translations": texts,
        "children": [_size(product, *facts) for facts in sizes],
        "parts": [_Part()] * (parts or 0),
    }
    return product


class _Part:
    """A part of a gift box that was found on sale: all of them are sound."""

    def is_sound(self, day: date) -> bool:
        return True


def _size(product: Product, key: int, weight: int | None, volume: int | None, *facts: object) -> Product:
    """A pack size that was found on sale."""
    *stock, held = facts
    size = Product(
        pk=key,
        structure=Product.CHILD,
        parent=product,
        criteria_set=product.criteria_set,
        net_weight_g=weight,
        net_volume_ml=volume,
    )
    size.owner = product.owner
    size._prefetched_objects_cache = {
        "certificates": [_certificate(*facts) for facts in held],
        "stockrecords": [_stock(*stock)],
    }
    return size


def _with_texts(row: Sequence) -> tuple[Sequence, list[ProductTranslation]]:
    """The columns of a card, and the title in the visitor's language where there is one."""
    columns, title = row[: len(COLUMNS_OF_CARDS)], row[len(COLUMNS_OF_CARDS) :]
    texts = (ProductTranslation(language=wording.language(), title=text, status="reviewed") for text in title if text)
    return columns, list(texts)


def _certificate(key: int, stars: int, state: str, issued_on: str | date, last_day: str | date) -> Certificate:
    days = Certificate._meta.get_field("issued_on")
    return Certificate(
        pk=key, stars=stars, state=state, issued_on=days.to_python(issued_on), valid_until=days.to_python(last_day)
    )


def _stock(price: object, pieces: int | None, allocated: int | None) -> Model:
    model = apps.get_model("partner", "StockRecord")
    price = model._meta.get_field("price").to_python(price)
    return model(price=price, num_in_stock=pieces, num_allocated=allocated)
