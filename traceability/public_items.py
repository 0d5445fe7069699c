"""What the public has to be told of a traced product, and what of it is missing. Plain data and functions.

Source: Circular 02/2024/TT-BKHCN, Article 6(5): name and picture of the product; name and address of who makes and
sells it; times of making and of selling; brand, model and serial number, if any; shelf life, if any. Texts are
Vietnamese message ids, the caller translates.
"""

from collections.abc import Collection
from dataclasses import dataclass


def _(text: str) -> str:
    """Mark a message id for translation; this module knows no Django."""
    return text


@dataclass(frozen=True)
class Item:
    """`optional`: asked for only where there is such a thing."""

    key: str
    name: str
    optional: bool = False


ITEMS = (
    Item("name", _("Tên sản phẩm")),
    Item("picture", _("Hình ảnh sản phẩm")),
    Item("maker", _("Tên đơn vị sản xuất, kinh doanh")),
    Item("address", _("Địa chỉ đơn vị sản xuất, kinh doanh")),
    Item("made", _("Thời gian sản xuất")),
    Item("sold", _("Thời gian kinh doanh (xuất hàng, bày bán)")),
    Item("brand", _("Nhãn hiệu"), optional=True),
    Item("model", _("Mã sản phẩm (GTIN)"), optional=True),
    Item("serial", _("Số lô hoặc số sê-ri")),
    Item("shelf_life", _("Hạn sử dụng"), optional=True),
)
MAKING = frozenset({"harvest", "process", "pack"})  # stages that tell when it was made
SELLING = frozenset({"ship", "receive", "sell"})


def told(facts: dict, stages: Collection[str]) -> frozenset[str]:
    """The keys of the items that are there. `facts`: columns of a look (traceability.looks), `stages`: of its steps."""
    days = any(facts.get(day) for day in ("harvested_on", "produced_on", "packed_on"))
    there = {
        "name": facts["title"],
        "picture": facts["picture"],
        "maker": facts["producer"],
        "address": facts["producer_address"] or facts["producer_province"],
        "made": days or MAKING.intersection(stages),
        "sold": SELLING.intersection(stages),
        "brand": facts["brand"],
        "model": facts["gtin"],
        "serial": facts["lot_number"],
        "shelf_life": facts["expires_on"] or facts["shelf_life_days"],
    }
    return frozenset(key for key, value in there.items() if value)


def missing(there: Collection[str]) -> tuple[Item, ...]:
    """The items that are not there, in the order of the law."""
    return tuple(item for item in ITEMS if item.key not in there)
