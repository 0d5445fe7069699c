from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page."""
    return HttpResponse("Chợ OCOP")
