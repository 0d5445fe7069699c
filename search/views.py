"""Lists of products. Oscar's loader asks for the three class names; our URLs call the functions."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

from search import services
from search.forms import read_question
from search.listing import respond


class FacetedSearchView(RedirectView):
    pattern_name = "search:search"


class CatalogueView(RedirectView):
    pattern_name = "catalogue:index"


class ProductCategoryView(CatalogueView):
    pass


@require_safe
def product_list(request: HttpRequest) -> HttpResponse:
    """All products on sale, with filters."""
    return respond(request, localdate())


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the words in the box may mean, with the same filters."""
    return respond(request, localdate())


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """A few products whose name begins like what is being typed."""
    asked = read_question(request.GET)
    products = services.suggest(asked.typed, localdate())
    found = [{"title": product.title, "url": product.get_absolute_url()} for product in products]
    return JsonResponse({"query": asked.typed, "suggestions": found})
