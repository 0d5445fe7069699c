"""What the scan page still lacks of each product, as the law lists it (traceability.public_items), and where to add it."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogue.models import Producer, Product
from marketplace.producers.queries import products_of
from traceability import gtins, public_items
from traceability.models import Lot


@dataclass(frozen=True)
class Gap:
    """A public item that is missing. `url`: where the producer adds it; "" where an officer or a curator does."""

    name: str
    optional: bool
    url: str
    by: str


@dataclass(frozen=True)
class Row:
    """One product by its newest lot (None: it has none). `is_lot_unfit`: GS1 does not take the lot's number."""

    product: Product
    lot: Lot | None
    told: int
    gaps: list[Gap]
    gs1_link: str
    is_lot_unfit: bool

    @property
    def is_whole(self) -> bool:
        return all(gap.optional for gap in self.gaps)


def rows_of(producer: Producer) -> list[Row]:
    """Own products without gift boxes, those that lack most first. Queries: 6, and one for each product with a GTIN."""
    newest = Lot.objects.filter(product=OuterRef("pk")).order_by("-packed_on", "-pk").values("pk")[:1]
    products = products_of(producer).entries().filter(is_box=False).annotate(newest_lot=Subquery(newest))
    products = list(products.prefetch_related("ip_assets"))
    lots = {lot.product_id: lot for lot in _told_lots(products)}
    rows = [_row(product, lots.get(product.pk)) for product in products]
    return sorted(rows, key=lambda row: row.told)


def _told_lots(products: list[Product]) -> QuerySet[Lot]:
    return Lot.objects.filter(pk__in=[product.newest_lot for product in products]).with_events()


def _row(product: Product, lot: Lot | None) -> Row:
    steps = lot.events.all() if lot else ()
    there = public_items.told(_facts(product, lot), {step.stage for step in steps if not step.declared_at})
    gaps = [
        Gap(_(item.name), item.optional, _where(item.key, product, lot), _by_whom(item.key))
        for item in public_items.missing(there)
    ]
    return Row(product, lot, len(there), gaps, *_gs1(product, lot.number if lot else ""))


def _gs1(product: Product, lot: str) -> tuple[str, bool]:
    """The GS1 address, and whether only the lot's number stands in its way."""
    try:
        return gtins.link_path(product, localdate(), lot), False
    except gtins.UnfitLotNumber:
        return "", True


def _facts(product: Product, lot: Lot | None) -> dict[str, object]:
    """As public_items asks: columns of a look."""
    maker = product.owner
    of_lot = ("harvested_on", "produced_on", "packed_on", "expires_on")
    return {
        "title": product.title,
        "picture": product.picture,
        "producer": maker.name,
        "producer_address": maker.address_as_printed,
        "producer_province": maker.province_id,
        "brand": next((asset.name for asset in product.ip_assets.all()), ""),
        "gtin": product.upc,
        "shelf_life_days": product.shelf_life_days,
        "lot_number": lot.number if lot else "",
        **{name: getattr(lot, name, None) for name in of_lot},
    }


def _where(key: str, product: Product, lot: Lot | None) -> str:
    if key == "picture":
        return reverse("workspace:pictures", args=[product.pk])
    if key in ("name", "model") or (key == "shelf_life" and lot):
        return reverse("workspace:product", args=[product.pk])
    if key in ("made", "sold", "serial", "shelf_life"):
        return (
            reverse("workspace:lot", args=[lot.pk])
            if lot
            else reverse("workspace:lot-add", query={"san-pham": product.pk})
        )
    return ""


def _by_whom(key: str) -> str:
    """Who adds what the producer cannot."""
    others = {
        "brand": _("ban biên tập ghi nhận khi có văn bằng bảo hộ"),
        "maker": _("cán bộ tỉnh ghi trong hồ sơ chủ thể"),
        "address": _("cán bộ tỉnh ghi trong hồ sơ chủ thể"),
    }
    return others.get(key, "")
