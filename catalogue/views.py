"""The pages of single certificates; the list of the register is search.register."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import scans, structured, wording
from catalogue.canonical import canonical
from catalogue.documents import certificate_document, name_of, today_of
from catalogue.models import Certificate, CertificateEvent
from catalogue.ocop import authority_for
from catalogue.pictures import picture_url
from catalogue.signing import ring, sealed
from catalogue.timeline import timeline_of

PICTURE_WIDTH = 320
OPEN_TO_ALL = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}


@require_safe
def certificate_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One certificate: its facts as printed, what is true of it today, and its history. Three queries."""
    certificate = get_object_or_404(Certificate.objects.with_page(), public_id=public_id)
    product, day = certificate.product, localdate()
    trail = [(_("Tra cứu chứng nhận"), reverse("certificates:list")), (certificate.public_id, "")]
    context = {
        "certificate": certificate,
        "product": product,
        "day": day,
        "said": said_of_certificate(certificate, day),
        "issuer": certificate.issuer_as_printed or name_of(certificate.issuer),
        "issuer_today": today_of(certificate.issuer),
        "acts": acts_of(certificate),
        "others": others_of(certificate, day),
        "timeline": None if product.register_note else timeline_of(product.certificates.all(), day),
        "picture": picture_url(product, PICTURE_WIDTH),
        "is_signed": ring() is not None,
        "trail": trail,
        "address": settings.SITE_URL + request.path,
        "structured_data": structured_data(certificate, trail, day),
    }
    return render(request, "catalogue/certificate_detail.html", context)


def said_of_certificate(certificate: Certificate, day: date) -> wording.Said:
    """The certificate's state, or the note of an entry whose star nobody has checked."""
    if certificate.product.register_note:
        return wording.register_state(certificate.product, day)
    return wording.state_of(certificate, day)


def acts_of(certificate: Certificate) -> list[dict[str, Any]]:
    """The history, each act with the office that did it: never with a person."""
    office = office_of(certificate)
    printed = certificate.issuer_as_printed or office
    return [
        {"event": event, "office": printed if event.kind == CertificateEvent.Kind.ISSUED else office}
        for event in certificate.events.all()
    ]


def office_of(certificate: Certificate) -> str:
    """Who acts on the certificate today: its issuer or that one's successor, else whom the law names."""
    today = today_of(certificate.issuer)
    if today:
        return today.name
    return _("Bộ chủ quản") if authority_for(certificate.stars) == "ministry" else _("UBND cấp tỉnh")


def others_of(certificate: Certificate, day: date) -> list[dict[str, Any]]:
    """The product's other certificates with what is true of them today, the last issued first."""
    others = [other for other in certificate.product.certificates.all() if other != certificate]
    others.sort(key=lambda other: (other.issued_on, other.pk), reverse=True)
    return [{"certificate": other, "said": wording.state_of(other, day)} for other in others]


def structured_data(certificate: Certificate, trail: list[tuple[str, str]], day: date) -> str:
    """schema.org of the page; an entry whose star nobody has checked claims no certification."""
    product, here = certificate.product, certificate.get_absolute_url()
    crumbs = structured.breadcrumbs(trail, here)
    if product.register_note:
        return structured.script(crumbs)
    about = {"@type": "Product", "name": product.title, "url": settings.SITE_URL + product.get_absolute_url()}
    if product.owner:
        about["brand"] = structured.organization(product.owner.name)
    claimed = structured.certification(certificate, day) | {"about": about}
    return structured.script({"@graph": [claimed, crumbs]})


@require_safe
def certificate_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for machines, dated to the second and signed (docs/verify.md). Any site may read it."""
    certificate = get_object_or_404(Certificate.objects.with_page(), public_id=public_id)
    document = canonical(sealed(certificate_document(certificate, now())))
    return HttpResponse(document, content_type="application/json", headers=OPEN_TO_ALL)


@require_safe
def certificate_scan(request: HttpRequest, public_id: str) -> HttpResponse:
    """The scanned paper, checked against the hash that the register holds; 409 when it is not that file."""
    certificate = get_object_or_404(Certificate.objects.select_related("product"), public_id=public_id)
    try:
        content, kind = scans.read(certificate)
    except scans.NoScan as missing:
        raise Http404 from missing
    except scans.Changed:
        sentence = _("Tệp bản quét trên máy chủ không khớp mã băm đã ghi trong sổ, nên không được hiển thị.")
        return HttpResponse(sentence, status=409, content_type="text/plain; charset=utf-8")
    name = f"{certificate.public_id}.{kind.rpartition('/')[2]}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type=kind, headers=headers)
