"""The log of lots for machines: EPCIS 2.0 events (read only), a lot as one document, and each day's signed root.

Of the standard's query interface this is the part that asks for the events of a lot, a pack or a product
(event_query.py).
"""

from datetime import date
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.api.manners import answering, too_many
from marketplace.machines.event_query import Refused, matching, page_of
from marketplace.pages.scan import language_of
from traceability import epcis, tongues
from traceability.models import Lot, Record, SignedRoot
from traceability.publishing import bodies, lot_document

PLAIN = {"ensure_ascii": False}
VERSIONS = {
    "GS1-EPCIS-Version": epcis.EPCIS_VERSION,
    "GS1-EPCIS-Min": epcis.EPCIS_VERSION,
    "GS1-EPCIS-Max": epcis.EPCIS_VERSION,
    "GS1-CBV-Version": epcis.CBV_VERSION,
    "GS1-CBV-Min": epcis.CBV_VERSION,
    "GS1-CBV-Max": epcis.CBV_VERSION,
    "GS1-EPC-Format": "Never_Translates",
    "GS1-Extensions": f"ocop={settings.TRACE_NAMESPACE}",
}


@answering
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def events(request: HttpRequest) -> HttpResponse:
    """The events that speak of the lots and labels named, the oldest first, a page at a time. One query, and one for
    each label named."""
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**VERSIONS, "Allow": "OPTIONS, GET, HEAD"})
    try:
        _need_json(request)
        per_page, after = page_of(request.GET)
        found = list(matching(request).filter(pk__gt=after)[: per_page + 1])
    except Refused as trouble:
        return too_many() if trouble.status == HTTPStatus.TOO_MANY_REQUESTS else _problem(trouble)
    headers = VERSIONS | (_next(request, found[per_page - 1]) if len(found) > per_page else {})
    return _json(epcis.answer(bodies(found[:per_page]), now(), namespace=settings.TRACE_NAMESPACE), headers)


@answering
@require_safe
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """The lot's identifier, as it stands in every event: its document, or, for whoever would rather have HTML, 303 to
    its page.

    So a person who opens it reads words, and a program (which says nothing, */* or JSON) gets the document. The
    address with .json never asks: what a browser saves has to be the signed bytes.
    """
    if request.get_preferred_type(["application/json", "application/ld+json", "text/html"]) == "text/html":
        with override(tongues.of_site(language_of(request))):
            response = HttpResponse(status=HTTPStatus.SEE_OTHER, headers={"Location": reverse("pages:lot", args=[pk])})
    else:
        response = lot_document_answer(request, pk)
    response["Vary"] = "Accept, Accept-Language, Cookie"
    return response


@answering
@require_safe
def lot_document_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """All events of a lot as one document that can be checked offline (docs/verify.md)."""
    found = Lot.objects.public().filter(pk=pk).select_related("product__owner").first()
    if found is None:
        return _problem(Refused("NoSuchResourceException", HTTPStatus.NOT_FOUND, _("Không có lô nào mang số này.")))
    name = {"Content-Disposition": f'inline; filename="lo-{pk}.json"'}
    return _json(lot_document(found, now()), VERSIONS | name)


@require_safe
def trace_log(request: HttpRequest, day: str) -> HttpResponse:
    """The log's root as signed on a day (ISO 8601). It never changes."""
    if (asked := parse_day(day)) is None:
        raise Http404
    signed = get_object_or_404(SignedRoot, day=asked)
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=86400, immutable"}
    return HttpResponse(signed.document, content_type="application/json", headers=headers)


def parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _need_json(request: HttpRequest) -> None:
    """Raises Refused for whoever takes no JSON, or no version of the standard that we speak."""
    takes = request.get_preferred_type(["application/json", "application/ld+json"])
    newest, oldest = request.headers.get("GS1-EPCIS-Max", ""), request.headers.get("GS1-EPCIS-Min", "")
    if takes is None or (newest and newest < "2") or oldest > epcis.EPCIS_VERSION:
        said = _("Chỉ có EPCIS 2.0 dạng JSON.")
        raise Refused("NotAcceptableException", HTTPStatus.NOT_ACCEPTABLE, said)


def _next(request: HttpRequest, last: Record) -> dict[str, str]:
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "nextPageToken"]
    query = urlencode([*asked, ("nextPageToken", last.pk)])
    return {"Link": f'<{settings.SITE_URL}{reverse("machines:epcis-events")}?{query}>; rel="next"'}


def _problem(trouble: Refused) -> JsonResponse:
    """RFC 7807, in the standard's words."""
    said = {"type": f"epcisException:{trouble.kind}", "title": trouble.said, "status": int(trouble.status)}
    return JsonResponse(
        said, status=trouble.status, content_type="application/problem+json", headers=VERSIONS, json_dumps_params=PLAIN
    )


def _json(document: dict[str, Any], headers: dict[str, str]) -> JsonResponse:
    return JsonResponse(document, content_type="application/json", headers=headers, json_dumps_params=PLAIN)
