"""What guards every page: its content security policy, that nobody keeps it unasked, and no NUL where text is expected."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

BACK_OFFICES = ("/cms/", "/quan-tri/", "/django-admin/", "/documents/")
STRICT = "/01/"  # GS1 addresses: their own syntax refuses NUL, in its own words
BACK_OFFICE_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}


class PolicyByPath(CSPMiddleware):
    """Wagtail's and Oscar's own screens carry inline code; no other page may."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(BACK_OFFICES):
            parts.replace = BACK_OFFICE_POLICY
        return parts


def asked_each_time(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """What a page says of a certificate holds for this request: browsers and proxies on the way, some of which keep
    whatever says nothing, must ask again (DECISIONS 12). An answer that says how long it holds is left as it is."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response and not request.path_info.startswith(settings.MEDIA_URL):
            response["Cache-Control"] = "no-cache"
        return response

    return answer


class WithoutNul:
    """Takes NUL bytes out of what is asked and sent: nobody types them and PostgreSQL refuses them as text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info and not request.path_info.startswith(STRICT):
            raise Http404
        if "%00" in (query := request.META.get("QUERY_STRING", "")):
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """Programs that post to us sign their raw bytes: theirs stay as they are."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False) and _has_nul(request.POST):
            request.POST = _cleaned(request.POST)


def _has_nul(sent: QueryDict) -> bool:
    return any("\0" in text for _name, texts in sent.lists() for text in texts)


def _cleaned(sent: QueryDict) -> QueryDict:
    cleaned = sent.copy()
    for name, texts in sent.lists():
        cleaned.setlist(name, [text.replace("\0", "") for text in texts])
    return cleaned
