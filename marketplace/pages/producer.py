from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from catalogue.models import Producer


@require_safe
def producer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who makes it."""
    return HttpResponse(get_object_or_404(Producer, slug=slug).name)
