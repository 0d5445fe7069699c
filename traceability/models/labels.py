from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from traceability import codes
from traceability.models.lots import Lot
from traceability.queries import LabelQuerySet, LabelSheetQuerySet


def new_path(sheet: "LabelSheet", name: str) -> str:
    """Below what no web server hands out: whoever has the file can print the labels."""
    return f"private/labels/{get_random_string(24).lower()}.pdf"


class LabelSheet(models.Model):
    """Labels made and printed together (đợt tem): `count` of them on `paper` (a key of papers.PAPERS).

    Of a shared code there is one Label, printed `count` times. `released_at`: every symbol was first read back from a
    finished PDF. `file` holds the pages `first_page` to `last_page` for a while, as `asked_by` asked; `steps_done` of
    `steps_total`, pages drawn and pages read back, say how far it is, `drawn_at` when that was last told (None: nobody
    has begun), `tries` how many processes began.
    """

    class Printing(models.TextChoices):
        NONE = "", _("Chưa có tệp in")
        DRAWING = "drawing", _("Đang chuẩn bị tệp in")
        READY = "ready", _("Tệp in đã sẵn sàng")
        FAILED = "failed", _("Chưa làm được tệp in")

    product = models.ForeignKey(Product, models.PROTECT, related_name="label_sheets")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="label_sheets")
    paper = models.CharField(max_length=12, default="a4-21", db_default="a4-21")
    dpi = models.PositiveSmallIntegerField(default=300, db_default=300)
    count = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    printing = models.CharField(max_length=7, choices=Printing, blank=True, default="", db_default="")
    steps_done = models.PositiveIntegerField(default=0, db_default=0)
    steps_total = models.PositiveIntegerField(default=0, db_default=0)
    first_page = models.PositiveIntegerField(default=1, db_default=1)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(upload_to=new_path, storage=default_storage, blank=True, default="", db_default="")
    drawn_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    pins_printed_at = models.DateTimeField(null=True, blank=True)

    objects = LabelSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.product_id}/{self.pk}"


class SheetAct(models.Model):
    """What was done with a sheet, by whom; `count` of its labels were concerned. Rows are only ever added."""

    class Verb(models.TextChoices):
        MADE = "made", _("Tạo mã")
        PRINTED = "printed", _("Làm tệp in")
        PINNED = "pinned", _("In bảng mã cào")
        ACTIVATED = "activated", _("Kích hoạt")
        VOIDED = "voided", _("Hủy")

    sheet = models.ForeignKey(LabelSheet, models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=9, choices=Verb)
    count = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.verb} {self.count}"


class Label(models.Model):
    """One code (tem truy xuất): on one pack (`unit`), or shared by all packs of a lot (`lot`).

    generated -> printed -> activated -> void | recalled (label_states). `copies`: how many packs carry it, 1 for a
    unit label, 0 on a card or poster. `scan_count`, `scan_regions` and `first_scanned_at` sum up the scans so that the
    page that shows them counts nothing; `is_unjudged` says that the rules (traceability.rules) have yet to look at the
    latest ones, `flagged_at` that they suspect copies.
    """

    class Kind(models.TextChoices):
        UNIT = "unit", _("Tem từng gói")
        LOT = "lot", _("Tem chung của lô")

    class State(models.TextChoices):
        GENERATED = "generated", _("Đã tạo mã")
        PRINTED = "printed", _("Đã in")
        ACTIVATED = "activated", _("Đã kích hoạt")
        VOID = "void", _("Đã hủy")
        RECALLED = "recalled", _("Tem đã thu hồi")

    code = models.CharField(max_length=codes.LENGTH, unique=True, default=codes.new_code)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.UNIT)
    state = models.CharField(max_length=9, choices=State, default=State.GENERATED)
    copies = models.PositiveIntegerField(default=1, db_default=1)
    sheet = models.ForeignKey(LabelSheet, models.PROTECT, related_name="labels")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="labels")
    activated_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    scan_count = models.PositiveIntegerField(default=0)
    scan_regions = models.PositiveSmallIntegerField(default=0, db_default=0)
    first_scanned_at = models.DateTimeField(null=True, blank=True)
    is_unjudged = models.BooleanField(default=False, db_default=False)
    flagged_at = models.DateTimeField(null=True, blank=True)

    objects = LabelQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="activated") | Q(lot__isnull=False, activated_at__isnull=False),
                name="label_activated_belongs_to_a_lot",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["void", "recalled"]) | Q(ended_at__isnull=False),
                name="label_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["generated", "printed"]) | Q(activated_at__isnull=True, ended_at__isnull=True),
                name="label_in_use_never_becomes_unused",
            ),
            models.CheckConstraint(
                condition=~Q(state="activated") | Q(ended_at__isnull=True), name="label_ended_stays_ended"
            ),
            models.CheckConstraint(condition=Q(kind="lot") | Q(copies=1), name="label_of_a_unit_is_on_one_pack"),
        ]
        indexes = [
            models.Index(fields=["lot", "state"], name="label_of_lot"),
            models.Index(fields=["id"], condition=Q(is_unjudged=True), name="label_unjudged"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("traceability:scan", args=[self.code])
