"""What the shelf asks of the catalogue. The day is always an argument."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Model, OuterRef, QuerySet, Subquery
from django.utils.timezone import now

from catalogue import ocop, wording
from catalogue.models import Certificate, Place, Producer, Product, ProductTranslation
from search.shelf import Facts

GROUP_SLUGS = {code: group.slug for code, group in ocop.GROUPS.items()}

COLUMNS_OF_CARDS = (
    "pk",
    "slug",
    "title",
    "picture",
    "criteria_set",
    "net_weight_g",
    "owner__name",
    "province__name",
    "stockrecords__price",
    "stockrecords__num_in_stock",
    "stockrecords__num_allocated",
)


class CatalogueChangeQuerySet(QuerySet):
    def from_number(self, number: int) -> Self:
        """The change of that number and the later ones, oldest first."""
        return self.filter(pk__gte=number).order_by("pk")


def on_sale(day: date) -> QuerySet[Product]:
    """What the lists show on `day`."""
    return Product.objects.sellable(day)


def stars_on(day: date) -> Subquery:
    """The star class that a product's certificate carries on `day`, asked of the certificates."""
    held = Certificate.objects.in_force(day).filter(product=OuterRef("pk"))
    return Subquery(held.order_by("-stars").values("stars")[:1])


def facts_on(day: date, keys: Iterable[int] | None = None) -> dict[int, Facts]:
    """Facts of the products on sale on `day` (of those among `keys`); one query."""
    products = on_sale(day) if keys is None else on_sale(day).filter(pk__in=keys)
    rows = products.annotate(star=stars_on(day)).values_list(
        "pk", "criteria_set", "province__slug", "province__name", "star", "stockrecords__price"
    )
    return {
        pk: Facts(
            number=pk,
            group=GROUP_SLUGS.get(ocop.group_of(criteria_set), ""),
            set=criteria_set,
            province=province or "",
            star=str(stars),
            price=None if price is None else int(price),
            place=Place(name=place or "").short_name,
        )
        for pk, criteria_set, province, place, stars, price in rows
    }


def rows_of_cards(keys: Iterable[int], day: date, language: str) -> QuerySet:
    """As tuples, number first: every column that a card of a product on sale on `day` is made of."""
    translated = ProductTranslation.objects.filter(product=OuterRef("pk"), language=language).exclude(status="draft")
    columns = on_sale(day).filter(pk__in=keys)
    if language != ocop.LANGUAGE:
        columns = columns.annotate(translated=Subquery(translated.values("title")[:1]))
    extra = ("translated",) if language != ocop.LANGUAGE else ()
    return columns.values_list(*COLUMNS_OF_CARDS, *extra)


def certificates_of(keys: Iterable[int], day: date) -> QuerySet:
    """As tuples, product's number first: the certificates in force on `day`."""
    held = Certificate.objects.in_force(day).filter(product__in=keys).order_by("pk")
    return held.values_list("product_id", "pk", "stars", "state", "issued_on", "last_day")


def shown(row: Sequence, held: Sequence[Sequence]) -> Product:
    """The product on sale of a row of rows_of_cards and its rows of certificates_of; knows what a card shows."""
    key, slug, title, picture, criteria_set, weight, owner, province, *stock, texts = _with_texts(row)
    product = Product(
        pk=key, slug=slug, title=title, picture=picture or "", criteria_set=criteria_set, net_weight_g=weight
    )
    product.owner = Producer(name=owner, is_active=True, verified_at=now())
    product.province = None if province is None else Place(name=province)
    loaded = {"certificates": [_certificate(*facts) for facts in held], "stockrecords": [_stock(*stock)]}
    product._prefetched_objects_cache = {**loaded, "translations": texts}
    return product


def _with_texts(row: Sequence) -> list:
    *columns, title = row if len(row) > len(COLUMNS_OF_CARDS) else (*row, None)
    return [
        *columns,
        [ProductTranslation(language=wording.language(), title=title, status="reviewed")] if title else [],
    ]


def _certificate(key: int, stars: int, state: str, issued_on: str | date, last_day: str | date) -> Certificate:
    days = Certificate._meta.get_field("issued_on")
    return Certificate(
        pk=key, stars=stars, state=state, issued_on=days.to_python(issued_on), valid_until=days.to_python(last_day)
    )


def _stock(price: object, pieces: int | None, allocated: int | None) -> Model:
    model = apps.get_model("partner", "StockRecord")
    price = model._meta.get_field("price").to_python(price)
    return model(price=price, num_in_stock=pieces, num_allocated=allocated)
