from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stories.models import ProvincePage

COLOURS = """:root {{ --accent: {light}; }}
@media (prefers-color-scheme: dark) {{ :root {{ --accent: {dark}; }} }}
.banner {{ border-bottom-color: var(--accent); }}
.banner h1, .figures dd {{ color: var(--accent); }}
"""


@require_safe
@cache_control(public=True, max_age=3600)
def province_colours(request: HttpRequest, slug: str) -> HttpResponse:
    """A province's own accent as a style sheet: pages carry no inline style."""
    page = get_object_or_404(ProvincePage.objects.live().filter(locale__language_code="vi"), place__slug=slug)
    colours = COLOURS.format(light=page.accent_light, dark=page.accent_dark)
    return HttpResponse(colours, content_type="text/css; charset=utf-8")
