from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer
from marketplace.ledger.models.books import Posting
from marketplace.ledger.queries import PayoutAccountQuerySet, PayoutBatchQuerySet, PayoutQuerySet


class PayoutAccount(models.Model):
    """Where a producer is paid (tài khoản nhận tiền). Rows are only added: the newest counts."""

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="payout_accounts")
    bank = models.CharField(max_length=60)
    number = models.CharField(max_length=24)
    holder = models.CharField(max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    objects = PayoutAccountQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.bank} {self.number}"


class PayoutBatch(models.Model):
    """Payouts that go to the bank in one file (đợt chi trả)."""

    created_at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PayoutBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class Payout(models.Model):
    """What one producer gets in a batch (chi trả), whole đồng, to the account as it stood when it was drawn up."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Nháp")
        APPROVED = "approved", _("Đã duyệt")
        SENT = "sent", _("Đã gửi ngân hàng")
        SETTLED = "settled", _("Đã chi")
        FAILED = "failed", _("Không chi được")

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="payouts")
    producer = models.ForeignKey(Producer, models.PROTECT, related_name="payouts")
    account = models.ForeignKey(PayoutAccount, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    reference = models.CharField(max_length=80, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = PayoutQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_more_than_nothing"),
            models.UniqueConstraint(fields=["batch", "producer"], name="payout_once_per_batch_and_producer"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}-{self.pk}"

    @property
    def words(self) -> str:
        """What the bank's statement says: ASCII, as banks print it."""
        return f"CHO OCOP CHI TRA DOT {self.batch_id} SO {self.pk}"


class PayoutItem(models.Model):
    """A posting that a payout pays. Let go of when the payout failed, so that another may pay it."""

    payout = models.ForeignKey(Payout, models.CASCADE, related_name="items")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="payout_items")
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["posting"], condition=Q(is_live=True), name="posting_is_paid_out_once")
        ]

    def __str__(self) -> str:
        return f"{self.payout_id} {self.posting_id}"
