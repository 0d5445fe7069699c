from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outlets import geo, hours
from outlets.queries import OutletQuerySet


def valid_hours(text: str) -> None:
    """Raises ValidationError for a text that outlets.hours cannot read."""
    try:
        hours.parse(text)
    except hours.HoursError as bad:
        raise ValidationError(
            _("Không đọc được “%(part)s”. Viết như: Mo-Fr 08:00-17:30; Sa,Su 08:00-21:00."), params={"part": str(bad)}
        ) from bad


class Outlet(models.Model):
    """A place that shows and sells OCOP products (điểm giới thiệu và bán sản phẩm OCOP, 950/QĐ-BCT)."""

    class Kind(models.TextChoices):
        SHOP = "shop", _("Cửa hàng OCOP")
        SUPERMARKET = "supermarket", _("Siêu thị")
        MARKET = "market", _("Chợ")
        MALL = "mall", _("Trung tâm thương mại")
        AIRPORT = "airport", _("Sân bay")
        STATION = "station", _("Nhà ga, bến xe, bến tàu")
        REST_STOP = "rest_stop", _("Trạm dừng nghỉ")
        TOURISM = "tourism", _("Khu, điểm du lịch")
        HOTEL = "hotel", _("Nhà hàng, khách sạn")
        VILLAGE = "village", _("Làng nghề")
        CENTRE = "centre", _("Trung tâm OCOP huyện, xã")
        POST_OFFICE = "post_office", _("Bưu điện, điểm bưu điện văn hóa xã")

    name = models.CharField(_("Tên"), max_length=160)
    slug = models.SlugField(max_length=180, unique=True)
    kind = models.CharField(_("Loại"), max_length=12, choices=Kind, default=Kind.SHOP)
    province = models.ForeignKey(
        "catalogue.Place", models.PROTECT, related_name="outlets", verbose_name=_("Tỉnh, thành phố")
    )
    address = models.CharField(_("Địa chỉ"), max_length=300)
    latitude = models.FloatField(_("Vĩ độ"))
    longitude = models.FloatField(_("Kinh độ"))
    opening_hours = models.CharField(_("Giờ mở cửa"), max_length=200, blank=True, validators=[valid_hours])
    phone = models.CharField(_("Điện thoại"), max_length=16, blank=True)
    about = models.TextField(_("Giới thiệu"), max_length=600, blank=True)
    verified_on = models.DateField(_("Ngày kiểm tra thông tin"), null=True, blank=True)
    products = models.ManyToManyField(
        "catalogue.Product", blank=True, related_name="outlets", verbose_name=_("Sản phẩm có bán")
    )
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    is_illustration = models.BooleanField(_("Điểm bán minh họa"), default=False)

    objects = OutletQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("Điểm bán")
        verbose_name_plural = _("Điểm bán")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__range=(geo.VIETNAM.south, geo.VIETNAM.north))
                & Q(longitude__range=(geo.VIETNAM.west, geo.VIETNAM.east)),
                name="outlet_stands_in_vietnam",
            )
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="outlet_by_point")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outlets:detail", args=[self.slug])

    @property
    def point(self) -> geo.Point:
        """Where it stands."""
        return geo.Point(self.latitude, self.longitude)

    @property
    def week(self) -> hours.Week:
        """Its opening hours, day by day."""
        return hours.parse(self.opening_hours)

    @property
    def schema_hours(self) -> list[str]:
        """The opening hours as schema.org's openingHours, one entry per rule."""
        always = "Mo-Su 00:00-23:59" if self.opening_hours.strip() == hours.ALWAYS else self.opening_hours
        return [rule.strip() for rule in always.split(";") if rule.strip()]

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at `at` (local time)."""
        return hours.is_open(self.week, at)
