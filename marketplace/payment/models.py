"""How money comes in and goes back. All amounts are whole đồng."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.order import states
from marketplace.payment.queries import (
    BY_HAND,
    AttemptQuerySet,
    BankTransactionQuerySet,
    DifferenceQuerySet,
    DisputeQuerySet,
    InboxQuerySet,
    ReconciliationQuerySet,
    RefundAccountQuerySet,
    RefundQuerySet,
)


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
    fees = models.BigIntegerField(default=0)
    flag = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=states.UNFINISHED_ATTEMPTS), name="attempt_one_open_per_order"
            ),
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=~Q(reference=""), name="attempt_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(captured__gte=0) & Q(refunded__gte=0) & Q(fees__gte=0),
                name="attempt_amounts_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}:{self.pk}"

    @property
    def is_unfinished(self) -> bool:
        """As AttemptQuerySet.unfinished."""
        return self.state in states.UNFINISHED_ATTEMPTS


class Dispute(models.Model):
    """A card payment that the buyer's bank takes back (khiếu nại thẻ), as the provider tells it; whole đồng.

    `taken` and `given_back` only grow; `lost` of them is booked as our loss. `due_by`: until when we may answer.
    """

    class State(models.TextChoices):
        NEEDS_ANSWER = "needs_answer", _("Chờ ta trả lời")
        UNDER_REVIEW = "under_review", _("Ngân hàng đang xét")
        WON = "won", _("Ta thắng, tiền trả lại")
        LOST = "lost", _("Ta thua, tiền về khách")
        CLOSED = "closed", _("Đã đóng, không mất tiền")

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="disputes")
    reference = models.CharField(max_length=100, unique=True)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=State)
    due_by = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    taken = models.BigIntegerField(default=0)
    given_back = models.BigIntegerField(default=0)
    lost = models.BigIntegerField(default=0)
    fee = models.BigIntegerField(default=0)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(taken__gte=0) & Q(given_back__gte=0) & Q(lost__gte=0) & Q(fee__gte=0),
                name="dispute_amounts_are_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """As DisputeQuerySet.open."""
        return self.state in states.OPEN_DISPUTES

    @property
    def withheld(self) -> int:
        """What the provider has taken and not given back, whole đồng."""
        return self.taken - self.given_back

    @property
    def spoken_reason(self) -> str:
        """The bank's reason in words; its own code where we have none."""
        return REASONS.get(self.reason, self.reason)


REASONS = {  # Stripe's Dispute.reason
    "credit_not_processed": _("Khách đã trả hàng mà chưa thấy hoàn tiền"),
    "duplicate": _("Bị trừ tiền hai lần"),
    "fraudulent": _("Chủ thẻ nói không mua"),
    "general": _("Không nêu lý do"),
    "product_not_received": _("Không nhận được hàng"),
    "product_unacceptable": _("Hàng không như mô tả hoặc hỏng"),
    "unrecognized": _("Chủ thẻ không nhận ra khoản này"),
}


class Refund(models.Model):
    """Money going back (hoàn tiền). The row stands before the provider is asked.

    `dispute`: the buyer's bank gave this money back already, so that we do not.
    """

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
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, blank=True, related_name="covered")
    created_at = models.DateTimeField(default=now)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.attempt} −{self.amount}"

    @property
    def waits_by_hand(self) -> bool:
        """As RefundQuerySet.by_hand."""
        return self.state == self.State.REQUESTED and self.attempt.provider in BY_HAND


class RefundAccount(models.Model):
    """Where a buyer wants money sent that cannot go back to a card (tài khoản nhận tiền hoàn). Forgotten with the
    buyer's account, and some time after the money was sent."""

    order = models.OneToOneField("order.Order", models.CASCADE, related_name="refund_account")
    bank = models.CharField(max_length=60)
    number = models.CharField(max_length=24)
    holder = models.CharField(max_length=80)
    at = models.DateTimeField(default=now)

    objects = RefundAccountQuerySet.as_manager()

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """As a page shows it that others may read over a shoulder: "Vietcombank •••• 4567"."""
        return f"{self.bank} •••• {self.number[-4:]}"


