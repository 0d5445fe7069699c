from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from traceability.models.lots import Event, Lot, Unit
from traceability.queries import EvidenceQuerySet, LotInputQuerySet


class LotInput(models.Model):
    """What went into a lot at a step (một bước lùi): another lot, or goods of a supplier outside. Append-only.

    It stands and falls with its step: when that was declared wrong, it counts no more.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="inputs")
    source = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="uses")
    supplier = models.CharField(_("Nơi bán, nơi giao"), max_length=200, blank=True)
    supplier_lot = models.CharField(_("Số lô của nơi bán"), max_length=60, blank=True)
    material = models.CharField(_("Nguyên liệu"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("Khối lượng, số lượng"), null=True, blank=True)
    uom = models.CharField(_("Đơn vị"), max_length=3, choices=Unit, blank=True)

    objects = LotInputQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "source"], name="lot_input_of_a_lot_once_per_step"),
            models.CheckConstraint(
                condition=Q(source__isnull=False, supplier="") | (Q(source__isnull=True) & ~Q(supplier="")),
                name="lot_input_is_a_lot_or_a_suppliers",
            ),
        ]

    def __str__(self) -> str:
        return str(self.source or self.supplier)


class EvidenceFile(models.Model):
    """A photograph or report that goes with a step (bằng chứng). Append-only: only the file itself may be let go.

    `sha256` is what the step's event says: of a photograph the copy we wrote anew, without its EXIF; of a report the
    PDF as the laboratory sent it. `stored_sha256`: of the copy that is shown. `taken_at` only where its maker agreed.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Ảnh")
        REPORT = "report", _("Phiếu kết quả")

    event = models.ForeignKey(Event, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PHOTO)
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="private/evidence/")
    taken_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "sha256"], name="evidence_file_once_per_step")]

    def __str__(self) -> str:
        return self.sha256[:12]


class Commissioning(models.Model):
    """The secret of a step that put single packs into use: with `salt` (hexadecimal) the codes give the commitment
    that stands in the event (commissioning.py). Append-only, never published."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="commissioning")
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.event_id}"
