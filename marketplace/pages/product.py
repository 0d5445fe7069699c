"""The product page: what it is, who certified it, who makes it, and whether it can be bought today."""

import json
from datetime import date
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import cards, ocop, wording
from catalogue.kept import Kept
from catalogue.models import Certificate, Product
from catalogue.pictures import picture_srcset, picture_url
from marketplace.pages import product_kept
from marketplace.pages.product_kept import Beside
from outlets.models import Outlet
from stories.models import StoryPage
from traceability.models import Lot

LOTS = 2
OUTLETS = 6
STORIES = 3
PICTURE_WIDTH = 960
Fact = tuple[str, str]

pieces = Kept(8192)


@require_safe
def product_detail(request: HttpRequest, product_slug: str, pk: str) -> HttpResponse:
    """One product, complete; the address with another slug leads to the right one."""
    return product_kept.answer(request, int(pk), localdate(), partial(rendered, request, product_slug, int(pk)))


def rendered(request: HttpRequest, product_slug: str, pk: int, beside: Beside) -> HttpResponse:
    """The page made anew, with the cards of related products that `beside` gives for a province's slug."""
    product = get_object_or_404(Product.objects.public().with_page(wording.language()), pk=pk)
    if product_slug != product.slug:
        return redirect(product, permanent=True)
    context = page_of(product, localdate()) | neighbours_of(product)
    context["related_cards"] = beside(product.province and product.province.slug)
    return render(request, "pages/product.html", context)


def page_of(product: Product, day: date) -> dict:
    """What the page shows of a product on `day`."""
    certificate = product.certificate_in_force(day)
    shown = certificate or product.latest_certificate
    offer = wording.offer_of(product, day)
    title = cards.title_of(product)
    return {
        "product": product,
        "title": title,
        "description": description_of(product),
        "day": day,
        "certificate": certificate,
        "shown_certificate": None if product.register_note else shown,
        "certificate_events": sorted(shown.events.all(), key=lambda e: (e.on, e.pk)) if shown else [],
        "said": wording.register_state(product, day),
        "offer": offer,
        "cash_on_delivery": product.criteria_set not in ocop.FRESH_SETS,
        "per_kg": wording.per_kg_of(product),
        "picture": picture_url(product, PICTURE_WIDTH),
        "picture_srcset": picture_srcset(product),
        "facts": facts_of(product),
        "trail": trail_of(product, title),
        "structured_data": structured_data(product, title, certificate, offer),
    }


def neighbours_of(product: Product) -> dict:
    """What the other rooms know of a product: lots as they are now; stories and outlets, as HTML, may be older."""
    key = (product.pk, product.date_updated, wording.language(), product_kept.period(product.pk))
    return {
        "lots": Lot.objects.of(product).with_events()[:LOTS],
        "stories": pieces.of(("stories", *key), lambda: stories_of(product)),
        "outlets": pieces.of(("outlets", *key), lambda: outlets_of(product)),
    }


def stories_of(product: Product) -> SafeString:
    stories = StoryPage.objects.for_reader().about(product).newest_first()[:STORIES]
    return cards.rendered("pages/product/stories.html", {"stories": stories})


def outlets_of(product: Product) -> SafeString:
    outlets = Outlet.objects.listed().stocking(product)[:OUTLETS]
    return cards.rendered("pages/product/outlets.html", {"outlets": outlets})


def description_of(product: Product) -> str:
    """The description in the visitor's language where one was translated, else the Vietnamese."""
    language = wording.language()
    if language == ocop.LANGUAGE:
        return product.description
    found = (t.description for t in product.translations.all() if t.language == language and t.status != "draft")
    return next(found, "") or product.description


def facts_of(product: Product) -> list[Fact]:
    """Names and values of the facts table; what is not known is left out."""
    criteria = ocop.CRITERIA_SETS.get(product.criteria_set)
    named = (
        (_("Khối lượng tịnh"), wording.weight(product.net_weight_g) if product.net_weight_g else ""),
        (_("Thành phần"), product.ingredients),
        (_("Bảo quản"), product.storage),
        (_("Hạn sử dụng"), shelf_life(product.shelf_life_days)),
        (_("Bộ sản phẩm"), _(criteria.name) if criteria else ""),
        (_("Nhóm"), _(ocop.GROUPS[criteria.group].name) if criteria else ""),
        (_("Địa chỉ ghi trong chứng nhận"), product.origin_as_printed),
        (_("Mã vạch (GTIN)"), product.upc),
    )
    return [(name, value) for name, value in named if value]


def shelf_life(days: int | None) -> str:
    """365 -> "12 tháng"; anything not whole months in days; "" when not known."""
    if not days:
        return ""
    if days >= 60 and days % 30 in (0, 5):
        return _("%(count)s tháng") % {"count": days // 30}
    return _("%(count)s ngày") % {"count": days}


def trail_of(product: Product, title: str) -> list[Fact]:
    """Breadcrumbs: all products, the province, the product."""
    trail = [(_("Sản phẩm"), reverse("catalogue:index"))]
    if product.province:
        trail.append((product.province.short_name, reverse("pages:province", args=[product.province.slug])))
    return [*trail, (title, "")]


def structured_data(product: Product, title: str, certificate: Certificate | None, offer: wording.Offer) -> SafeString:
    """schema.org for search engines, safe inside a <script> element."""
    url = settings.SITE_URL + product.get_absolute_url()
    data = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": title,
        "url": url,
        "image": settings.SITE_URL + picture_url(product, PICTURE_WIDTH),
        "description": product.description,
    }
    if product.owner:
        data["brand"] = {"@type": "Organization", "name": product.owner.name}
    if product.upc:
        data["gtin"] = product.upc
    if certificate:
        data["award"] = wording.spoken_plate(certificate.stars, certificate.until)
    if certificate and product.price:
        data["offers"] = offered(product.price, url, is_open=offer.is_open)
    # "<" could close the element early.
    return mark_safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))


def offered(price: int, url: str, *, is_open: bool) -> dict:
    availability = "https://schema.org/InStock" if is_open else "https://schema.org/OutOfStock"
    return {"@type": "Offer", "price": price, "priceCurrency": "VND", "availability": availability, "url": url}
