from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Product
from traceability.queries import EventQuerySet, LotQuerySet


class Lot(models.Model):
    """Packs of one product made together (lô sản phẩm). `quantity` counts packs; labels never exceed it."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang lưu hành")
        RECALLED = "recalled", _("Lô đã thu hồi")

    product = models.ForeignKey(Product, models.PROTECT, related_name="lots")
    number = models.CharField(_("Số lô"), max_length=40)
    produced_on = models.DateField(_("Ngày sản xuất"), null=True, blank=True)
    packed_on = models.DateField(_("Ngày đóng gói"), null=True, blank=True)
    expires_on = models.DateField(_("Hạn dùng"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("Số gói"))
    unit = models.CharField(_("Đơn vị"), max_length=20, default="gói")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    recalled_at = models.DateTimeField(null=True, blank=True)
    recall_reason = models.CharField(_("Lý do thu hồi"), max_length=300, blank=True)
    recall_advice = models.CharField(_("Người mua nên làm gì"), max_length=300, blank=True, default="", db_default="")
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = LotQuerySet.as_manager()

    class Meta:
        ordering = ["-packed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "number"],
                name="lot_number_once_per_product",
                violation_error_message=_("Sản phẩm này đã có lô mang số đó."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="lot_holds_a_pack",
                violation_error_message=_("Một lô có ít nhất một gói."),
            ),
            models.CheckConstraint(
                condition=Q(produced_on__isnull=True) | Q(packed_on__isnull=True) | Q(packed_on__gte=F("produced_on")),
                name="lot_is_packed_after_production",
                violation_error_message=_("Ngày đóng gói không thể trước ngày sản xuất."),
            ),
            models.CheckConstraint(
                condition=Q(packed_on__isnull=True) | Q(expires_on__isnull=True) | Q(expires_on__gte=F("packed_on")),
                name="lot_expires_after_packing",
                violation_error_message=_("Hạn sử dụng không thể trước ngày đóng gói."),
            ),
            models.CheckConstraint(
                condition=~Q(state="recalled") | (Q(recalled_at__isnull=False) & ~Q(recall_reason="")),
                name="lot_recalled_says_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_recalled(self) -> bool:
        return self.state == self.State.RECALLED

    @property
    def labels_left(self) -> int:
        """How many unit labels may still be made for this lot; one query."""
        return max(self.quantity - self.labels.counted().count(), 0)


class Event(models.Model):
    """One step of a lot (sự kiện truy xuất). Append-only: a trigger refuses change and removal.

    `author_class` says on whose word it stands; a mistake is declared (Record), never mended. `quantity` in `uom`
    (UN/ECE Recommendation 20; empty: packs) is what was harvested, used or put into `box`.
    """

    class Stage(models.TextChoices):
        HARVEST = "harvest", _("Thu hoạch")
        PROCESS = "process", _("Chế biến")
        LAB = "lab", _("Kiểm nghiệm")
        PACK = "pack", _("Đóng gói")
        STORE = "store", _("Lưu kho")
        SHIP = "ship", _("Xuất hàng")
        RECEIVE = "receive", _("Nhận hàng")
        SELL = "sell", _("Bày bán")
        RECALL = "recall", _("Thu hồi lô")
        LIFT = "lift", _("Gỡ lệnh thu hồi")

    class AuthorClass(models.TextChoices):
        PRODUCER = "producer", _("nhà sản xuất tự khai")
        LAB = "lab", _("phòng kiểm nghiệm")
        AUTHORITY = "authority", _("cơ quan quản lý")
        PLATFORM = "platform", _("sàn ghi nhận")

    class Unit(models.TextChoices):
        KILOGRAM = "KGM", _("kg")
        GRAM = "GRM", _("g")
        LITRE = "LTR", _("lít")
        MILLILITRE = "MLT", _("ml")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="events")
    stage = models.CharField(_("Công đoạn"), max_length=8, choices=Stage)
    at = models.DateTimeField(_("Thời điểm"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(_("Nơi"), max_length=200, blank=True)
    author_class = models.CharField(max_length=9, choices=AuthorClass, default=AuthorClass.PRODUCER)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("Ghi chú"), max_length=500, blank=True)
    quantity = models.PositiveIntegerField(_("Khối lượng, số lượng"), null=True, blank=True)
    uom = models.CharField(_("Đơn vị"), max_length=3, choices=Unit, blank=True, default="", db_default="")
    box = models.CharField(_("Mã thùng"), max_length=40, blank=True, default="", db_default="")
    recorded_at = models.DateTimeField(default=now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["lot", "at"], name="event_of_lot")]

    def __str__(self) -> str:
        return f"{self.lot} {self.stage} {self.at:%Y-%m-%d}"
