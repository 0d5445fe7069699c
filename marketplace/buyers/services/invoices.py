"""Invoices are the sellers': here a buyer asks for them, and each producer records the one it issued."""

from django.core.files import File
from django.db import transaction
from django.utils.timezone import now

from marketplace.accounts.models import User
from marketplace.buyers.models import InvoiceRequest, ParcelInvoice
from marketplace.notifications.services import enqueue_mail
from marketplace.order.models import Order, Parcel
from marketplace.order.services.locking import lock_order
from marketplace.order.services.news import order_url


class AlreadyIssued(Exception):
    """A producer has issued an invoice by this request; it is changed by the producer alone."""


@transaction.atomic
def request_invoice(order: Order, *, facts: dict) -> InvoiceRequest:
    """Ask for the invoices of an order, or change what was asked. Raises AlreadyIssued."""
    lock_order(order.pk)
    if ParcelInvoice.objects.filter(parcel__order=order).exists():
        raise AlreadyIssued
    request, _is_new = InvoiceRequest.objects.update_or_create(order=order, defaults=facts)
    return request


@transaction.atomic
def record_invoice(parcel: Parcel, *, number: str, lookup_code: str, file: File | None, by: User) -> ParcelInvoice:
    """Note the invoice of a parcel, or correct the note, and tell the buyer. Raises InvoiceRequest.DoesNotExist."""
    lock_order(parcel.order_id)
    asked = InvoiceRequest.objects.get(order=parcel.order_id)
    facts = {"number": number, "lookup_code": lookup_code, "by": by, "recorded_at": now()}
    invoice, _is_new = ParcelInvoice.objects.update_or_create(parcel=parcel, defaults=facts)
    if file:
        invoice.file.save("", file)
    _tell(asked, parcel, invoice)
    return invoice


def _tell(asked: InvoiceRequest, parcel: Parcel, invoice: ParcelInvoice) -> None:
    order = parcel.order
    address = asked.email or order.guest_email or (order.user.email if order.user else "")
    if address:
        enqueue_mail(
            "invoice_issued",
            key=f"invoice:{parcel.pk}:{invoice.number}",
            to=address,
            language=order.language,
            context={"parcel": parcel, "invoice": invoice, "url": order_url(order)},
        )
