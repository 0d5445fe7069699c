from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.buyers.forms import InvoiceForm
from marketplace.buyers.models import ParcelInvoice
from marketplace.buyers.papers import confirmation_of, pdf
from marketplace.buyers.services.invoices import AlreadyIssued, request_invoice
from marketplace.buyers.views.orders import own_order
from marketplace.order.models import Order

SAFE = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the invoices of an order, or change to whom they are made out."""
    order, form = own_order(request, number), InvoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "account/invoice_form.html", {"order": order, "form": form}, status=422)
    try:
        request_invoice(order, facts=form.cleaned_data)
    except AlreadyIssued:
        messages.error(request, _("Nhà sản xuất đã lập hóa đơn; muốn sửa, xin gọi cho nhà sản xuất."))
    else:
        messages.success(request, _("Đã gửi yêu cầu hóa đơn tới nhà sản xuất."))
    return redirect(f"{order.get_absolute_url()}#hoa-don")


@require_safe
@never_cache
def file(request: HttpRequest, number: str, position: int) -> HttpResponse:
    """The PDF of one parcel's invoice, to who proved the order theirs."""
    order = own_order(request, number)
    invoice = get_object_or_404(ParcelInvoice, parcel__order=order, parcel__position=position)
    return invoice_file(invoice)


def invoice_file(invoice: ParcelInvoice) -> FileResponse:
    """As an attachment: a file that somebody uploaded is never shown as a page of ours. Raises Http404."""
    if not invoice.file:
        raise Http404
    name = f"hoa-don-{invoice.parcel.number}.pdf"
    opened = invoice.file.open("rb")
    return FileResponse(opened, as_attachment=True, filename=name, content_type="application/pdf", headers=SAFE)


@require_safe
@never_cache
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    """The order as a PDF, behind the same proof as its page."""
    order = get_object_or_404(Order.objects.with_parcels(), pk=own_order(request, number).pk)
    return paper_file(pdf(confirmation_of(order)), f"don-hang-{order.number}.pdf")


def paper_file(content: bytes, name: str) -> HttpResponse:
    headers = SAFE | {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
