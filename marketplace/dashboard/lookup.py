"""Oscar's search for a product in a form of the desk, which fails on numbers that are none."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from oscar.apps.dashboard.catalogue.views import ProductLookupView

from marketplace.dashboard.access import operators_only
from marketplace.sent import number_in


@require_safe
@operators_only
def products(request: HttpRequest) -> HttpResponse:
    """One page of products as JSON. 404 for a page or a key that cannot be."""
    keys = request.GET["initial"].split(",") if request.GET.get("initial") else []
    numbers = [request.GET.get(name, "1") for name in ("page", "page_limit")]
    if not all(map(number_in, keys + numbers)):
        raise Http404
    return ProductLookupView.as_view()(request)
