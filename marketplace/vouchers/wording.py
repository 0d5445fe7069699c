"""What a voucher gives and why it does not, in the visitor's language."""

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from catalogue.wording import dong, short_day
from marketplace.vouchers.models import Voucher


def promise(voucher: Voucher) -> str:
    """What it takes off: "giảm 10%, nhiều nhất 50.000 ₫, cho đơn từ 300.000 ₫"."""
    if voucher.percent and voucher.most is not None:
        words = _("giảm %(percent)d%%, nhiều nhất %(most)s") % {"percent": voucher.percent, "most": dong(voucher.most)}
    elif voucher.percent:
        words = _("giảm %(percent)d%%") % {"percent": voucher.percent}
    else:
        words = _("giảm %(amount)s") % {"amount": dong(voucher.amount)}
    if voucher.minimum:
        words = _("%(words)s, khi mua từ %(minimum)s") % {"words": words, "minimum": dong(voucher.minimum)}
    return words


def why_over(voucher: Voucher, day: date) -> str:
    """Why it cannot be used on `day` whatever is bought; "" when it can."""
    facts = {"code": voucher.code, "first": short_day(voucher.first_day), "last": short_day(voucher.last_day)}
    if voucher.stopped_at:
        return _("Mã %(code)s đã ngừng.") % facts
    if day < voucher.first_day:
        return _("Mã %(code)s dùng được từ ngày %(first)s.") % facts
    if day > voucher.last_day:
        return _("Mã %(code)s đã hết hạn ngày %(last)s.") % facts
    if voucher.left == 0:
        return _("Mã %(code)s đã hết lượt dùng.") % facts
    return ""


def why_not_for(voucher: Voucher, goods: Collection[int]) -> str:
    """Why it takes nothing off the covered goods (price by line, đồng, before discounts); "" when it does."""
    if not goods and voucher.producer:
        return _("Mã %(code)s chỉ dùng cho hàng của %(name)s.") % {"code": voucher.code, "name": voucher.producer.name}
    if not goods:
        return _("Không món nào trong giỏ thuộc phạm vi của mã %(code)s.") % {"code": voucher.code}
    if sum(goods) < voucher.minimum:
        facts = {"code": voucher.code, "minimum": dong(voucher.minimum), "missing": dong(voucher.minimum - sum(goods))}
        return _("Mã %(code)s cần từ %(minimum)s tiền hàng được áp dụng; còn thiếu %(missing)s.") % facts
    return ""
