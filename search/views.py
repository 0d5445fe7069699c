"""Lists of products. Oscar's loader asks for the three class names; our URLs call the functions."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView


class FacetedSearchView(RedirectView):
    pattern_name = "search:search"


class CatalogueView(RedirectView):
    pattern_name = "catalogue:index"


class ProductCategoryView(CatalogueView):
    pass


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """All products on sale, with filters."""
    return HttpResponse("Sản phẩm")
