"""Why a product cannot be bought, as a sentence for the visitor. The gate itself is Product.is_purchasable."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Product
from catalogue.wording import offer_of


def why_not(product: Product, quantity: int, day: date) -> str:
    """Return why `quantity` pieces cannot be bought on `day`, or "" when they can; no query after with_register()."""
    offer = offer_of(product, day)
    if not offer.is_open:
        return offer.sentence
    if product.is_parent:
        return _("Sản phẩm có nhiều quy cách, xin chọn một trên trang sản phẩm.")
    left = product.free_stock
    if quantity <= left:
        return ""
    return ngettext("Chỉ còn %(count)d sản phẩm.", "Chỉ còn %(count)d sản phẩm.", left) % {"count": left}
