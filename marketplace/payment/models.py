"""How money comes in and goes back. All amounts are whole đồng."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.payment.queries import AttemptQuerySet, InboxQuerySet, RefundQuerySet


class Attempt(models.Model):
    """One try to pay an order with one provider (lần thanh toán)."""

    class State(models.TextChoices):
        CREATED = "created", _("Mới tạo")
        OPEN = "open", _("Đang chờ")
        SUCCEEDED = "succeeded", _("Thành công")
        FAILED = "failed", _("Không thành công")
        EXPIRED = "expired", _("Hết hạn")
        CANCELLED = "cancelled", _("Đã hủy")

    order = models.ForeignKey("order.Order", models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=20)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.CREATED)
    reference = models.CharField(max_length=100, blank=True)
    payment_reference = models.CharField(max_length=100, blank=True)
    pay_url = models.URLField(max_length=1000, blank=True)
    captured = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    flag = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["created", "open"]), name="attempt_one_open_per_order"
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="attempt_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(captured__gte=0) & Q(refunded__gte=0),
                name="attempt_amounts_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.pk}"


class Refund(models.Model):
    """Money going back (hoàn tiền). The row stands before the provider is asked."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Đã yêu cầu")
        SUBMITTED = "submitted", _("Đã gửi tới đơn vị thanh toán")
        SUCCEEDED = "succeeded", _("Đã hoàn")
        FAILED = "failed", _("Không hoàn được")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    reason = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.attempt} −{self.amount}"


class BankTransaction(models.Model):
    """One incoming transfer as the bank told it (giao dịch ngân hàng). Append-only: a trigger refuses change."""

    provider = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80)
    account = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    booked_at = models.DateTimeField()
    content = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="bank_transaction_once_per_provider"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_transaction_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.external_id}"


class InboxEvent(models.Model):
    """One notice from a provider. It is a hint to look, never the truth itself."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Đã nhận")
        DONE = "done", _("Đã xử lý")
        ERROR = "error", _("Lỗi")

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    thing = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.RECEIVED)
    error = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField(default=now)

    objects = InboxQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="inbox_event_once_per_provider")]

    def __str__(self) -> str:
        return f"{self.provider}:{self.event_id}"


from oscar.apps.payment.models import *  # noqa: E402, F403
