"""Vouchers (mã giảm giá) and offers, each with who bears it. Amounts are whole đồng."""

from datetime import date
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer, Product
from marketplace.order.models import LineDiscount
from marketplace.vouchers.queries import UseQuerySet, VoucherQuerySet


class Voucher(models.Model):
    """A code that takes something off goods, or (`is_automatic`) an offer that needs no typing.

    Of a producer it is borne by that producer and covers its goods alone; without one it is the platform's and covers
    all goods, or those of `producers` and `collections`. Either `percent` (at most `most` đồng) or `amount`.
    """

    code = models.CharField(_("Mã"), max_length=20, unique=True)
    title = models.CharField(_("Tên"), max_length=80)
    producer = models.ForeignKey(Producer, models.CASCADE, null=True, blank=True, related_name="vouchers")
    percent = models.PositiveSmallIntegerField(_("Giảm phần trăm"), null=True, blank=True)
    amount = models.PositiveBigIntegerField(_("Giảm số tiền"), null=True, blank=True)
    most = models.PositiveBigIntegerField(_("Giảm nhiều nhất"), null=True, blank=True)
    minimum = models.PositiveBigIntegerField(_("Tiền hàng ít nhất"), default=0)
    first_day = models.DateField(_("Từ ngày"))
    last_day = models.DateField(_("Đến hết ngày"))
    uses = models.PositiveIntegerField(_("Tổng số lượt"), null=True, blank=True)
    per_phone = models.PositiveSmallIntegerField(_("Số lượt mỗi số điện thoại"), null=True, blank=True, default=1)
    used = models.PositiveIntegerField(default=0, editable=False)
    is_automatic = models.BooleanField(_("Tự áp dụng, không cần gõ mã"), default=False)
    is_listed = models.BooleanField(_("Hiện trong giỏ cho mọi người"), default=True)
    producers = models.ManyToManyField(Producer, blank=True, related_name="+", verbose_name=_("Chỉ hàng của"))
    collections = models.ManyToManyField(
        "stories.CollectionPage", blank=True, related_name="+", verbose_name=_("Chỉ hàng trong bộ sưu tập")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    stopped_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = VoucherQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__range=(1, 90), amount=None) | Q(percent=None, amount__gt=0, most=None),
                name="voucher_takes_off_a_percentage_or_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(minimum__gt=F("amount")), name="voucher_amount_is_less_than_its_minimum"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="voucher_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(uses=None) | Q(used__lte=F("uses")), name="voucher_used_at_most_uses"),
        ]
        verbose_name = _("mã giảm giá")

    def __str__(self) -> str:
        return self.code

    @property
    def funder(self) -> str:
        return LineDiscount.Funder.PRODUCER if self.producer_id else LineDiscount.Funder.PLATFORM

    @property
    def left(self) -> int | None:
        """Uses that are left; None: any number."""
        return None if self.uses is None else max(0, self.uses - self.used)

    def is_running(self, day: date) -> bool:
        """As VoucherQuerySet.running."""
        return self.stopped_at is None and self.first_day <= day <= self.last_day and self.left != 0

    def covers(self, product: Product) -> bool:
        """Whether it takes something off this product; no query after for_basket()."""
        if self.producer_id:
            return product.owner_id == self.producer_id
        if not self._makers and not self._collected and not self._is_narrow:
            return True
        return product.owner_id in self._makers or bool({product.pk, product.parent_id} & self._collected)

    @cached_property
    def _makers(self) -> set[int]:
        return {producer.pk for producer in self.producers.all()}

    @cached_property
    def _collected(self) -> set[int]:
        return {item.product_id for page in self.collections.all() for item in page.items.all()}

    @cached_property
    def _is_narrow(self) -> bool:
        """A collection that lost all its products covers nothing, rather than everything."""
        return bool(self.collections.all())


class Chosen(models.Model):
    """A voucher that a visitor put to a basket; whether it helps is asked each time."""

    basket = models.ForeignKey("basket.Basket", models.CASCADE, related_name="chosen_vouchers")
    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="chosen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["basket", "voucher"], name="voucher_once_per_basket")]

    def __str__(self) -> str:
        return f"{self.basket_id} {self.voucher_id}"


class Use(models.Model):
    """One order's use of a voucher; given back when the order is cancelled or expires."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="taken")
    order = models.ForeignKey("order.Order", models.PROTECT, related_name="voucher_uses")
    phone = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    given_back_at = models.DateTimeField(null=True, blank=True)

    objects = UseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voucher", "order"], name="voucher_once_per_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="voucher_use_takes_something_off"),
        ]
        indexes = [models.Index(fields=["voucher", "phone"], name="voucher_use_by_phone")]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.order_id}"
