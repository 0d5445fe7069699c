from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place, Product
from traceability.models.areas import GrowingArea, Laboratory
from traceability.queries import EventQuerySet, LotQuerySet
from traceability.units import COUNT


class Unit(models.TextChoices):
    """UN/ECE Recommendation 20; units.py knows what they measure."""

    COUNT = "C62", _("gói")
    KILOGRAM = "KGM", _("kg")
    GRAM = "GRM", _("g")
    TONNE = "TNE", _("tấn")
    LITRE = "LTR", _("lít")
    MILLILITRE = "MLT", _("ml")


class Lot(models.Model):
    """Packs of one product made together (lô sản phẩm), or the material for it (`material`, in `uom`).

    `quantity` in C62 counts packs, by the producer's own word in `unit`; labels never exceed it. `growing_areas` and
    `laboratories`: where it grew, and who may tell of its tests.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Đang lưu hành")
        RECALLED = "recalled", _("Lô đã thu hồi")

    product = models.ForeignKey(Product, models.PROTECT, related_name="lots")
    number = models.CharField(_("Số lô"), max_length=40)
    material = models.CharField(_("Nguyên liệu"), max_length=100, blank=True, default="", db_default="")
    harvested_on = models.DateField(_("Ngày thu hoạch"), null=True, blank=True)
    produced_on = models.DateField(_("Ngày sản xuất"), null=True, blank=True)
    packed_on = models.DateField(_("Ngày đóng gói"), null=True, blank=True)
    expires_on = models.DateField(_("Hạn dùng"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("Số gói"))
    unit = models.CharField(_("Đơn vị"), max_length=20, default="gói")
    uom = models.CharField(_("Đơn vị đo"), max_length=3, choices=Unit, default=COUNT, db_default=COUNT)
    growing_areas = models.ManyToManyField(GrowingArea, related_name="lots", blank=True)
    laboratories = models.ManyToManyField(Laboratory, related_name="lots", blank=True)
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
                condition=Q(harvested_on__isnull=True)
                | Q(produced_on__isnull=True)
                | Q(produced_on__gte=F("harvested_on")),
                name="lot_is_produced_after_harvest",
                violation_error_message=_("Ngày sản xuất không thể trước ngày thu hoạch."),
            ),
            models.CheckConstraint(
                condition=Q(harvested_on__isnull=True)
                | Q(packed_on__isnull=True)
                | Q(packed_on__gte=F("harvested_on")),
                name="lot_is_packed_after_harvest",
                violation_error_message=_("Ngày đóng gói không thể trước ngày thu hoạch."),
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
    def is_counted(self) -> bool:
        """Whether it is packs, which carry labels; material is measured."""
        return self.uom == COUNT

    @property
    def labels_left(self) -> int:
        """How many labels on packs may still be made for this lot; one query."""
        if not self.is_counted:
            return 0
        return max(self.quantity - self.labels.on_packs(), 0)


class Event(models.Model):
    """One step of a lot (sự kiện truy xuất). Append-only: a trigger refuses change and removal.

    `author_class` says on whose word it stands; a mistake is declared (Record), never mended. `quantity` in `uom`
    (UN/ECE Recommendation 20; empty: packs) is what was harvested, used or put into `box`. `party`: from whom it came or
    to whom it went. Who said it: the account, its role there, the organisation, and the network, which is never shown.
    `laboratory`: whose result it is, whatever the laboratory is called by now.
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
        ACTIVATE = "activate", _("Kích hoạt tem")
        RECALL = "recall", _("Thu hồi lô")
        LIFT = "lift", _("Gỡ lệnh thu hồi")

    class AuthorClass(models.TextChoices):
        PRODUCER = "producer", _("nhà sản xuất tự khai")
        LAB = "lab", _("phòng kiểm nghiệm")
        AUTHORITY = "authority", _("cơ quan quản lý")
        PLATFORM = "platform", _("sàn ghi nhận")

    class Outcome(models.TextChoices):
        PASS = "pass", _("Đạt")
        FAIL = "fail", _("Không đạt")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="events")
    stage = models.CharField(_("Công đoạn"), max_length=8, choices=Stage)
    at = models.DateTimeField(_("Thời điểm"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(_("Nơi"), max_length=200, blank=True)
    author_class = models.CharField(max_length=9, choices=AuthorClass, default=AuthorClass.PRODUCER)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    author_role = models.CharField(max_length=12, blank=True, default="", db_default="")
    network = models.CharField(max_length=48, blank=True, default="", db_default="")
    laboratory = models.ForeignKey(Laboratory, models.PROTECT, null=True, blank=True, related_name="results")
    party = models.CharField(_("Bên giao, bên nhận"), max_length=200, blank=True, default="", db_default="")
    report_number = models.CharField(_("Số phiếu kết quả"), max_length=60, blank=True, default="", db_default="")
    outcome = models.CharField(_("Kết quả"), max_length=4, choices=Outcome, blank=True, default="", db_default="")
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
