"""The log of lots for machines: EPCIS 2.0 events (read only), a lot as one document, and each day's signed root.

Of the standard's query interface this is the part that asks for the events of a lot or of a pack.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import reduce
from http import HTTPStatus
from operator import and_, or_
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.api.manners import answering, too_many
from marketplace.networks import times
from marketplace.pages.scan import UNKNOWN_ALLOWED, UNKNOWN_SECONDS
from traceability import codes, epcis
from traceability.models import Label, Lot, Record, SignedRoot
from traceability.publishing import bodies, lot_document

LOT = re.compile(r"https?://[^/?#]+/epcis/lots/([0-9]{1,9})(#[A-Za-z0-9%._~-]{1,200})?")
LABEL = re.compile(r"https?://[^/?#]+/t/([^/?#]+)/?", re.IGNORECASE)
MATCHES = ("MATCH_anyEPC", "MATCH_anyEPCClass")
KNOWN = {*MATCHES, "perPage", "nextPageToken"}
PLAIN = {"ensure_ascii": False}
MOST_NAMED, PER_PAGE, MOST_PER_PAGE = 20, 30, 100
VERSIONS = {
    "GS1-EPCIS-Version": epcis.EPCIS_VERSION,
    "GS1-EPCIS-Min": epcis.EPCIS_VERSION,
    "GS1-EPCIS-Max": epcis.EPCIS_VERSION,
    "GS1-CBV-Version": epcis.CBV_VERSION,
    "GS1-Extensions": f"ocop={settings.TRACE_NAMESPACE}",
}


class Refused(Exception):
    """The query cannot be answered; `kind` is the standard's exception."""

    def __init__(self, kind: str, status: int, said: str) -> None:
        self.kind, self.status, self.said = kind, status, said
        super().__init__(said)


@answering
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def events(request: HttpRequest) -> HttpResponse:
    """The events that speak of the lots and labels named, the oldest first, a page at a time. One query, and one for
    each label named."""
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={**VERSIONS, "Allow": "OPTIONS, GET, HEAD"})
    try:
        per_page, after = _page(request)
        found = list(_matching(request).filter(pk__gt=after)[: per_page + 1])
    except Refused as trouble:
        return too_many() if trouble.status == HTTPStatus.TOO_MANY_REQUESTS else _problem(trouble)
    headers = VERSIONS | (_next(request, found[per_page - 1]) if len(found) > per_page else {})
    return _json(epcis.answer(bodies(found[:per_page]), now(), namespace=settings.TRACE_NAMESPACE), headers)


@answering
@require_safe
def lot(request: HttpRequest, pk: int) -> HttpResponse:
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


def _matching(request: HttpRequest) -> QuerySet:
    """The records that the parameters ask for. Raises Refused."""
    if unknown := set(request.GET) - KNOWN:
        named = ", ".join(sorted(unknown))[:100]
        raise _bad(_("Chưa hỗ trợ tham số này: %(name)s.") % {"name": named})
    asked = [_named(request.GET.getlist(name)) for name in MATCHES if name in request.GET]
    if not asked:
        said = _("Hãy nêu lô hoặc tem cần hỏi bằng MATCH_anyEPC.")
        raise Refused("QueryTooLargeException", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
    found = (reduce(or_, (_of(request, one) for one in identifiers)) for identifiers in asked)
    return reduce(and_, found).order_by("pk")


def _named(values: Iterable[str]) -> list[str]:
    found = [one.strip() for value in values for one in value.split(",") if one.strip()]
    if not 0 < len(found) <= MOST_NAMED:
        raise _bad(_("Mỗi lần hỏi được từ 1 đến %(most)s lô hoặc tem.") % {"most": MOST_NAMED})
    return found


def _of(request: HttpRequest, identifier: str) -> QuerySet:
    """The records of one lot, of a part of it, or of a label's lot; none for an identifier that is not ours."""
    if found := LOT.fullmatch(identifier):
        readable = Record.objects.readable().filter(lot=int(found[1]))
        return readable.naming(identifier) if found[2] else readable
    if found := LABEL.fullmatch(identifier):
        return Record.objects.filter(lot=_lot_of(request, codes.normalise(found[1])))
    return Record.objects.none()


def _lot_of(request: HttpRequest, code: str) -> int:
    """The lot of a label, 0 for none; whoever tries codes out is slowed down as on the scan page. Raises Refused."""
    lot = Label.objects.filter(code=code).values_list("lot", flat=True).first() if codes.is_code(code) else None
    if lot is None and times(request, "unknown-codes", UNKNOWN_SECONDS) > UNKNOWN_ALLOWED:
        raise Refused("SecurityException", HTTPStatus.TOO_MANY_REQUESTS, "")
    return lot or 0


def _page(request: HttpRequest) -> tuple[int, int]:
    """How many events a page has, and the record after which this one begins. Raises Refused."""
    per_page, after = request.GET.get("perPage", f"{PER_PAGE}"), request.GET.get("nextPageToken", "0")
    if not (re.fullmatch(r"[0-9]{1,4}", per_page) and int(per_page)) or not re.fullmatch(r"[0-9]{1,18}", after):
        raise _bad(_("perPage là một số từ 1; nextPageToken lấy từ trang trước."))
    return min(int(per_page), MOST_PER_PAGE), int(after)


def _next(request: HttpRequest, last: Record) -> dict[str, str]:
    asked = [(name, value) for name, values in request.GET.lists() for value in values if name != "nextPageToken"]
    query = urlencode([*asked, ("nextPageToken", last.pk)])
    return {"Link": f'<{settings.SITE_URL}{reverse("machines:epcis-events")}?{query}>; rel="next"'}


def _bad(said: str) -> Refused:
    return Refused("QueryParameterException", HTTPStatus.BAD_REQUEST, said)


def _problem(trouble: Refused) -> JsonResponse:
    """RFC 7807, in the standard's words."""
    said = {"type": f"epcisException:{trouble.kind}", "title": trouble.said, "status": int(trouble.status)}
    return JsonResponse(
        said, status=trouble.status, content_type="application/problem+json", headers=VERSIONS, json_dumps_params=PLAIN
    )


def _json(document: dict[str, Any], headers: dict[str, str]) -> JsonResponse:
    return JsonResponse(document, content_type="application/json", headers=headers, json_dumps_params=PLAIN)
