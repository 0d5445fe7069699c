from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from marketplace.accounts.roles import INVOICE
from marketplace.buyers.forms import IssuedForm
from marketplace.buyers.models import InvoiceRequest, ParcelInvoice
from marketplace.buyers.papers import delivery_note_of, pdf
from marketplace.buyers.services.invoices import record_invoice
from marketplace.buyers.views.invoices import invoice_file, paper_file
from marketplace.producers.access import get_own_parcel, members_only, members_who
from marketplace.producers.views.parcels import NEEDS_ADDRESS, show


@require_POST
@members_who(INVOICE)
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the invoice issued for an own parcel; the buyer is told."""
    parcel, form = get_own_parcel(request, pk), IssuedForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, parcel, invoice=form, status=422)
    try:
        record_invoice(parcel, by=request.user, **form.cleaned_data)
    except InvoiceRequest.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã ghi hóa đơn; người mua nhận được thư."))
    return redirect("workspace:parcel", pk=parcel.pk)


@require_safe
@never_cache
@members_only
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF that was uploaded for an own parcel."""
    return invoice_file(get_object_or_404(ParcelInvoice, parcel=get_own_parcel(request, pk)))


@require_safe
@never_cache
@members_only
def delivery_note(request: HttpRequest, pk: int) -> HttpResponse:
    """What goes into the box of an own parcel: the goods, with their certificates as on the day of the order."""
    parcel = get_own_parcel(request, pk)
    paper = delivery_note_of(parcel, shows_address=parcel.status in NEEDS_ADDRESS)
    return paper_file(pdf(paper), f"phieu-giao-{parcel.number}.pdf")
