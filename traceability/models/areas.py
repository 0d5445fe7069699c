from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Producer
from traceability import areas
from traceability.queries import GrowingAreaQuerySet, LaboratoryQuerySet


class GrowingArea(models.Model):
    """A growing area or packing house by its code (mã số vùng trồng, mã số cơ sở đóng gói), as text.

    No rule decides whether a code is well formed (areas.py only warns): grammars differ by market and province, and
    codes get stolen. So it is the producer's word until an authority has confirmed it (`state`, AreaReview).
    """

    class Kind(models.TextChoices):
        AREA = "area", _("Vùng trồng")
        PACKHOUSE = "packhouse", _("Cơ sở đóng gói")

    class State(models.TextChoices):
        DECLARED = "declared", _("nhà sản xuất tự khai")
        CONFIRMED = "confirmed", _("cơ quan quản lý đã xác nhận")
        REFUSED = "refused", _("cơ quan quản lý không xác nhận")

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="growing_areas")
    kind = models.CharField(_("Loại mã"), max_length=9, choices=Kind, default=Kind.AREA)
    code = models.CharField(_("Mã số"), max_length=60)
    name = models.CharField(_("Tên vùng, nơi"), max_length=200, blank=True)
    crop = models.CharField(_("Cây trồng"), max_length=100, blank=True)
    issuer = models.CharField(_("Cơ quan cấp mã"), max_length=200)
    market = models.CharField(_("Thị trường"), max_length=60, blank=True)
    valid_from = models.DateField(_("Có hiệu lực từ ngày"), null=True, blank=True)
    valid_until = models.DateField(_("Ngày cuối cùng còn hiệu lực"), null=True, blank=True)
    province = models.ForeignKey(Place, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.DECLARED)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=200, blank=True)  # the authority's name
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    DECLARED = ("kind", "code", "name", "crop", "issuer", "market", "valid_from", "valid_until", "province_id")

    objects = GrowingAreaQuerySet.as_manager()

    class Meta:
        ordering = ["code", "pk"]
        verbose_name = _("mã số vùng trồng")
        verbose_name_plural = _("mã số vùng trồng")
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "code", "market"],
                name="growing_area_code_once_per_producer_and_market",
                violation_error_message=_("Mã này đã được khai cho thị trường đó."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                name="growing_area_ends_after_it_begins",
                violation_error_message=_("Ngày cuối cùng không thể trước ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=Q(state="declared") | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
                name="growing_area_reviewed_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    def is_valid_on(self, day: date) -> bool:
        """Whether the code counts on `day` (areas.counts_on)."""
        return areas.counts_on(day, self.valid_from, self.valid_until)

    @property
    def fingerprint(self) -> str:
        """Of all that was declared: an authority's word is on what it was shown, and on nothing else."""
        return sha256(repr([str(getattr(self, name) or "") for name in self.DECLARED]).encode()).hexdigest()

    @property
    def doubt(self) -> str:
        """Why the code looks odd (areas.doubt); "" for no doubt."""
        return areas.doubt(self.code, self.kind)


class AreaReview(models.Model):
    """What an authority said of a growing area's code, on which paper. Append-only; the last one counts.

    `code`: as it stood then.
    """

    area = models.ForeignKey(GrowingArea, models.PROTECT, related_name="reviews")
    code = models.CharField(max_length=60, blank=True, default="", db_default="")
    is_confirmed = models.BooleanField()
    authority = models.CharField(max_length=200)
    document = models.CharField(_("Văn bản căn cứ"), max_length=120)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.area_id} {self.document}"


class Laboratory(models.Model):
    """A testing laboratory (phòng kiểm nghiệm). `people` sign in for it; it writes on the lots that name it."""

    name = models.CharField(_("Tên phòng kiểm nghiệm"), max_length=200, unique=True)
    accreditation = models.CharField(_("Số công nhận, chỉ định"), max_length=100, blank=True)
    address = models.CharField(_("Địa chỉ"), max_length=300, blank=True)
    is_active = models.BooleanField(_("Đang hoạt động"), default=True)
    is_fictional = models.BooleanField(default=False)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="laboratories", blank=True)

    objects = LaboratoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("phòng kiểm nghiệm")
        verbose_name_plural = _("phòng kiểm nghiệm")

    def __str__(self) -> str:
        return self.name
