from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue import ocop
from catalogue.models.places import Place
from catalogue.queries import ProducerQuerySet


class Producer(models.Model):
    """Who makes a product (chủ thể OCOP). Two of one name in two provinces are two producers.

    The kinds are those of Decision 26/2026/QĐ-TTg, Art. 2.3; associations only for tourism (group VI).
    `language` is the one we write to them in.
    """

    class Kind(models.TextChoices):
        COOPERATIVE = "cooperative", _("Hợp tác xã")
        COMPANY = "company", _("Doanh nghiệp")
        HOUSEHOLD = "household", _("Hộ sản xuất, kinh doanh")
        GROUP = "group", _("Tổ hợp tác")
        FARM = "farm", _("Trang trại")
        ASSOCIATION = "association", _("Hội, hiệp hội, trung tâm điều hành du lịch")
        UNKNOWN = "unknown", _("Loại hình: nguồn không nêu")

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=220, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNKNOWN)
    province = models.ForeignKey(Place, models.PROTECT, related_name="producers")
    commune = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    address_as_printed = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default=ocop.LANGUAGE)
    summary = models.TextField(blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_fictional = models.BooleanField(default=False)

    objects = ProducerQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "province"], name="producer_name_once_per_province")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("pages:producer", args=[self.slug])

    @property
    def may_sell(self) -> bool:
        """As ProducerQuerySet.selling."""
        return self.is_active and self.verified_at is not None
