from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue.models import Place


@require_safe
def province_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A province and what it makes."""
    return HttpResponse(get_object_or_404(Place.objects.provinces(), slug=slug).name)
