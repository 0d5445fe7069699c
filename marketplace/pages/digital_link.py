"""/01/<gtin>…: what a GS1 Digital Link leads to. Strict syntax, and only for GTINs that somebody verified.

Outside sessions and languages: any client may ask (CORS), with GET, HEAD or OPTIONS.
"""

import re
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from marketplace.pages.scan import language_of, query_of
from traceability import gs1, gtins, linkset, tongues
from traceability.linkset import Level, Link
from traceability.models import Lot

PARAMETER = re.compile(r""";\s*(?!q=)[\w.+-]+=("[^"]*"|[^;,"]*)""", re.IGNORECASE)  # of a media type; q is its rank
METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Expose-Headers": "Link, Location",
    "Vary": "Accept, Accept-Language, Cookie",
    "Cache-Control": "no-cache",  # a printed code must stay re-pointable
}


@require_http_methods(METHODS)
def digital_link(request: HttpRequest, rest: str) -> HttpResponse:
    """307 to what was asked for, the query passed on; the linkset when that was; 400 for broken syntax, 404 for a GTIN
    or a link type we lack."""
    if request.method == "OPTIONS":
        return _allowed()
    language = language_of(request)
    try:
        link = gs1.parse_path(_raw_path(request).rstrip("/"), request.META.get("QUERY_STRING", ""))
    except gs1.DigitalLinkError:
        return _said(400, _broken, language)
    product = gtins.product_of(link.gtin)
    if product is None:
        return _said(404, _nothing, language)
    return _answer(request, levels_of(link, product), product.title, language)


@require_http_methods(METHODS)
def resolver(request: HttpRequest) -> HttpResponse:
    """/.well-known/gs1resolver: what this resolver can do (the standard's description file)."""
    if request.method == "OPTIONS":
        return _allowed()
    said = {
        "name": "Chợ OCOP",
        "resolverRoot": settings.SITE_URL,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": linkset.VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": linkset.CONTEXT,
        "contact": {"fn": "Chợ OCOP"},
    }
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
    return JsonResponse(said, headers=headers, json_dumps_params={"ensure_ascii": False})


def levels_of(link: gs1.DigitalLink, product: gtins.Product) -> list[Level]:
    """What we link of the thing asked for, of its lot, of its product: the most particular first."""
    number = dict(link.qualifiers).get("10")
    lot = Lot.objects.public().of(product).filter(number=number).first() if number else None
    found = []
    for level in link.levels:
        names = [name for name, _value in level.qualifiers]
        of_lot = lot is not None and names[-1:] == ["10"]
        links = _of_lot(lot, product) if of_lot else () if names else _of_product(product)
        found.append(Level(settings.SITE_URL + level.path, tuple(links)))
    return found


def _of_product(product: gtins.Product) -> list[Link]:
    """The first one is the default link."""
    links = _pages("pip", _product_page(product), lambda: _("Thông tin sản phẩm"))
    certificate = product.certificate_told(localdate())
    if certificate:
        links += _pages("certificationInfo", certificate.get_absolute_url, lambda: _("Giấy chứng nhận OCOP"))
    links += _pages("traceability", _product_page(product), lambda: _("Các lô và nguồn gốc"))
    if product.description:
        links += _pages("backgroundInfo", _product_page(product), lambda: _("Câu chuyện sản phẩm"))
    place = {"tinh": product.province.slug} if product.province else None
    links += _pages("hasRetailers", lambda: reverse("outlets:list", query=place), lambda: _("Điểm bán"))
    data = settings.SITE_URL + reverse("api:product", args=[product.parent_id or product.pk])
    return [*links, Link("masterData", data, "Product data", media="application/json")]


def _of_lot(lot: Lot, product: gtins.Product) -> list[Link]:
    where = partial(reverse, "pages:lot", args=[lot.pk])  # the product's page shows only its newest lots
    links = _pages("traceability", where, lambda: _("Lô %(number)s") % {"number": lot.number})
    if lot.is_recalled:
        links += _pages(linkset.RECALL, where, lambda: _("Lô bị thu hồi"))
    events = settings.SITE_URL + reverse("machines:epcis-lot", args=[lot.pk])
    return [*links, Link("epcis", events, f"EPCIS events of lot {lot.number}", media="application/json")]


def _product_page(product: gtins.Product) -> Callable[[], str]:
    return product.get_absolute_url


def _pages(rel: str, address: Callable[[], str], title: Callable[[], str]) -> list[Link]:
    """One link for each language of the site."""
    links = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            links.append(Link(rel, settings.SITE_URL + address(), title(), language))
    return links


def _answer(request: HttpRequest, levels: list[Level], description: str, language: str) -> HttpResponse:
    asked = linkset.type_asked(query_of(request).get("linkType", ""))
    if asked in linkset.WHOLE or (not asked and _wants_linkset(request)):
        return _linkset(levels, description)
    link = linkset.chosen(levels, asked or linkset.DEFAULT, (tongues.of_site(language), *tongues.WRITTEN))
    if link is None:
        return _said(404, _nothing, language)
    to = linkset.with_query(link.href, request.META.get("QUERY_STRING", ""))
    whole = f'<{levels[0].anchor}?linkType=linkset>; rel="linkset"; type="{linkset.MEDIA_TYPE}"'
    return HttpResponse(status=307, headers=HEADERS | {"Location": to, "Link": whole})


def _wants_linkset(request: HttpRequest) -> bool:
    """Whether it is preferred to a page. Parameters of a type, such as its profile, do not count."""
    plain = HttpRequest()
    plain.META["HTTP_ACCEPT"] = PARAMETER.sub("", request.headers.get("Accept", "*/*"))
    return plain.get_preferred_type(["text/html", linkset.MEDIA_TYPE]) == linkset.MEDIA_TYPE


def _linkset(levels: list[Level], description: str) -> JsonResponse:
    context = f'<{linkset.CONTEXT}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    return JsonResponse(
        linkset.linkset(levels, description),
        content_type=linkset.MEDIA_TYPE,
        headers=HEADERS | {"Link": context},
        json_dumps_params={"ensure_ascii": False},
    )


def _allowed() -> HttpResponse:
    return HttpResponse(status=204, headers=HEADERS | {"Allow": ", ".join(METHODS)})


def _broken() -> str:
    return _("Đây không phải đường dẫn GS1 hợp lệ: sau /01/ phải là 14 chữ số với số kiểm tra đúng.")


def _nothing() -> str:
    return _("Chúng tôi không có đường dẫn này: mã GTIN chưa được kiểm chứng, hoặc không có loại liên kết được hỏi.")


def _said(status: int, words: Callable[[], str], language: str) -> HttpResponse:
    with override(language):
        return HttpResponse(words(), status=status, content_type="text/plain; charset=utf-8", headers=HEADERS)


def _raw_path(request: HttpRequest) -> str:
    """The path as it was sent, where the server tells: %2F in a lot number is no slash."""
    return request.META.get("RAW_URI", request.get_full_path()).partition("?")[0]
