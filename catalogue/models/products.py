from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractProduct

from catalogue.models.places import Place
from catalogue.models.producers import Producer
from catalogue.queries import ProductQuerySet

if TYPE_CHECKING:
    from catalogue.models.certificates import Certificate


class Product(AbstractProduct):
    """A product of one producer. Its star is never stored here: it follows from its certificate."""

    class RegisterNote(models.TextChoices):
        UNVERIFIED = "unverified", _("Hạng sao chưa kiểm chứng")
        STARLESS = "starless", _("Nguồn không nêu hạng sao")
        UNCERTIFIED = "uncertified", _("Chưa có chứng nhận OCOP")

    owner = models.ForeignKey(Producer, models.PROTECT, null=True, blank=True, related_name="products")
    criteria_set = models.CharField(max_length=8, blank=True, db_index=True)
    origin_as_printed = models.CharField(max_length=300, blank=True)
    origin_then = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    origin_now = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="products")
    net_weight_g = models.PositiveIntegerField(null=True, blank=True)
    net_volume_ml = models.PositiveIntegerField(null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    ingredients = models.TextField(blank=True)
    storage = models.TextField(blank=True)
    allergens = models.TextField(blank=True)
    how_to_use = models.TextField(blank=True)
    is_box = models.BooleanField(default=False)  # a gift box; see catalogue.models.boxes
    sale_suspended_at = models.DateTimeField(null=True, blank=True)
    suspension_reason = models.CharField(max_length=300, blank=True)
    register_note = models.CharField(max_length=12, choices=RegisterNote, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    picture = models.CharField(max_length=120, blank=True)  # see catalogue.pictures
    is_illustrated = models.BooleanField(default=False)

    objects = ProductQuerySet.as_manager()

    class Meta(AbstractProduct.Meta):
        indexes = [models.Index(fields=["province", "criteria_set"], name="product_by_province_and_set")]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:detail", args=[self.slug, self.pk])

    def certificate_in_force(self, day: date) -> "Certificate | None":
        """The certificate that carries the star on `day`; no query after with_register()."""
        held = [c for c in self.certificates.all() if c.is_in_force(day)]
        return max(held, key=lambda c: c.stars, default=None)

    @property
    def latest_certificate(self) -> "Certificate | None":
        """The certificate last issued, whatever became of it."""
        return max(self.certificates.all(), key=lambda c: (c.issued_on, c.pk), default=None)

    def is_certified(self, day: date) -> bool:
        """As ProductQuerySet.certified."""
        return self.certificate_in_force(day) is not None

    def is_sellable(self, day: date) -> bool:
        """As ProductQuerySet.sellable, for a product already at hand."""
        return bool(
            self.is_public
            and self.owner
            and self.owner.may_sell
            and self.sale_suspended_at is None
            and self.is_certified(day)
        )

    def is_purchasable(self, day: date) -> bool:
        """As ProductQuerySet.purchasable, for a product already at hand."""
        return self.is_sellable(day) and self.price is not None and self.free_stock > 0

    @property
    def stockrecord(self):
        """The one stock record (one product has one owner), or None."""
        return next(iter(self.stockrecords.all()), None)

    @property
    def price(self) -> int | None:
        """Whole đồng, VAT included."""
        record = self.stockrecord
        return None if record is None or record.price is None else int(record.price)

    @property
    def free_stock(self) -> int:
        """Pieces in stock that no order holds."""
        record = self.stockrecord
        return (record.num_in_stock or 0) - (record.num_allocated or 0) if record else 0


class ProductTranslation(models.Model):
    """A product's texts in another language, with how far they can be trusted."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        MACHINE = "machine", _("Máy dịch")
        REVIEWED = "reviewed", _("Đã duyệt")

    product = models.ForeignKey(Product, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "language"], name="translation_once_per_product_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class SaleEvent(models.Model):
    """The platform stopped the sale of a product, or allowed it again. Append-only. The certificate is not touched:
    the platform suspends, only the authority revokes (DOMAIN.md 7, rule 12)."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", _("Tạm ngừng bán")
        RESUMED = "resumed", _("Bán lại")

    product = models.ForeignKey(Product, models.PROTECT, related_name="sale_events")
    at = models.DateTimeField(default=now)
    kind = models.CharField(max_length=9, choices=Kind)
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.product} {self.kind} {self.at:%Y-%m-%d}"
