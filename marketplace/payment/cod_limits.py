"""To whom cash on delivery is open: a refused parcel costs a small producer both ways of its carriage.

Source of the numbers: PAYMENTS.md section 6 (what the large marketplaces of the country ask), decision 22 for fresh
goods. No fee is asked for it.
"""

from datetime import datetime, timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from marketplace.order import states
from marketplace.order.models import Order, ParcelEvent
from marketplace.payment.models import CodPhone

MAX_TOTAL = 3_000_000  # đồng
MAX_OPEN_ORDERS = 2  # of one phone
REFUSALS, REFUSALS_WITHIN = 2, timedelta(days=90)


def refusal(total: int, *, has_fresh: bool, phone: str) -> str:
    """Why an order of `total` đồng cannot be paid on delivery (a sentence), or ""."""
    if has_fresh:
        return _("Giỏ hàng có nông sản tươi: hàng tươi không hoàn lại được nên cần thanh toán trước.")
    if total > MAX_TOTAL:
        return _("Đơn trên 3.000.000 ₫ cần thanh toán trước.")
    if phone and (open_orders(phone) >= MAX_OPEN_ORDERS or refused_orders(phone, now()) >= REFUSALS):
        # One sentence for both: whoever types somebody else's number learns nothing about that person.
        return _(
            "Số điện thoại này tạm thời cần thanh toán trước: mỗi số có nhiều nhất 2 đơn chờ trả tiền khi nhận, "
            "và sau 2 đơn không nhận hàng trong 90 ngày thì ngừng cách này."
        )
    return ""


def open_orders(phone: str) -> int:
    """Orders of a phone (E.164) for which cash is still to be collected."""
    waiting = (states.Payment.AWAITING_COD, states.Payment.COD_CONFIRMED)
    return Order.objects.filter(phone=phone, payment_method=Order.Method.COD, payment_state__in=waiting).count()


def refused_orders(phone: str, at: datetime) -> int:
    """Orders of a phone that nobody took from the courier in the 90 days before `at`."""
    orders = {"parcel__order__phone": phone, "parcel__order__payment_method": Order.Method.COD}
    refused = ParcelEvent.objects.filter(status=states.Parcel.UNDELIVERABLE, at__gt=at - REFUSALS_WITHIN, **orders)
    return refused.values("parcel__order").distinct().count()


def hold_phone(phone: str) -> None:
    """Let no other order of this phone be counted until our transaction ends."""
    CodPhone.objects.bulk_create([CodPhone(phone=phone)], ignore_conflicts=True)
    CodPhone.objects.select_for_update().get(phone=phone)
