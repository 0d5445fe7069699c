"""Feeds: newly certified products for readers (Atom), and what may be bought today for shopping engines (RSS 2.0).

Both are channels under the gate: their rows are asked of the certificates on every request.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from catalogue import cards, ocop, wording
from catalogue.models import Certificate, Product
from catalogue.pictures import picture_url
from marketplace.api.facts import gtin_of
from traceability import gtins

NEWEST = 50
BATCH = 500
PICTURE_WIDTH = 720
LONGEST_DESCRIPTION = 5000  # Google's product data specification
NEVER_KEPT = {"Cache-Control": "no-store"}
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
COLUMNS = (
    "pk",
    "parent",
    "slug",
    "title",
    "description",
    "criteria_set",
    "net_weight_g",
    "upc",
    "picture",
    "owner",
    "owner__name",
    "province__name",
    "stockrecords__price",
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
    "<title>Chợ OCOP</title><link>%s/</link><description>%s</description>\n"
)


@require_safe
def newest(request: HttpRequest) -> HttpResponse:
    """The products certified last that may be sold today, in the reader's language. Four queries."""
    day, here = localdate(), settings.SITE_URL + request.path
    products = Product.objects.sellable(day).entries().newest_certificate_first().with_register()[:NEWEST]
    feed = Atom1Feed(
        title=_("Sản phẩm OCOP mới được chứng nhận"),
        link=settings.SITE_URL + reverse("catalogue:index"),
        description=None,
        language=wording.language(),
        feed_url=here,
        feed_guid=here,
    )
    for product in products:
        if product.is_sellable(day):
            feed.add_item(**item_of(product, day))
    headers = {**NEVER_KEPT, "Content-Type": "application/atom+xml; charset=utf-8"}
    return HttpResponse(feed.writeString("utf-8"), headers=headers)


def item_of(product: Product, day: date) -> dict[str, Any]:
    certificate = product.certificate_in_force(day)
    address = settings.SITE_URL + product.get_absolute_url()
    issued = make_aware(datetime.combine(certificate.issued_on, time())) if certificate else product.date_created
    return {
        "title": clean(cards.title_of(product)),
        "link": address,
        "unique_id": f"{address}#{certificate.public_id if certificate else ''}",
        "description": clean(". ".join(sentences_of(product, certificate))),
        "pubdate": issued,
        "updateddate": issued,
        "author_name": clean(product.owner.name),
    }


def sentences_of(product: Product, certificate: Certificate | None) -> Iterator[str]:
    yield product.owner.name
    if certificate:
        yield wording.spoken_plate(certificate.stars, certificate.until)
        if certificate.dates_are_illustrative:
            yield _("Ngày minh họa: nguồn công bố không nêu ngày còn hiệu lực.")


@require_safe
def shopping(request: HttpRequest) -> StreamingHttpResponse:
    """All that can be bought today, for shopping engines (Google's product data specification). One query, and one for GTINs."""
    return StreamingHttpResponse(rss(localdate()), content_type="application/xml; charset=utf-8", headers=NEVER_KEPT)


def rss(day: date) -> Iterator[str]:
    """The feed in pieces of some hundred items, read from the database as it is sent."""
    yield HEAD % (settings.SITE_URL, escape(said_of_all()))
    piece: list[str] = []
    verified = gtins.Verified(day)
    for row in rows_of(day).iterator(chunk_size=BATCH):
        facts = dict(zip((*COLUMNS, "stars", "last_day"), row, strict=True))
        if facts["stockrecords__price"] is not None:
            piece.append(offer(facts, verified))
        if len(piece) == BATCH:
            yield "".join(piece)
            piece = []
    yield "".join(piece) + "</channel></rss>\n"


def said_of_all() -> str:
    with override(ocop.LANGUAGE):
        return _("Đặc sản OCOP đang còn giấy chứng nhận, mua thẳng từ nhà sản xuất.")


def rows_of(day: date) -> QuerySet:
    """Rows of what can be bought on `day`, each with its star. Alcohol stands behind an age gate: it is not advertised."""
    held = Certificate.objects.in_force(day)
    held = held.filter(product=OuterRef("pk")) | held.inherited_by(OuterRef("pk"), OuterRef("parent"))
    held = held.order_by("-stars")
    products = Product.objects.purchasable(day).without_alcohol().exclude(structure=Product.PARENT).order_by("pk")
    stars = {"stars": Subquery(held.values("stars")[:1]), "last_day": Subquery(held.values("last_day")[:1])}
    return products.annotate(**stars).values_list(*COLUMNS, *stars)


def offer(facts: dict[str, Any], verified: gtins.Verified) -> str:
    """One <item>. A number on the pack only where somebody checked it; without one the engine is told so."""
    product = Product(pk=facts["pk"], parent_id=facts["parent"], slug=facts["slug"], picture=facts["picture"] or "")
    gtin = gtin_of(facts["upc"], facts["owner"], verified)
    group = ocop.GROUPS.get(ocop.group_of(facts["criteria_set"]))
    with override(ocop.LANGUAGE):
        address = settings.SITE_URL + product.get_absolute_url()
    said = {
        "g:id": facts["pk"],
        "g:item_group_id": facts["parent"],
        "title": facts["title"],
        "description": description_of(facts),
        "link": address,
        "g:image_link": settings.SITE_URL + picture_url(product, PICTURE_WIDTH),
        "g:availability": "in_stock",
        "g:price": f"{int(facts['stockrecords__price'])} VND",
        "g:condition": "new",
        "g:brand": facts["owner__name"],
        "g:gtin": gtin,
        "g:identifier_exists": None if gtin else "no",
        "g:product_type": f"OCOP > {group.name}" if group else "OCOP",
        "g:shipping_weight": f"{facts['net_weight_g']} g" if facts["net_weight_g"] else None,
        "g:custom_label_0": f"{facts['stars']} sao" if facts["stars"] else None,
    }
    inside = "".join(f"<{name}>{escape(clean(str(text)))}</{name}>" for name, text in said.items() if text is not None)
    return f"<item>{inside}</item>\n"


def description_of(facts: dict[str, Any]) -> str:
    plain = " ".join(strip_tags((facts["description"] or "").replace("<", " <")).split())
    return (plain or facts["title"])[:LONGEST_DESCRIPTION]


def clean(text: str) -> str:
    """Without the characters that no XML may hold."""
    return NOT_XML.sub("", text)
