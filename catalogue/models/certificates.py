from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue import ocop
from catalogue.models.places import Place
from catalogue.models.products import Product
from catalogue.queries import STATES_IN_FORCE, CertificateQuerySet, IssuerQuerySet


def new_public_id() -> str:
    """A stable public id that tells nothing: "CN-7K3M9QX2"."""
    return "CN-" + get_random_string(8, "0123456789ABCDEFGHJKMNPQRSTVWXYZ")


class Issuer(models.Model):
    """Who signs certificates (cơ quan cấp). Districts ceased on 1 July 2025; what they signed stays valid to its own
    last day and is looked after by their successor."""

    class Level(models.TextChoices):
        DISTRICT = "district", _("Cấp huyện")
        PROVINCE = "province", _("Cấp tỉnh")
        MINISTRY = "ministry", _("Cấp bộ")

    name = models.CharField(max_length=200, unique=True)
    level = models.CharField(max_length=8, choices=Level)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    abolished_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")

    objects = IssuerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(abolished_on__isnull=True) | Q(successor__isnull=False),
                name="abolished_issuer_has_its_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Certificate(models.Model):
    """A certificate (giấy chứng nhận) of 3 to 5 stars for one product. `state` stores acts;
    expired is never stored, it follows from the day."""

    class State(models.TextChoices):
        ISSUED = "issued", _("Đã cấp")
        IN_RENEWAL = "in_renewal", _("Đang đánh giá lại")
        EXTENDED = "extended", _("Được gia hạn")
        REVOKED = "revoked", _("Đã thu hồi")
        SUPERSEDED = "superseded", _("Đã thay bằng chứng nhận mới")
        WITHDRAWN = "withdrawn", _("Đã rút")

    class Verification(models.TextChoices):
        DECISION = "A", _("Có quyết định trong nguồn")
        PRESS = "B", _("Theo báo, cổng thông tin")
        NONE = "", _("Do cơ quan cấp ghi nhận")

    public_id = models.CharField(max_length=24, unique=True, default=new_public_id)
    product = models.ForeignKey(Product, models.PROTECT, related_name="certificates")
    stars = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.ISSUED)
    number = models.CharField(max_length=60, blank=True)
    product_code = models.CharField(max_length=40, blank=True)  # as printed; see catalogue.product_codes
    decision_number = models.CharField(max_length=60, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    issuer = models.ForeignKey(Issuer, models.PROTECT, null=True, blank=True, related_name="certificates")
    issuer_as_printed = models.CharField(max_length=200, blank=True)
    product_name_as_printed = models.CharField(max_length=255, blank=True)
    producer_as_printed = models.CharField(max_length=200, blank=True)
    address_as_printed = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField()
    valid_until = models.DateField()
    extended_until = models.DateField(null=True, blank=True)
    extension_basis = models.CharField(max_length=200, blank=True)
    renewal_filed_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    last_day = models.GeneratedField(
        expression=Coalesce(F("extended_until"), F("valid_until")),
        output_field=models.DateField(),
        db_persist=True,
    )
    dates_are_illustrative = models.BooleanField(default=False)
    rule_version = models.CharField(max_length=20, blank=True)
    verification = models.CharField(max_length=1, choices=Verification, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revocation_ground = models.CharField(max_length=1, blank=True)
    revocation_decision = models.CharField(max_length=60, blank=True)
    superseded_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    source_url = models.URLField(max_length=500, blank=True)
    scan = models.FileField(upload_to="certificates/", blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3) & Q(stars__lte=5), name="certificate_has_3_to_5_stars"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("issued_on")), name="certificate_ends_after_issue"),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_on__isnull=False),
                name="certificate_revoked_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False),
                name="certificate_withdrawn_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True) | ~Q(extension_basis=""),
                name="certificate_extension_names_its_basis",
            ),
            models.UniqueConstraint(
                fields=["product", "decision_number"],
                condition=~Q(decision_number=""),
                name="certificate_once_per_product_and_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["product", "state", "last_day"], name="certificate_of_product"),
            models.Index(fields=["last_day"], name="certificate_by_last_day"),
        ]

    def __str__(self) -> str:
        return self.public_id

    def get_absolute_url(self) -> str:
        return reverse("certificates:detail", args=[self.public_id])

    def clean(self) -> None:
        """A gift box is never certified: its parts are (DOMAIN.md 7, rule 2)."""
        if self.product_id and self.product.is_box:
            raise ValidationError(_("Hộp quà không có giấy chứng nhận của riêng mình."))

    def is_in_force(self, day: date) -> bool:
        """As CertificateQuerySet.in_force, for a certificate already at hand."""
        return self.state in STATES_IN_FORCE and self.issued_on <= day <= self.until

    def is_expiring(self, day: date) -> bool:
        """In force, within its last 30 days."""
        return self.is_in_force(day) and self.days_left(day) < ocop.EXPIRING_DAYS

    def days_left(self, day: date) -> int:
        """Days after `day` on which it still counts; 0 on the last day, negative afterwards."""
        return (self.until - day) // timedelta(days=1)

    @property
    def until(self) -> date:
        """The last day, also before the row was saved."""
        return self.extended_until or self.valid_until

    @property
    def ended_on(self) -> date | None:
        """The first day on which a revocation or a withdrawal took it away; None when neither did."""
        return self.revoked_on or self.withdrawn_on

    @property
    def counted_until(self) -> date | None:
        """The last day on which it counted, or will; None when its end was dated back to its beginning."""
        last = self.ended_on - timedelta(days=1) if self.ended_on else self.until
        return last if last >= self.issued_on else None

    def counted_on(self, day: date) -> bool:
        """Whether it counted on `day`, as the register knows now: what ended it later changes nothing about the days
        before. Of several, the one issued last carried the star. Not the gate, which asks is_in_force."""
        return self.counted_until is not None and self.issued_on <= day <= self.counted_until

    def status(self, day: date) -> str:
        """One word for what a visitor should be told on `day`: in_force, extended, expiring, expired,
        revoked, superseded, withdrawn or not_yet."""
        if self.state in (self.State.REVOKED, self.State.SUPERSEDED, self.State.WITHDRAWN):
            return self.state
        if day < self.issued_on:
            return "not_yet"
        if day > self.until:
            return "expired"
        if self.is_expiring(day):
            return "expiring"
        return "extended" if self.state == self.State.EXTENDED else "in_force"


class CertificateEvent(models.Model):
    """One line of a certificate's history. Append-only: a trigger refuses change and removal."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("Cấp")
        RENEWAL = "in_renewal", _("Bắt đầu đánh giá lại")
        EXTENDED = "extended", _("Gia hạn")
        REVOKED = "revoked", _("Thu hồi")
        SUPERSEDED = "superseded", _("Thay bằng chứng nhận mới")
        WITHDRAWN = "withdrawn", _("Rút")
        SCANNED = "scanned", _("Lưu bản chụp")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    at = models.DateTimeField(default=now)
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision_number = models.CharField(max_length=60, blank=True)
    ground = models.CharField(max_length=1, blank=True)
    note = models.CharField(max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # of the paper that the line rests on, as stored

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.certificate} {self.kind} {self.on}"


class RenewalReminder(models.Model):
    """That a producer was told `days_before` the last day of a certificate; once for each last day."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="reminders")
    last_day = models.DateField()
    days_before = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "last_day", "days_before"], name="renewal_reminder_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} {self.days_before} d"
