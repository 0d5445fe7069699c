from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from outlets.models import Outlet


@require_safe
def outlet_list(request: HttpRequest) -> HttpResponse:
    """Where to buy in person: a list first."""
    return HttpResponse("\n".join(outlet.name for outlet in Outlet.objects.listed()))


@require_safe
def outlet_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One outlet."""
    return HttpResponse(get_object_or_404(Outlet.objects.listed(), slug=slug).name)
