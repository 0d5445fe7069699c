"""Where to buy in person. The list comes first; the map is drawn by the server."""

import json

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.models import Product
from outlets.drawing import map_of
from outlets.forms import OutletFilter
from outlets.models import Outlet

PER_PAGE = 40


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """All outlets, or those of a province or a kind."""
    asked = OutletFilter(request.GET)
    page = Paginator(asked.chosen(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": asked, "page": page, "page_query": asked.query, "map": map_of(page)}
    return render(request, "outlets/outlet_list.html", context)


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One outlet, and what it carries that holds a certificate today."""
    outlet = get_object_or_404(Outlet.objects.listed(), slug=slug)
    day = localdate()
    carried = Product.objects.public().entries().certified(day).filter(outlets=outlet)
    context = {
        "outlet": outlet,
        "day": day,
        "products": carried.with_register().prefetch_related("translations").order_by("title"),
        "map": map_of([outlet]),
        "structured_data": structured_data(outlet),
        "trail": [(_("Điểm bán"), reverse("outlets:list")), (outlet.name, "")],
    }
    return render(request, "outlets/outlet_detail.html", context)


@require_safe
def outlets_geojson(request: HttpRequest) -> JsonResponse:
    """All outlets as GeoJSON (RFC 7946)."""
    features = [feature(outlet) for outlet in Outlet.objects.listed()]
    answer = JsonResponse(
        {"type": "FeatureCollection", "features": features}, json_dumps_params={"ensure_ascii": False}
    )
    answer["Content-Type"] = "application/geo+json"
    return answer


def feature(outlet: Outlet) -> dict:
    """One outlet as a GeoJSON feature: longitude first."""
    return {
        "type": "Feature",
        "id": outlet.slug,
        "geometry": {"type": "Point", "coordinates": [outlet.longitude, outlet.latitude]},
        "properties": {
            "name": outlet.name,
            "kind": outlet.kind,
            "province": outlet.province.name,
            "address": outlet.address,
            "url": settings.SITE_URL + outlet.get_absolute_url(),
            "is_illustration": outlet.is_illustration,
        },
    }


def structured_data(outlet: Outlet) -> SafeString:
    """schema.org for search engines, safe inside a <script> element."""
    data = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": outlet.name,
        "url": settings.SITE_URL + outlet.get_absolute_url(),
        "address": {"@type": "PostalAddress", "streetAddress": outlet.address, "addressCountry": "VN"},
        "geo": {"@type": "GeoCoordinates", "latitude": outlet.latitude, "longitude": outlet.longitude},
    }
    if outlet.phone:
        data["telephone"] = outlet.phone
    if outlet.opening_hours:
        data["openingHours"] = outlet.schema_hours
    # "<" could close the element early.
    return mark_safe(json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"))
