from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer, Product
from traceability.models.labels import Label
from traceability.models.lots import Lot
from traceability.queries import AliasQuerySet, CompanyPrefixQuerySet


class CodeAlias(models.Model):
    """A code that another or an older system printed (mã cũ, mã ngoài): it leads to a label, a lot or a product.

    `alias` as `codes.normalise` reads it; `printed` as it stands on the pack; `source` the system's name. Withdrawn
    ones lead nowhere and still answer, with that.
    """

    class Kind(models.TextChoices):
        NATIONAL = "national", _("Hệ thống truy xuất quốc gia")
        CHECKCT = "checkct", _("CheckCT")
        OCOP = "ocop", _("Mã sản phẩm OCOP")
        ADDRESS = "address", _("Địa chỉ trang web")
        OTHER = "other", _("Hệ thống khác")

    alias = models.CharField(max_length=200, unique=True)
    printed = models.CharField(max_length=200, blank=True, default="", db_default="")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER, db_default="other")
    source = models.CharField(max_length=60, blank=True)
    label = models.ForeignKey(Label, models.PROTECT, null=True, blank=True, related_name="aliases")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="aliases")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="code_aliases")
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "code aliases"
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, label__isnull=False, lot__isnull=True, product__isnull=True)
                | Q(withdrawn_at__isnull=True, label__isnull=True, lot__isnull=False, product__isnull=True)
                | Q(withdrawn_at__isnull=True, label__isnull=True, lot__isnull=True, product__isnull=False)
                | Q(withdrawn_at__isnull=False, label__isnull=True, lot__isnull=True, product__isnull=True),
                name="alias_leads_to_one_thing_or_is_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return self.alias

    @property
    def product_meant(self) -> Product | None:
        """Of which product it is, whatever it leads to; None when it was withdrawn."""
        if self.label:
            return self.label.sheet.product
        return self.lot.product if self.lot else self.product


class CompanyPrefix(models.Model):
    """A GS1 company prefix (mã doanh nghiệp GS1) of which somebody saw that the producer holds it.

    `prefix`: the leading digits of its GTIN-13s (a UPC prefix with its zero). `evidence`: the paper that says so.
    Withdrawn ones stay, so that what was answered once can be explained.
    """

    producer = models.ForeignKey(Producer, models.PROTECT, related_name="gs1_prefixes")
    prefix = models.CharField(max_length=12)
    evidence = models.CharField(max_length=200)
    valid_until = models.DateField(null=True, blank=True)
    verified_at = models.DateTimeField(default=now)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CompanyPrefixQuerySet.as_manager()

    class Meta:
        ordering = ["prefix", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["prefix"], condition=Q(withdrawn_at__isnull=True), name="company_prefix_has_one_holder"
            ),
        ]

    def __str__(self) -> str:
        return self.prefix
