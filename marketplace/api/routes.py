"""The addresses of /api/v1/. Lists come a hundred at a time, in the order of their numbers."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime, now
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer

from catalogue.canonical import canonical
from catalogue.documents import certificate_document
from catalogue.models import Certificate, Place, Producer, Product
from catalogue.signing import sealed
from marketplace.api import facts, ptnt, schemas
from marketplace.api.manners import answering, may_take_all, too_many
from traceability.gtins import Verified

PER_PAGE = 100
LARGEST = 2**31 - 1
ABOUT = (
    "What Chợ OCOP knows of certified products, certificates, producers and places. Read only, no account. Every "
    "verdict is worked out for the request and dated (`as_of`): do not keep it. More than 20 addresses that lead "
    "nowhere within ten minutes: 429. Signed documents and how to check them: docs/verify.md."
)


class Readable(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(), title="Chợ OCOP", version="1.0.0", description=ABOUT, docs_url=None, urls_namespace="api"
)
api.add_decorator(answering, mode="view")
After = Query(0, ge=0, le=LARGEST, description="The number after which the page begins")
Code = Query(None, max_length=8, description="Code of a province of today (/places)")


@api.get("/products", response=schemas.Products, summary="Products that may be sold today")
def products(
    request: HttpRequest, province: str | None = Code, star: int | None = Query(None, ge=3, le=5), after: int = After
) -> dict[str, Any]:
    day = localdate()
    rows = Product.objects.sellable(day).entries().with_register()
    if province:
        rows = rows.filter(province__code=province)
    if star:
        rows = rows.with_star_of(day).filter(star=star)
    verified = Verified(day)
    return page_of(request, rows, after, lambda product: facts.product_of(product, day, verified))


@api.get("/products/{int:key}", response=schemas.OneProduct, summary="One product, on sale or not")
def product(request: HttpRequest, key: int) -> dict[str, Any]:
    found = get_object_or_404(Product.objects.public().with_register(), pk=min(key, LARGEST))
    return {**facts.product_of(found, localdate()), "as_of": as_of()}


@api.get("/certificates", response=schemas.Certificates, summary="The register, ended certificates too")
def certificates(
    request: HttpRequest, province: str | None = Code, in_force: bool | None = None, after: int = After
) -> dict[str, Any]:
    day = localdate()
    rows = Certificate.objects.of_public_products().with_facts()
    if province:
        rows = rows.filter(product__province__code=province)
    if in_force is not None:
        rows = rows.checked_in_force(day) if in_force else rows.not_checked_in_force(day)
    return page_of(request, rows, after, lambda one: facts.certificate_of(one, day))


@api.get("/certificates/{slug:public_id}", summary="One certificate, signed: as /chung-nhan/{id}.json")
def certificate(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(Certificate.objects.with_page(), public_id=public_id)
    return HttpResponse(canonical(sealed(certificate_document(found, now()))), content_type="application/json")


@api.get("/producers", response=schemas.Producers, summary="Producers that sell here")
def producers(request: HttpRequest, province: str | None = Code, after: int = After) -> dict[str, Any]:
    rows = Producer.objects.selling().select_related("province")
    if province:
        rows = rows.filter(province__code=province)
    return page_of(request, rows, after, lambda one: facts.producer_of(one, one.province))


@api.get("/places", response=schemas.Places, summary="The 34 provinces, and what each took over on 1 July 2025")
def places(request: HttpRequest) -> dict[str, Any]:
    rows = Place.objects.provinces().prefetch_related("predecessions__old")
    return {"as_of": as_of(), "next": None, "items": [facts.province_of(province) for province in rows]}


@api.get("/ptnt-ocop.csv", summary="All certificates in the columns of table PTNT_OCOP (norm 5277/QĐ-BNNMT)")
def ptnt_ocop(request: HttpRequest) -> HttpResponse:
    """UTF-8 with a mark for spreadsheets. Columns that the register does not publish (revenue) stay empty."""
    if not may_take_all(request, "ptnt-ocop"):
        return too_many()
    headers = {"Content-Disposition": f'attachment; filename="ptnt-ocop-{localdate():%Y%m%d}.csv"'}
    return StreamingHttpResponse(ptnt.lines(localdate()), content_type="text/csv; charset=utf-8", headers=headers)


def page_of(request: HttpRequest, rows: QuerySet, after: int, say: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The rows numbered higher than `after`, and where the next ones are."""
    found = list(rows.filter(pk__gt=after).order_by("pk")[: PER_PAGE + 1])
    shown, more = found[:PER_PAGE], len(found) > PER_PAGE
    following = address(request, after=shown[-1].pk) if more else None
    return {"as_of": as_of(), "next": following, "items": [say(row) for row in shown]}


def address(request: HttpRequest, **changed: int) -> str:
    """This request's address with something changed."""
    return f"{settings.SITE_URL}{request.path}?{urlencode({**request.GET.dict(), **changed})}"


def as_of() -> str:
    return localtime(now()).isoformat(timespec="seconds")
