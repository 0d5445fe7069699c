from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue.models import Product


@require_safe
def product_detail(request: HttpRequest, product_slug: str, pk: int) -> HttpResponse:
    """One product, complete."""
    return HttpResponse(get_object_or_404(Product.objects.public(), pk=pk).title)
