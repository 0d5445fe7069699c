"""What a producer asks for sending a parcel, how far it sends, and when nothing leaves."""

from datetime import date

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer
from marketplace.shipping import rates
from marketplace.shipping.zones import Zone

MOST_FEE = 1_000_000  # đồng; a slip of a zero or two is caught


def fee_field(label: str, default: int) -> models.BigIntegerField:
    return models.PositiveBigIntegerField(label, default=default, validators=[MaxValueValidator(MOST_FEE)])


class ShippingCard(models.Model):
    """A producer's shipping card (biểu phí gửi hàng). One that is not saved is the card of who has set none."""

    class Reach(models.IntegerChoices):
        PROVINCE = Zone.PROVINCE, _("Chỉ trong tỉnh")
        REGION = Zone.REGION, _("Trong miền (Bắc, Trung hoặc Nam)")
        COUNTRY = Zone.COUNTRY, _("Cả nước")

    producer = models.OneToOneField(Producer, models.CASCADE, related_name="shipping_card")
    first_grams = models.PositiveIntegerField(_("Phí đầu tính đến (gam)"), default=rates.FIRST_GRAMS)
    fee_province = fee_field(_("Phí đầu, trong tỉnh"), rates.FIRST_FEE)
    fee_region = fee_field(_("Phí đầu, trong miền"), rates.FIRST_FEE)
    fee_country = fee_field(_("Phí đầu, cả nước"), rates.FIRST_FEE)
    step_province = fee_field(_("Mỗi 500 g thêm, trong tỉnh"), rates.STEP_FEE)
    step_region = fee_field(_("Mỗi 500 g thêm, trong miền"), rates.STEP_FEE)
    step_country = fee_field(_("Mỗi 500 g thêm, cả nước"), rates.STEP_FEE)
    free_from = models.PositiveBigIntegerField(_("Miễn phí từ"), null=True, blank=True, default=rates.FREE_FROM)
    handling_days = models.PositiveSmallIntegerField(_("Số ngày chuẩn bị"), default=rates.HANDLING_DAYS)
    reach = models.PositiveSmallIntegerField(_("Gửi đến đâu"), choices=Reach, default=Reach.COUNTRY)
    fresh_reach = models.PositiveSmallIntegerField(_("Hàng tươi gửi đến đâu"), choices=Reach, default=Reach.COUNTRY)
    paused_until = models.DateField(_("Tạm ngừng gửi đến hết ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__range=(1, 3)) & Q(fresh_reach__gte=1) & Q(fresh_reach__lte=F("reach")),
                name="shipping_card_sends_fresh_goods_no_farther_than_others",
            ),
            models.CheckConstraint(condition=Q(first_grams__gt=0), name="shipping_card_first_fee_is_for_some_grams"),
        ]
        verbose_name = _("Biểu phí gửi hàng")

    def __str__(self) -> str:
        return f"{self.producer_id}"

    def fee(self, grams: int, goods: int, zone: Zone) -> int:
        """What a parcel costs, whole đồng; see rates.parcel_fee."""
        name = Zone(zone).name.lower()
        return rates.parcel_fee(
            grams,
            goods,
            first_grams=self.first_grams,
            first_fee=getattr(self, f"fee_{name}"),
            step_fee=getattr(self, f"step_{name}"),
            free_from=self.free_from,
        )

    def farthest(self, *, is_fresh: bool) -> Zone:
        return Zone(self.fresh_reach if is_fresh else self.reach)

    def is_closed(self, day: date) -> bool:
        """Whether the producer sends nothing on `day`; no query where days_off were prefetched."""
        if self.paused_until and day <= self.paused_until:
            return True
        return self.pk is not None and any(off.first <= day <= off.last for off in self.days_off.all())


class DayOff(models.Model):
    """Days on which nothing leaves, both included."""

    card = models.ForeignKey(ShippingCard, models.CASCADE, related_name="days_off")
    first = models.DateField(_("Nghỉ từ ngày"))
    last = models.DateField(_("đến hết ngày"))

    class Meta:
        ordering = ["first", "pk"]
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="days_off_end_after_they_begin")]

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


from oscar.apps.shipping.models import *  # noqa: E402, F403
