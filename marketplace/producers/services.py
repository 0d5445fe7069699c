"""What a producer does with its own products. Lots and labels: traceability.services; parcels: order.services."""

from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from catalogue.gallery import store_picture
from catalogue.models import Producer, Product, ProductClass
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


def blank_product(producer: Producer) -> Product:
    """A product of this producer, not yet saved, out of public sight until its first certificate is registered."""
    product_class, _ = ProductClass.objects.get_or_create(**PRODUCT_CLASS)
    return Product(owner=producer, province=producer.province, product_class=product_class, is_public=False)


@transaction.atomic
def add_product(product: Product, *, picture: ContentFile | None = None) -> Product:
    """Save a new product (see blank_product), with its picture if there is one."""
    product.slug = slugify(product.title) or "san-pham"
    product.save()
    return add_picture(product, picture) if picture else product


def add_picture(product: Product, picture: ContentFile) -> Product:
    """Make a picture (see pictures.reencode) the product's; a generated illustration gives way."""
    return store_picture(product, BytesIO(picture.read()))


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
