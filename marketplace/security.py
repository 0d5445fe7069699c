"""Which content security policy a page gets: strict for the public, looser for the back offices."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse

BACK_OFFICES = ("/cms/", "/quan-tri/", "/django-admin/", "/documents/")
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
