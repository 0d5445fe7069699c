"""What is claimed of products beside the OCOP certificate: quality certificates and intellectual property."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalogue.models.places import Place
from catalogue.models.producers import Producer
from catalogue.models.products import Product
from catalogue.queries import IpAssetQuerySet, QualityCertificateQuerySet


def is_within(first: date | None, day: date, last: date | None) -> bool:
    """Whether `day` lies between two days, both included; None sets no bound."""
    return (first is None or first <= day) and (last is None or day <= last)


class QualityCertificate(models.Model):
    """A quality certificate (chứng nhận chất lượng) of a producer, for the products that its scope names."""

    class Scheme(models.TextChoices):
        VIETGAP = "vietgap", "VietGAP"
        GLOBALGAP = "globalgap", "GLOBALG.A.P."
        HACCP = "haccp", "HACCP"
        ISO_22000 = "iso22000", "ISO 22000"
        ISO_9001 = "iso9001", "ISO 9001"
        GMP = "gmp", "GMP"
        ORGANIC = "organic", _("Hữu cơ")
        FOOD_SAFETY = "food_safety", _("Đủ điều kiện an toàn thực phẩm")
        SAFE_CHAIN = "safe_chain", _("Chuỗi cung ứng thực phẩm an toàn")
        OTHER = "other", _("Chứng nhận khác")

    producer = models.ForeignKey(Producer, models.CASCADE, related_name="quality_certificates")
    products = models.ManyToManyField(Product, related_name="quality_certificates", blank=True)
    scheme = models.CharField(max_length=12, choices=Scheme)
    name = models.CharField(max_length=120, blank=True)  # as printed, where the scheme's name does not say it
    issuer = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    scope = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    is_illustration = models.BooleanField(default=False)

    objects = QualityCertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "scheme", "number"], name="quality_certificate_number_once_per_producer"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("issued_on")),
                name="quality_certificate_ends_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}"

    @property
    def title(self) -> str:
        """What it is called: as printed where the paper says it, else the scheme."""
        return self.name or self.get_scheme_display()

    def is_valid_on(self, day: date) -> bool:
        """As QualityCertificateQuerySet.valid_on, for one already at hand."""
        return is_within(self.issued_on, day, self.valid_until)


class IpAsset(models.Model):
    """A protected name (tài sản trí tuệ) that may cover many products of many producers."""

    class Kind(models.TextChoices):
        GEOGRAPHICAL_INDICATION = "gi", _("Chỉ dẫn địa lý")
        COLLECTIVE_MARK = "collective", _("Nhãn hiệu tập thể")
        CERTIFICATION_MARK = "certification", _("Nhãn hiệu chứng nhận")
        TRADE_MARK = "trademark", _("Nhãn hiệu")

    kind = models.CharField(max_length=13, choices=Kind)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=60)
    holder = models.CharField(max_length=200)
    province = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    registered_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    products = models.ManyToManyField(Product, related_name="ip_assets", blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    is_illustration = models.BooleanField(default=False)

    objects = IpAssetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="ip_asset_number_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def is_valid_on(self, day: date) -> bool:
        """As IpAssetQuerySet.valid_on, for one already at hand."""
        return is_within(self.registered_on, day, self.valid_until)
