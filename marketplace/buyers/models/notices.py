from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from catalogue.models import Product
from marketplace.buyers.queries import StockNoticeQuerySet


def new_token() -> str:
    return get_random_string(32)


class StockNotice(models.Model):
    """A wish to be told when a product can be bought again (báo khi có hàng): one mail, then it is done."""

    class State(models.TextChoices):
        ASKED = "asked", _("Chờ xác nhận e-mail")
        WAITING = "waiting", _("Đang chờ hàng")
        SENT = "sent", _("Đã báo")
        STOPPED = "stopped", _("Đã thôi")

    product = models.ForeignKey(Product, models.CASCADE, related_name="stock_notices")
    email = models.EmailField()
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    asked_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = StockNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "email"],
                condition=Q(state__in=("asked", "waiting")),
                name="one_open_stock_notice_per_product_and_address",
            ),
        ]
        indexes = [models.Index(fields=["state", "product"], name="stock_notice_waiting")]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.state}"
