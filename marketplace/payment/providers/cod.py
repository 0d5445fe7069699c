"""Cash on delivery: the courier collects each parcel's own amount."""

from django.utils.translation import gettext as _

from marketplace.payment.providers.base import ProviderDown, Snapshot, Started

MAX_TOTAL = 3_000_000  # đồng; above it a refused parcel would hurt a small producer


class CashOnDelivery:
    code = "cod"
    takes_money_first = False

    def refusal(self, total: int, *, has_fresh: bool) -> str:
        if has_fresh:
            return _("Giỏ hàng có nông sản tươi: hàng tươi không hoàn lại được nên cần thanh toán trước.")
        if total > MAX_TOTAL:
            return _("Đơn trên 3.000.000 ₫ cần thanh toán trước.")
        return ""

    def is_configured(self) -> bool:
        return True

    def start(self, attempt, *, success_url: str, cancel_url: str) -> Started:
        return Started(reference="", pay_url="")

    def fetch(self, attempt) -> Snapshot:
        return Snapshot(state="open")

    def cancel(self, attempt) -> str:
        return "cancelled"

    def refund(self, refund) -> str:
        raise ProviderDown("cash goes back by hand")
