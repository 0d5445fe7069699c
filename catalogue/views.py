"""The public register of certificates (sổ đăng ký)."""

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import wording
from catalogue.canonical import canonical
from catalogue.documents import certificate_document
from catalogue.models import Certificate, Product
from catalogue.signing import sealed

PER_PAGE = 30
LONGEST_QUESTION = 120


@require_safe
def certificate_list(request: HttpRequest) -> HttpResponse:
    """All entries of the register with what is true of each today; looked up by any of its words."""
    asked, day = request.GET.get("q", "").strip()[:LONGEST_QUESTION], localdate()
    entries = Product.objects.public().found_in_register(asked).with_register().order_by("title", "pk")
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "day": day,
        "page": page,
        "page_query": urlencode({"q": asked}) + "&" if asked else "",
        "entries": said_of(page, day),
    }
    return render(request, "catalogue/certificate_list.html", context)


def said_of(page: Page, day: date) -> list[dict]:
    """Each entry of a page with its certificate and its sentence."""
    return [
        {
            "product": product,
            "certificate": product.certificate_in_force(day) or product.latest_certificate,
            "said": wording.register_state(product, day),
        }
        for product in page
    ]


@require_safe
def certificate_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One certificate: its facts as printed, what is true of it today, and its history."""
    certificate = get_object_or_404(Certificate.objects.with_page(), public_id=public_id)
    product, day = certificate.product, localdate()
    context = {
        "certificate": certificate,
        "product": product,
        "day": day,
        "said": said_of_certificate(certificate, day),
        "events": certificate.events.all(),
        "others": [other for other in product.certificates.all() if other != certificate],
        "trail": [(_("Tra cứu chứng nhận"), reverse("certificates:list")), (certificate.public_id, "")],
    }
    return render(request, "catalogue/certificate_detail.html", context)


def said_of_certificate(certificate: Certificate, day: date) -> wording.Said:
    """The certificate's state, or the note of an entry whose star nobody has checked."""
    if certificate.product.register_note:
        return wording.register_state(certificate.product, day)
    return wording.state_of(certificate, day)


@require_safe
def certificate_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for machines, dated to the second and signed (docs/verify.md). Any site may read it."""
    certificate = get_object_or_404(Certificate.objects.with_page(), public_id=public_id)
    document = canonical(sealed(certificate_document(certificate, now())))
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(document, content_type="application/json", headers=headers)
