"""What Oscar may charge and sell: one price per product, VAT included; availability asks the register."""

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner import availability, prices, strategy

from catalogue.models import Product
from marketplace.partner.models import StockRecord


class NotSellable(availability.Unavailable):
    """For a product without a certificate in force, or whose sale is stopped."""

    code = "not-sellable"
    message = _("Hiện không bán")

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        return False, self.message


class InStock(availability.StockRequired):
    """For a product that may be sold as long as pieces are free."""

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        if self.num_available <= 0:
            return False, _("Đã hết hàng")
        if quantity > self.num_available:
            return False, _("Chỉ còn %(count)d sản phẩm") % {"count": self.num_available}
        return True, ""


class ShopStrategy(strategy.UseFirstStockRecord, strategy.Structured):
    """The one strategy of the shop; the day is today at Asia/Ho_Chi_Minh."""

    def __init__(self, request: HttpRequest | None = None):
        self.request, self.user = request, None  # asking for the user would read the session on every page

    def pricing_policy(self, product: Product, stockrecord: StockRecord | None) -> prices.Base:
        if not stockrecord or stockrecord.price is None:
            return prices.Unavailable()
        whole = stockrecord.price.quantize(1)
        return prices.TaxInclusiveFixedPrice(currency=stockrecord.price_currency, excl_tax=whole, tax=0 * whole)

    def availability_policy(self, product: Product, stockrecord: StockRecord | None) -> availability.Base:
        if stockrecord is None or not product.is_sellable(localdate()):
            return NotSellable()
        return InStock(stockrecord.net_stock_level)

    def parent_pricing_policy(self, product, children_stock):
        records = [(child, record) for child, record in children_stock if record]
        return self.pricing_policy(*records[0]) if records else prices.Unavailable()

    def parent_availability_policy(self, product, children_stock):
        policies = [self.availability_policy(*pair) for pair in children_stock]
        return next((policy for policy in policies if policy.is_available_to_buy), NotSellable())


class Selector:
    """Named by Oscar."""

    def strategy(self, request=None, user=None, **kwargs) -> ShopStrategy:
        return ShopStrategy(request)
