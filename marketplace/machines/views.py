"""Sitemap, robots.txt, and the keys that signed documents are checked with."""

from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalogue.signing import key_set
from marketplace.machines.sections import MOST_PER_FILE, SECTIONS, all_entries, sizes

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
PRIVATE = (
    "/gio-hang/",
    "/thanh-toan/",
    "/don-hang/",
    "/tai-khoan/",
    "/kenh-nha-san-xuat/",
    "/tim-kiem/",
    "/cms/",
    "/quan-tri/",
    "/webhooks/",
)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All public addresses, or an index of parts when they do not fit one file."""
    counts = sizes()
    if sum(counts.values()) + 1 > MOST_PER_FILE:
        return _xml("sitemapindex", _parts(counts))
    front = f"<url><loc>{settings.SITE_URL}/</loc></url>\n"
    return _xml("urlset", chain([front], all_entries()))


@require_safe
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One part of one section, numbered from 1."""
    section = SECTIONS.get(name)
    start = (number - 1) * MOST_PER_FILE
    if section is None or number < 1 or start >= section.rows().count():
        raise Http404
    return _xml("urlset", section.entries(start, start + MOST_PER_FILE))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers leave alone: baskets, accounts, searches, back offices; in both languages."""
    lines = [f"Disallow: {prefix}{path}" for path in PRIVATE for prefix in ("", "/en")]
    text = "\n".join(["User-agent: *", *lines, "", f"Sitemap: {settings.SITE_URL}{reverse('machines:sitemap')}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def signing_keys(request: HttpRequest) -> JsonResponse:
    """The public keys of the register, former ones too (docs/verify.md). Any site may read them."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "max-age=300"}
    return JsonResponse(key_set(), content_type="application/jwk-set+json", headers=headers)


def _parts(counts: dict[str, int]) -> Iterator[str]:
    for name, count in counts.items():
        for number in range(1, -(-count // MOST_PER_FILE) + 1):
            address = settings.SITE_URL + reverse("machines:sitemap-part", args=[name, number])
            yield f"<sitemap><loc>{address}</loc></sitemap>\n"


def _xml(root: str, elements: Iterable[str]) -> StreamingHttpResponse:
    body = chain([f"{XML}<{root} {SCHEMA}>\n"], elements, [f"</{root}>\n"])
    return StreamingHttpResponse(body, content_type="application/xml; charset=utf-8")
