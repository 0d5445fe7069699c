"""Why a product cannot be bought, as a sentence for the visitor. The gate itself is Product.is_purchasable."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Product


def why_not(product: Product, quantity: int, day: date) -> str:
    """Return why `quantity` pieces cannot be bought on `day`, or "" when they can; no query after with_register()."""
    if not product.is_sellable(day):
        return _stopped(product) or _uncertified(product, day)
    if product.price is None:
        return _("Sản phẩm chưa có giá bán.")
    if product.free_stock <= 0:
        return _("Đã hết hàng.")
    if quantity > product.free_stock:
        left = product.free_stock
        return ngettext("Chỉ còn %(count)d sản phẩm.", "Chỉ còn %(count)d sản phẩm.", left) % {"count": left}
    return ""


def _stopped(product: Product) -> str:
    if not product.is_public or product.owner is None:
        return _("Sản phẩm không còn được bán ở đây.")
    if not product.owner.may_sell:
        return _("Nhà sản xuất đang tạm ngừng bán.")
    if product.sale_suspended_at is not None:
        return _("Sàn đã tạm dừng bán sản phẩm này.")
    return ""


def _uncertified(product: Product, day: date) -> str:
    latest = product.latest_certificate
    status = latest.status(day) if latest else ""
    if status == "expired":
        return _("Giấy chứng nhận OCOP đã hết hạn ngày %(day)s.") % {"day": date_format(latest.until, "d/m/Y")}
    if status == "revoked":
        return _("Giấy chứng nhận OCOP đã bị thu hồi.")
    return _("Sản phẩm hiện không có giấy chứng nhận OCOP còn hiệu lực.")
