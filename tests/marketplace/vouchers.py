"""What tests of vouchers share."""

from datetime import timedelta

from django.utils.timezone import localdate

from marketplace.vouchers.models import Voucher
from marketplace.vouchers.services import choose


def voucher(code="GIAM10", **facts):
    """A voucher of the platform, ten per cent off, running; shown to nobody."""
    terms = {} if "amount" in facts else {"percent": 10}
    days = {"first_day": localdate() - timedelta(days=1), "last_day": localdate() + timedelta(days=30)}
    return Voucher.objects.create(code=code, **({"title": "Thử", "is_listed": False} | terms | days | facts))


def chosen(basket, *vouchers):
    for one in vouchers:
        choose(basket, one)
    return basket
