"""The facts table of the product page."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue import ocop, product_facts, wording
from catalogue.models import Product


class Fact(NamedTuple):
    """A row of the table; `language`: of a value that stays as it was written down, else ""."""

    name: str
    value: str
    language: str = ""


def facts_of(product: Product) -> list[Fact]:
    """The rows; what is not known is left out, except silence about allergens."""
    asked = product_facts.asked_of(product.criteria_set)
    rows = [*(asked_fact(product, column) for column in asked), *register_facts(product)]
    return [fact for fact in rows if fact.value]


def asked_fact(product: Product, column: str) -> Fact:
    """What the maker wrote, or that nothing was written where silence may harm."""
    name, value = _(product_facts.label_of(column, product.criteria_set)), getattr(product, column)
    if value:
        return Fact(name, WRITTEN[column](value)) if column in WRITTEN else Fact(name, value, ocop.LANGUAGE)
    silence = _("Nhà sản xuất chưa khai: xin hỏi trước khi dùng.") if column in product_facts.MUST else ""
    return Fact(name, silence)


def register_facts(product: Product) -> tuple[Fact, ...]:
    """What the register knows besides."""
    criteria = ocop.CRITERIA_SETS.get(product.criteria_set)
    return (
        Fact(_("Bộ sản phẩm"), _(criteria.name) if criteria else ""),
        Fact(_("Nhóm"), _(ocop.GROUPS[criteria.group].name) if criteria else ""),
        Fact(_("Địa chỉ ghi trong chứng nhận"), product.origin_as_printed, ocop.LANGUAGE),
        Fact(_("Mã vạch (GTIN)"), product.upc or ""),
    )


def volume(millilitres: int) -> str:
    """330 -> "330 ml", 1500 -> "1,5 lít" (English "1.5 litres")."""
    if millilitres < 1000:
        return f"{millilitres}{wording.NBSP}ml"
    litres = f"{millilitres / 1000:g}"
    return _("%(count)s lít") % {"count": litres if wording.language() == "en" else litres.replace(".", ",")}


def shelf_life(days: int) -> str:
    """365 -> "12 tháng", 730 -> "24 tháng"; anything not whole months in days."""
    if days % 365 == 0:
        return _("%(count)s tháng") % {"count": days // 365 * 12}
    if days >= 60 and days % 30 == 0:
        return _("%(count)s tháng") % {"count": days // 30}
    return _("%(count)s ngày") % {"count": days}


WRITTEN = {
    product_facts.WEIGHT: wording.weight,
    product_facts.VOLUME: volume,
    product_facts.SHELF_LIFE: shelf_life,
}