class BankTransaction(models.Model):
    """One incoming transfer as the bank told it (giao dịch ngân hàng). Append-only: a trigger refuses change.

    `fingerprint` is the same for one transfer however it reached us; "" when the bank gave no reference.
    """

    provider = models.CharField(max_length=20)
    external_id = models.CharField(max_length=80)
    account = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    booked_at = models.DateTimeField()
    content = models.CharField(max_length=500, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(default=now)
    fingerprint = models.CharField(max_length=64, blank=True, default="")

    objects = BankTransactionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="bank_transaction_once_per_provider"),
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~Q(fingerprint=""), name="bank_transaction_once_however_it_came"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="bank_transaction_is_more_than_nothing"),
        ]
        indexes = [models.Index(fields=["booked_at", "amount"], name="bank_transaction_of_a_day")]

    def __str__(self) -> str:
        return f"{self.provider}:{self.external_id}"


class BankMatch(models.Model):
    """A transfer that counts for an attempt (khớp lệnh), by its memo or by two people. Append-only."""

    transaction = models.OneToOneField(BankTransaction, models.PROTECT, related_name="match")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="bank_matches")
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.transaction} → {self.attempt}"


class BankClaim(models.Model):
    """What one operator says about a transfer that names no order; it counts when a second one confirms it."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", _("Thuộc về một đơn hàng")
        RETURN = "return", _("Trả lại người gửi")
        OTHER = "other", _("Không phải tiền của khách")

    class State(models.TextChoices):
        OPEN = "open", _("Chờ người thứ hai")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        WITHDRAWN = "withdrawn", _("Đã bỏ")

    transaction = models.ForeignKey(BankTransaction, models.PROTECT, related_name="claims")
    kind = models.CharField(max_length=6, choices=Kind)
    order = models.ForeignKey("order.Order", models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["transaction"], condition=~Q(state="withdrawn"), name="bank_claim_one_standing_per_transaction"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("by"))),
                name="bank_claim_is_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.transaction} {self.kind}"


class MoneyAct(models.Model):
    """What an operator did about money (nhật ký tiền). Append-only."""

    kind = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    order = models.ForeignKey("order.Order", models.PROTECT, null=True, blank=True, related_name="money_acts")
    note = models.CharField(max_length=300)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d/%m/%Y}"


class Reconciliation(models.Model):
    """One day of one provider beside our books (đối soát): what came and went back, by their word and by ours."""

    day = models.DateField()
    provider = models.CharField(max_length=20)
    told_captured = models.BigIntegerField()
    told_refunded = models.BigIntegerField()
    booked_captured = models.BigIntegerField()
    booked_refunded = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    objects = ReconciliationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "provider"], name="reconciliation_once_a_day")]

    def __str__(self) -> str:
        return f"{self.provider} {self.day}"

    @property
    def told(self) -> int:
        """By the provider's record, refunds taken off, whole đồng."""
        return self.told_captured - self.told_refunded

    @property
    def booked(self) -> int:
        """The same by our books."""
        return self.booked_captured - self.booked_refunded


class Difference(models.Model):
    """Where a provider and our books disagree (chênh lệch), until a person has looked at it.

    `thing` is what it is about: "attempt:<key>", or the provider's own key for money that we know nothing of.
    """

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="differences")
    thing = models.CharField(max_length=100)
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, blank=True, related_name="+")
    told = models.BigIntegerField()
    booked = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reconciliation", "thing"], name="difference_once_a_day")]

    def __str__(self) -> str:
        return f"{self.reconciliation} {self.thing}"


class CodPhone(models.Model):
    """A phone that has asked to pay on delivery. Its row is the lock under which its open orders are counted."""

    phone = models.CharField(max_length=16, unique=True)

    def __str__(self) -> str:
        return self.phone


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
