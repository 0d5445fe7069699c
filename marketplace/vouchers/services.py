"""Choosing vouchers, using them up with an order, and giving them back."""

import logging
from datetime import date

from django.db import transaction
from django.db.models import F, Model
from django.utils.timezone import now
from django.utils.translation import gettext as _

from marketplace.basket.models import Basket
from marketplace.vouchers.models import Chosen, Use, Voucher

logger = logging.getLogger(__name__)


class NotLeft(Exception):
    """A use is not to be had any more; the sentence for the visitor is the message."""


@transaction.atomic
def choose(basket: Basket, voucher: Voucher) -> Chosen:
    """Put a voucher to a basket, in place of another of the same funder."""
    Chosen.objects.filter(basket=basket, voucher__producer=voucher.producer_id).exclude(voucher=voucher).delete()
    return Chosen.objects.get_or_create(basket=basket, voucher=voucher)[0]


def take_along(guest: Basket, own: Basket) -> None:
    """Move the vouchers of a guest's basket to the person's own; what is chosen there stays."""
    kept = Voucher.objects.filter(chosen__basket=own).values_list("producer", flat=True)
    for choice in Chosen.objects.filter(basket=guest).select_related("voucher"):
        if choice.voucher.producer_id not in set(kept):
            Chosen.objects.get_or_create(basket=own, voucher=choice.voucher)


def use(voucher: Voucher, *, order: Model, amount: int, day: date) -> Use:
    """Take one use for an order that is being placed, inside its transaction. Raises NotLeft.

    One conditional UPDATE decides who has the last one; it also locks the voucher's row, so that the uses of a phone
    are counted one buyer after the other.
    """
    if not Voucher.objects.running(day).filter(pk=voucher.pk).update(used=F("used") + 1):
        raise NotLeft(_("Mã %(code)s vừa hết lượt dùng hoặc vừa ngừng. Xin xem lại giỏ hàng.") % {"code": voucher.code})
    before = Use.objects.standing().filter(voucher=voucher, phone=order.phone).count()
    if voucher.per_phone is not None and before >= voucher.per_phone:
        facts = {"code": voucher.code, "count": voucher.per_phone}
        raise NotLeft(_("Số điện thoại này đã dùng mã %(code)s đủ %(count)d lần. Xin bỏ mã trong giỏ hàng.") % facts)
    return Use.objects.create(voucher=voucher, order=order, phone=order.phone, amount=amount, at=order.date_placed)


def give_back(order: Model) -> None:
    """Give back what an order used, once; for one that is cancelled or expires, under its lock."""
    for taken in order.voucher_uses.standing().order_by("voucher_id"):
        if Use.objects.standing().filter(pk=taken.pk).update(given_back_at=now()):
            Voucher.objects.filter(pk=taken.voucher_id).update(used=F("used") - 1)


def take_again(order: Model) -> bool:
    """Use again what was given back, for money that came late; False where none is left. Days are not asked: the
    order was placed in time."""
    for taken in order.voucher_uses.exclude(given_back_at=None).order_by("voucher_id"):
        left = Voucher.objects.filter(pk=taken.voucher_id).exclude(uses__isnull=False, used__gte=F("uses"))
        if not left.update(used=F("used") + 1):
            return False
        Use.objects.filter(pk=taken.pk).update(given_back_at=None)
    return True


@transaction.atomic
def stop(voucher: Voucher, *, by: Model | None = None) -> Voucher:
    """End a voucher now; orders placed keep what it took off. A second stop changes nothing."""
    if Voucher.objects.filter(pk=voucher.pk, stopped_at=None).update(stopped_at=now(), stopped_by=by):
        logger.info("voucher stopped", extra={"voucher": voucher.pk, "by": getattr(by, "pk", None)})
    voucher.refresh_from_db()
    return voucher
