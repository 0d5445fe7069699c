"""What a buyer wants to give back after delivery: tables only, see services/returns.py."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.order import deadlines, states
from marketplace.order.queries import ReturnQuerySet

MOST_PHOTOS = 5


class ReturnRequest(models.Model):
    """A buyer's wish to give back pieces of one delivered parcel (yêu cầu trả hàng)."""

    class Reason(models.TextChoices):
        BROKEN = "broken", _("Hàng vỡ, hỏng khi tới nơi")
        SPOILED = "spoiled", _("Hàng ôi, mốc, hết hạn")
        WRONG = "wrong", _("Giao sai hoặc thiếu hàng")
        UNLIKE = "unlike", _("Không giống mô tả")
        MIND = "mind", _("Đổi ý, hàng còn nguyên")

    parcel = models.ForeignKey("order.Parcel", models.PROTECT, related_name="returns")
    state = models.CharField(max_length=9, choices=states.Return, default=states.Return.REQUESTED)
    reason = models.CharField(max_length=8, choices=Reason)
    words = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField(default=now)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    amount = models.BigIntegerField(default=0)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parcel"],
                condition=Q(state__in=["requested", "approved"]),
                name="return_one_open_per_parcel",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="return_gives_back_no_less_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.state}"

    @property
    def answer_by(self) -> datetime:
        """Until when the producer answers."""
        return self.asked_at + deadlines.ANSWER

    @property
    def send_by(self) -> datetime:
        """Until when the goods of an approved return are handed to a carrier."""
        return (self.answered_at or self.asked_at) + deadlines.SENDING

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN_RETURNS


class ReturnLine(models.Model):
    """How many pieces of a line."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="lines")
    line = models.ForeignKey("order.Line", models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="return_line_is_more_than_nothing"),
            models.UniqueConstraint(fields=["request", "line"], name="return_line_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line_id}"


class ReturnPhoto(models.Model):
    """What the goods look like, written anew by us: pixels only. Shown to buyer, producer and operator."""

    request = models.ForeignKey(ReturnRequest, models.CASCADE, related_name="photos")
    picture = models.FileField(upload_to="private/returns")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.picture.name
