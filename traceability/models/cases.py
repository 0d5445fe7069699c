from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Product
from traceability.case_queries import CaseQuerySet
from traceability.models.labels import Label
from traceability.receipts import new_receipt


class Case(models.Model):
    """A suspicion of counterfeits (vụ việc): someone reported a label, or the rules found something in the scans.

    Only `receipt` leads a reporter to it. `network` counts reports per day and is forgotten after 30 days. A case
    says the same for good; what became of it is written down in CaseEntry.
    """

    class Source(models.TextChoices):
        REPORT = "report", _("Người mua báo")
        RULES = "rules", _("Hệ thống phát hiện")

    class Kind(models.TextChoices):
        UNLIKE = "unlike", _("Hàng khác ảnh, khác mô tả")
        COPIED = "copied", _("Nhiều gói mang cùng một mã")
        BROKEN = "broken", _("Tem bị bóc, dán lại, che số")
        UNKNOWN = "unknown", _("Mã không có trong hệ thống")
        OTHER = "other", _("Việc khác")
        SCANS = "scans", _("Lượt quét bất thường")

    class State(models.TextChoices):
        NEW = "new", _("Mới nhận")
        LOOKING = "looking", _("Đang xác minh")
        CLOSED = "closed", _("Đã kết luận")

    class Outcome(models.TextChoices):
        COUNTERFEIT = "fake", _("Hàng giả hoặc tem bị sao chép")
        MISTAKE = "mistake", _("Lỗi của nhà sản xuất hoặc nơi bán")
        NO_SIGN = "no_sign", _("Không thấy dấu hiệu hàng giả")
        UNPROVEN = "unproven", _("Chưa đủ căn cứ")

    receipt = models.CharField(max_length=12, unique=True, default=new_receipt)
    source = models.CharField(max_length=6, choices=Source, default=Source.REPORT)
    kind = models.CharField(max_length=7, choices=Kind)
    code = models.CharField(max_length=200, blank=True)  # as long as what another system printed may be
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="cases")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=1000, blank=True)
    place_text = models.CharField(max_length=200, blank=True)
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    photo = models.FileField(upload_to="private/reports", blank=True)
    contact = models.CharField(max_length=100, blank=True)
    network = models.CharField(max_length=48, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.NEW)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, outcome=""),
                name="case_closed_says_when_and_how",
            ),
            models.UniqueConstraint(
                fields=["label"],
                condition=Q(source="rules") & ~Q(state="closed"),
                name="case_of_rules_one_open_a_label",
            ),
            models.UniqueConstraint(
                fields=["network"],
                condition=Q(source="rules", label__isnull=True) & ~Q(state="closed"),
                name="case_of_rules_one_open_a_network",
            ),
        ]
        indexes = [models.Index(fields=["network", "created_at"], name="case_of_network")]

    def __str__(self) -> str:
        return self.receipt

    @property
    def is_open(self) -> bool:
        return self.state != self.State.CLOSED


class CaseEntry(models.Model):
    """One act on a case: who, when, what. Append-only: a trigger refuses change and removal."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=9, blank=True)  # producer, authority or platform: on whose behalf
    state = models.CharField(max_length=7, choices=Case.State)
    outcome = models.CharField(max_length=8, choices=Case.Outcome, blank=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class Flag(models.Model):
    """What one rule found in the scans of a case's label (dấu hiệu bất thường); see traceability.rules."""

    class Rule(models.TextChoices):
        BURST = "R2", _("Nhiều máy quét dồn dập")
        TRAVEL = "R3", _("Hai lượt quét cách nhau quá xa so với thời gian đi lại")
        OUT_OF_TIME = "R4", _("Quét khi tem chưa kích hoạt, đã hủy, đã thu hồi hoặc quá hạn")
        SPREAD = "R5", _("Quét ở nhiều tỉnh trong ít ngày")
        GUESSING = "R6", _("Một mạng dò nhiều mã không tồn tại")
        OPENED = "R7", _("Vẫn có máy khác quét sau khi cào mã bí mật")

    case = models.ForeignKey(Case, models.PROTECT, related_name="flags")
    rule = models.CharField(max_length=2, choices=Rule)
    at = models.DateTimeField()
    networks = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["rule"]
        constraints = [models.UniqueConstraint(fields=["case", "rule"], name="flag_once_per_case")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.rule}"
