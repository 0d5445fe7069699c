from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.models import Producer
from marketplace.ledger.queries import RateQuerySet
from marketplace.ledger.shares import WHOLE


class Rate(models.Model):
    """What is kept of a sale from a day on (tỷ lệ phí, thuế khấu trừ). A later row for the same thing replaces it.

    `seller` is a kind of producer; a row for a kind goes before the row for all ("").
    """

    class Of(models.TextChoices):
        FEE = "fee", _("Phí sàn")
        VAT = "vat", _("Thuế giá trị gia tăng khấu trừ")
        PIT = "pit", _("Thuế thu nhập cá nhân khấu trừ")

    of = models.CharField(max_length=3, choices=Of)
    seller = models.CharField(max_length=12, choices=Producer.Kind, blank=True)
    since = models.DateField()
    basis_points = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    objects = RateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "seller", "since"], name="rate_once_per_day_and_seller"),
            models.CheckConstraint(condition=Q(basis_points__lte=WHOLE // 2), name="rate_is_at_most_a_half"),
        ]

    def __str__(self) -> str:
        return f"{self.of} {self.seller} {self.since}: {self.basis_points}"

    @property
    def percent(self) -> Decimal:
        """As people say it: 500 basis points are 5."""
        return Decimal(self.basis_points) / 100

    @property
    def whose(self) -> str:
        """The kind of producer that it holds for, in words."""
        return self.get_seller_display() if self.seller else str(_("Mọi chủ thể"))

    @property
    def spoken(self) -> str:
        """ "Phí sàn, Mọi chủ thể: 5 % từ 01/01/2027"."""
        facts = {"of": self.get_of_display(), "whose": self.whose, "percent": f"{self.percent.normalize():f}"}
        return gettext("%(of)s, %(whose)s: %(percent)s %% từ %(day)s") % {**facts, "day": f"{self.since:%d/%m/%Y}"}
