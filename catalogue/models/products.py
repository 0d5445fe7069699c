from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractProduct

from catalogue import amounts, ocop
from catalogue.company import inherited
from catalogue.models.places import Place
from catalogue.models.producers import Producer
from catalogue.queries import ProductQuerySet
from catalogue.told import last_begun

if TYPE_CHECKING:
    from catalogue.models.boxes import BoxPart
    from catalogue.models.certificates import Certificate

FOLLOWED = {"title", "slug", "owner", "province", "criteria_set", "picture", "is_illustrated"}  # by pack sizes


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
    size_name = models.CharField(max_length=60, blank=True)  # of a pack size, where weight or volume do not say it
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
        constraints = [
            models.CheckConstraint(
                condition=Q(structure="child", parent__isnull=False) | ~Q(structure="child") & Q(parent__isnull=True),
                name="pack_size_and_nothing_else_has_a_parent",
            ),
            models.CheckConstraint(
                condition=Q(is_box=False) | Q(structure="standalone"), name="gift_box_has_no_pack_sizes"
            ),
        ]

    def save(self, *args, **kwargs):
        """A pack size carries its product's name, maker and place; they follow when the product's change."""
        if self.is_child:
            self._follow(self.parent)
        super().save(*args, **kwargs)
        changed = kwargs.get("update_fields")
        if self.is_parent and (changed is None or FOLLOWED & set(changed)):
            for size in self.children.all():
                size.parent = self
                size.save()

    def get_absolute_url(self) -> str:
        """A pack size is shown on its product's page."""
        return reverse("catalogue:detail", args=[self.slug, self.parent_id or self.pk])

    # Certificates

    def certificate_in_force(self, day: date) -> "Certificate | None":
        """The certificate that carries the star on `day`; no query after with_register().

        A pack size counts its product's too, unless a decision named it since. A product without its own shows the
        lowest of its sizes'.
        """
        held = [c for c in self._held() if c.is_in_force(day)]
        if held or not self.is_parent:
            return max(held, key=lambda c: c.stars, default=None)
        by_size = (size.certificate_in_force(day) for size in self.sizes)
        return min((c for c in by_size if c), key=lambda c: c.stars, default=None)

    def certificate_told(self, day: date) -> "Certificate | None":
        """The certificate to speak of on `day`: the one in force, else as told.last_begun."""
        return self.certificate_in_force(day) or last_begun(self._held_anywhere(), day)

    @property
    def latest_certificate(self) -> "Certificate | None":
        """The certificate last issued, whatever became of it, begun or not."""
        return max(self._held_anywhere(), key=lambda c: (c.issued_on, c.pk), default=None)

    def _held_anywhere(self) -> "list[Certificate]":
        """Its certificates, where it has none its sizes'."""
        return self._held() or [c for size in self.sizes for c in size.certificates.all()]

    def _held(self) -> "list[Certificate]":
        """Its certificates; a pack size also counts what it inherits, a gift box counts none."""
        if self.is_box:
            return []
        own = list(self.certificates.all())
        return own + inherited(self.parent.certificates.all(), own) if self.is_child else own

    def is_certified(self, day: date) -> bool:
        """As ProductQuerySet.certified."""
        return self.certificate_in_force(day) is not None

    # Sale

    @property
    def is_shown(self) -> bool:
        """As ProductQuerySet.public."""
        return self.is_public and (not self.is_child or self.parent.is_public)

    @property
    def suspended(self) -> "Product | None":
        """The product whose sale the platform has suspended: this one, or that of which it is a size."""
        asked = (self, self.parent) if self.is_child else (self,)
        return next((product for product in asked if product.sale_suspended_at), None)

    def is_vouched_for(self, day: date) -> bool:
        """As ProductQuerySet.vouched_for."""
        return self.is_complete(day) if self.is_box else self.is_certified(day)

    def is_sellable(self, day: date) -> bool:
        """As ProductQuerySet.sellable, for a product already at hand."""
        is_open = self.is_shown and self.owner and self.owner.may_sell and not self.suspended
        return bool(is_open and self.is_vouched_for(day))

    def is_purchasable(self, day: date) -> bool:
        """As ProductQuerySet.purchasable, for a product already at hand."""
        if self.is_parent:
            return self.is_sellable(day) and any(size.is_purchasable(day) for size in self.sizes)
        return self.is_sellable(day) and self.price is not None and self.free_stock > 0

    # Pack sizes

    @property
    def sizes(self) -> "list[Product]":
        """Its public pack sizes, the smallest first; none of a product that has only one."""
        public = (size for size in self.children.all() if size.is_public) if self.is_parent else ()
        return sorted(public, key=lambda size: (size.net_weight_g or size.net_volume_ml or 0, size.pk))

    def face(self, day: date) -> "Product | None":
        """The product whose price stands for it on `day`: itself; of pack sizes the cheapest that can be bought, else
        the cheapest that is sellable and has a price, else None."""
        if not self.is_parent:
            return self
        priced = [size for size in self.sizes if size.price is not None and size.is_sellable(day)]
        ready = [size for size in priced if size.free_stock > 0]
        return min(ready or priced, key=lambda size: (size.price, size.pk), default=None)

    # Gift boxes

    def is_complete(self, day: date) -> bool:
        """As ProductQuerySet.complete."""
        return self.is_box and bool(self.parts.all()) and not self.missing_parts(day)

    def missing_parts(self, day: date) -> "list[BoxPart]":
        """Parts of a gift box that may not be sold on `day`."""
        return [part for part in self.parts.all() if not part.is_sound(day)] if self.is_box else []

    @property
    def is_fresh(self) -> bool:
        """Perishable, or a gift box with something perishable in it: nobody may refuse it at the door."""
        lying = [part.product for part in self.parts.all()] if self.is_box else []
        return any(product.criteria_set in ocop.FRESH_SETS for product in (self, *lying))

    @property
    def is_alcohol(self) -> bool:
        """Wine or spirits, or a gift box with some in it: not for sale below ocop.ALCOHOL_AGE, not advertised.

        As ProductQuerySet.without_alcohol.
        """
        lying = [part.product for part in self.parts.all()] if self.is_box else []
        return any(product.criteria_set in ocop.ALCOHOL_SETS for product in (self, *lying))

    @property
    def grams(self) -> int | None:
        """What a piece weighs in a parcel, a millilitre as a gram; of a gift box, its parts where it does not say."""
        own = self.net_weight_g or self.net_volume_ml
        if own or not self.is_box:
            return own
        return sum(part.quantity * (part.product.grams or 0) for part in self.parts.all()) or None

    # Stock

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

    def _follow(self, product: "Product") -> None:
        """Take over what a pack size shares with its product; its own title names the size."""
        for column in FOLLOWED - {"title"}:
            setattr(self, column, getattr(product, column))
        self.title = f"{product.title}, {self.size}"[:255]

    @property
    def size(self) -> str:
        """How much is in a pack: "500 g", "Hũ 500 g", "330 ml"."""
        amount = amounts.amount(self.net_weight_g, self.net_volume_ml)
        return f"{self.size_name} {amount}".strip() or str(self.pk)


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
