"""What a producer does with its own products. Lots and labels: traceability.services; parcels: order.services."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from catalogue.models import Producer, Product, ProductClass, ProductImage
from catalogue.vietnamese import slugify
from marketplace.partner.models import Partner, StockRecord

PRODUCT_CLASS = {"slug": "ocop", "defaults": {"name": "Sản phẩm OCOP", "track_stock": True}}


@dataclass(frozen=True)
class Offer:
    """What a product costs (whole đồng, or None) and how many pieces lie on the shelf, held ones included."""

    price: int | None
    stock: int


class ChangedMeanwhile(Exception):
    """Price or stock is no longer what the person saw. `current`: the Offer as it is now, `held`: pieces in orders."""

    def __init__(self, current: Offer, held: int) -> None:
        super().__init__(str(current))
        self.current, self.held = current, held


@transaction.atomic
def add_product(producer: Producer, *, facts: dict, picture: ContentFile | None = None) -> Product:
    """Add a product. It stays out of public sight until an officer has registered its first certificate."""
    product_class, _ = ProductClass.objects.get_or_create(**PRODUCT_CLASS)
    product = Product(
        **facts,
        owner=producer,
        province=producer.province,
        product_class=product_class,
        slug=slugify(facts["title"])[:240] or "san-pham",
        is_public=False,
    )
    product.full_clean(exclude=["upc"])
    product.save()
    if picture:
        add_picture(product, picture)
    return product


@transaction.atomic
def add_picture(product: Product, picture: ContentFile) -> ProductImage:
    """Put a picture in first place; a generated illustration gives way."""
    if product.is_illustrated:
        product.images.all().delete()
        product.is_illustrated = False
        product.save(update_fields=["is_illustrated"])
    product.images.update(display_order=F("display_order") + 1)
    return ProductImage.objects.create(product=product, original=picture, display_order=0)


def offer_of(product: Product) -> Offer:
    """The price and stock of a product as a producer sees them."""
    record = product.stockrecord
    return Offer(product.price, record.num_in_stock or 0) if record else Offer(None, 0)


@transaction.atomic
def change_offer(product: Product, *, seen: Offer, new: Offer) -> StockRecord:
    """Set price and stock, provided that they still are as `seen` and orders do not hold more than `new.stock`.

    One conditional UPDATE: an order taken meanwhile is never overwritten. Raises ChangedMeanwhile.
    """
    record = stockrecord_of(product)
    unchanged = Q(price=seen.price) if seen.price is not None else Q(price__isnull=True)
    mine = StockRecord.objects.alias(shelf=Coalesce(F("num_in_stock"), 0), held=Coalesce(F("num_allocated"), Value(0)))
    found = mine.filter(unchanged, pk=record.pk, shelf=seen.stock, held__lte=new.stock)
    if not found.update(price=new.price, num_in_stock=new.stock):
        raise _meanwhile(record)
    record.refresh_from_db()
    return record


def stockrecord_of(product: Product) -> StockRecord:
    """The product's one stock record, made when missing."""
    partner, _ = Partner.objects.get_or_create(producer=product.owner, defaults={"name": product.owner.name})
    record, _ = StockRecord.objects.get_or_create(
        product=product,
        defaults={"partner": partner, "partner_sku": f"SP-{product.pk}", "price_currency": "VND", "num_in_stock": 0},
    )
    return record


def _meanwhile(record: StockRecord) -> ChangedMeanwhile:
    record.refresh_from_db()
    price = None if record.price is None else int(record.price)
    return ChangedMeanwhile(Offer(price, record.num_in_stock or 0), record.num_allocated or 0)
