"""Selling a product in several pack sizes."""

from django.db import transaction

from catalogue.models import BoxPart, Product
from marketplace.basket.models import Basket, Line
from marketplace.partner.models import StockRecord
from marketplace.producers.services import stockrecord_of

SHARED = ("owner", "province", "criteria_set", "picture", "is_illustrated", "shelf_life_days", "storage")
FORMS_OF_ONE = ("net_weight_g", "net_volume_ml")


class SameSize(Exception):
    """The product is sold in this size already."""


@transaction.atomic
def add_size(
    product: Product, *, name: str, grams: int | None, millilitres: int | None, price: int | None, stock: int
) -> Product:
    """Sell a product in one more pack size: `grams` or `millilitres`, price in whole đồng.

    With its first, what was sold so far becomes a size too; its stock, open baskets and gift boxes go with it.
    Raises SameSize, ValueError for a gift box or a pack size.
    """
    product = Product.objects.select_for_update().get(pk=product.pk)
    if product.is_box or product.is_child:
        raise ValueError(f"{product} has no pack sizes")
    if product.is_standalone:
        _divide(product)
    if product.children.filter(size_name=name, net_weight_g=grams, net_volume_ml=millilitres).exists():
        raise SameSize
    size = _size_of(product, size_name=name, net_weight_g=grams, net_volume_ml=millilitres)
    record = stockrecord_of(size)
    StockRecord.objects.filter(pk=record.pk).update(price=price, num_in_stock=stock)
    return size


def show_size(size: Product, *, is_public: bool) -> Product:
    """Offer a pack size, or stop offering it; its certificate and its orders stay."""
    size.is_public = is_public
    size.save()
    return size


def _divide(product: Product) -> None:
    """Make the only pack of a product its first size."""
    amounts = {column: getattr(product, column) for column in FORMS_OF_ONE}
    product.structure = Product.PARENT
    for column in FORMS_OF_ONE:
        setattr(product, column, None)
    product.save()
    if product.stockrecords.exists() or any(amounts.values()):
        _move(product, _size_of(product, **amounts))


def _size_of(product: Product, **facts) -> Product:
    shared = {column: getattr(product, column) for column in SHARED}
    return Product.objects.create(structure=Product.CHILD, parent=product, **shared, **facts)


def _move(product: Product, size: Product) -> None:
    """What hangs on the pack itself: price and stock, gift boxes, lines of open baskets."""
    product.stockrecords.update(product=size)
    BoxPart.objects.filter(product=product).update(product=size)
    for line in Line.objects.filter(product=product, basket__status__in=Basket.editable_statuses):
        line.product = size
        line.line_reference = f"{size.pk}_{line.stockrecord_id}"
        line.save(update_fields=["product", "line_reference"])
