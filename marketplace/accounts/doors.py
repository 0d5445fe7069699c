"""The doors of the back offices: one clear page for those who do not work there, a second factor for those who do."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from marketplace.accounts import roles

ALWAYS_OPEN = ("/cms/login/", "/cms/logout/", "/quan-tri/login/", "/quan-tri/logout/", "/django-admin/login/")


def may_edit(user) -> bool:
    """Whether Wagtail's admin opens (it asks the same permission itself)."""
    return user.has_perm("wagtailadmin.access_admin")


DOORS = {
    "/cms/": may_edit,
    "/quan-tri/": roles.is_operator,
    "/django-admin/": lambda user: user.is_staff,
}


class BackOfficeDoors:
    """Leads the anonymous to the one login and refuses with 403 what a signed-in person may not enter."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        may_enter = door_of(request.path_info)
        if may_enter is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_enter(request.user):
            raise PermissionDenied(_("Tài khoản của bạn không làm việc ở trang này."))
        if needs_second_factor(request.user):
            return redirect("mfa_activate_totp")
        if request.path_info.startswith("/quan-tri/"):
            request.user.is_staff = True  # Oscar's lists ask it; in memory, for this request only
        return None


def door_of(path: str):
    """The rule of the back office that `path` lies in, or None."""
    if path.startswith(ALWAYS_OPEN):
        return None
    return next((rule for start, rule in DOORS.items() if path.startswith(start)), None)


def needs_second_factor(user) -> bool:
    """Whether a person of a back office has yet to set up a second factor."""
    return settings.STAFF_NEEDS_SECOND_FACTOR and not is_mfa_enabled(user)
