"""/01/<gtin>…: where a GS1 Digital Link leads. Strict syntax, and only for GTINs that somebody verified."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from marketplace.pages.scan import language_of
from traceability import gs1, gtins

PRODUCT_PAGE = ("", "gs1:pip", "gs1:defaultLink")


@require_safe
def digital_link(request: HttpRequest, rest: str) -> HttpResponse:
    """307 to the product's page, the query passed on; 400 for broken syntax, 404 for a GTIN or link type we lack."""
    language = language_of(request)
    try:
        link = gs1.parse_path(_raw_path(request).rstrip("/"))
    except gs1.DigitalLinkError:
        with override(language):
            said = _("Đây không phải đường dẫn GS1 hợp lệ: sau /01/ phải là 14 chữ số với số kiểm tra đúng.")
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    product = gtins.product_of(link.gtin)
    if product is None or request.GET.get("linkType", "") not in PRODUCT_PAGE:
        raise Http404
    return _lead_to(request, product, language)


def _lead_to(request: HttpRequest, product: gtins.Product, language: str) -> HttpResponse:
    with override(language):
        address = reverse("catalogue:detail", args=[product.slug, product.pk])
    query = request.META.get("QUERY_STRING", "")
    headers = {"Location": f"{address}?{query}" if query else address, "Vary": "Accept, Accept-Language, Cookie"}
    return HttpResponse(status=307, headers=headers)


def _raw_path(request: HttpRequest) -> str:
    """The path as it was sent, where the server tells: %2F in a lot number is no slash."""
    return request.META.get("RAW_URI", request.get_full_path()).partition("?")[0]
