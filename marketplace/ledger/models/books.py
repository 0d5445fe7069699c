"""Accounts and entries. Entries and postings are append-only (a trigger refuses change)."""

from django.db import models
from django.db.models import Q, Sum
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer
from marketplace.ledger.queries import JournalEntryQuerySet, PostingQuerySet

REASONS = {  # kind of an entry -> what happened
    "capture": _("Tiền đến"),
    "delivered": _("Giao xong"),
    "returned": _("Hàng trả lại"),
    "carried": _("Chuyển hoàn, phí gửi đã dùng"),
    "refund": _("Hoàn tiền"),
    "goodwill": _("Sàn bù"),
    "remitted": _("Đơn vị vận chuyển nộp tiền"),
    "payout": _("Chi trả"),
}
TAXES = {"tax_withheld:vat": _("Thuế GTGT khấu trừ"), "tax_withheld:pit": _("Thuế TNCN khấu trừ")}


class Account(models.Model):
    """Where đồng stand. Its balance is the sum of its postings, never a column.

    `key` is the kind, and whose or which it is: "bank", "customer_payable:OC…", "tax_withheld:vat".
    """

    class Kind(models.TextChoices):
        STRIPE_CLEARING = "stripe_clearing", _("Tiền thẻ chờ về")
        BANK = "bank", _("Ngân hàng")
        COD_RECEIVABLE = "cod_receivable", _("Tiền thu hộ phải thu")
        CUSTOMER_PAYABLE = "customer_payable", _("Nghĩa vụ với khách")
        PRODUCER_PAYABLE = "producer_payable", _("Phải trả nhà sản xuất")
        PRODUCER_RECEIVABLE = "producer_receivable", _("Phải thu nhà sản xuất")
        PLATFORM_FEE_INCOME = "platform_fee_income", _("Phí sàn")
        SHIPPING_CLEARING = "shipping_clearing", _("Phí vận chuyển")
        TAX_WITHHELD = "tax_withheld", _("Thuế khấu trừ")
        PROVIDER_FEES = "provider_fees", _("Phí cổng thanh toán")
        REFUNDS_PAYABLE = "refunds_payable", _("Phải hoàn cho khách")
        DISPUTE_HELD = "dispute_held", _("Tiền thẻ bị giữ vì khiếu nại")
        SUSPENSE = "suspense", _("Chuyển khoản chưa rõ của ai")
        DISPUTE_LOSS = "dispute_loss", _("Tổn thất khiếu nại")
        PROMOTION_COST = "promotion_cost", _("Chi phí khuyến mại của sàn")

    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=80, unique=True)
    producer = models.ForeignKey(Producer, models.PROTECT, null=True, blank=True, related_name="+")
    order = models.ForeignKey("order.Order", models.PROTECT, null=True, blank=True, related_name="accounts")

    def __str__(self) -> str:
        return self.key

    @property
    def said(self) -> str:
        """Its kind and, of a tax, which one."""
        return str(TAXES.get(self.key) or self.get_kind_display())

    @property
    def balance(self) -> int:
        """Debit minus credit, whole đồng."""
        return self.postings.aggregate(sum=Sum("amount"))["sum"] or 0


class JournalEntry(models.Model):
    """Why đồng moved. `key` names the reason: the same reason is booked once."""

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20)
    order = models.ForeignKey("order.Order", models.PROTECT, null=True, blank=True, related_name="entries")
    parcel = models.ForeignKey("order.Parcel", models.PROTECT, null=True, blank=True, related_name="entries")
    payout = models.ForeignKey("ledger.Payout", models.PROTECT, null=True, blank=True, related_name="entries")
    at = models.DateTimeField(default=now)

    objects = JournalEntryQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key

    @property
    def said(self) -> str:
        """Its kind in words."""
        return str(REASONS.get(self.kind, self.kind))


class Posting(models.Model):
    """One side of an entry: debit positive, credit negative."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="postings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_is_not_nothing")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.amount}"
