from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from marketplace.order.models import Order, Parcel


def new_path(invoice: "ParcelInvoice", name: str) -> str:
    """Nothing of the uploaded name; below what no web server hands out."""
    return f"private/invoices/{get_random_string(24).lower()}.pdf"


class InvoiceRequest(models.Model):
    """Whom the invoices of an order (hóa đơn) are to be made out to. Each producer issues its own."""

    order = models.OneToOneField(Order, models.CASCADE, related_name="invoice_request")
    name = models.CharField(_("Tên đơn vị hoặc người mua"), max_length=200)
    tax_code = models.CharField(_("Mã số thuế"), max_length=14)
    address = models.CharField(_("Địa chỉ"), max_length=300)
    email = models.EmailField(_("E-mail nhận hóa đơn"), blank=True)
    asked_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.order_id}: {self.tax_code}"


class ParcelInvoice(models.Model):
    """The invoice that a producer issued for its parcel, in its own invoicing program."""

    parcel = models.OneToOneField(Parcel, models.PROTECT, related_name="invoice")
    number = models.CharField(_("Ký hiệu và số hóa đơn"), max_length=40)
    lookup_code = models.CharField(_("Mã tra cứu"), max_length=60, blank=True)
    file = models.FileField(_("Bản PDF"), upload_to=new_path, storage=default_storage, blank=True)
    recorded_at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.number
