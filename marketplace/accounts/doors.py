"""The doors of the back offices: one clear page for those who do not work there, a second factor for those who do."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.accounts import roles

# Wagtail's screens that an officer needs; all its others know no scope, and are not there for officers.
OFFICERS_SCREENS = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_dismissibles",
    }
)
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
        speak(request)
        if request.path_info.startswith("/cms/") and is_beyond_desk(request):
            raise Http404
        if request.path_info.startswith("/quan-tri/"):
            request.user.is_staff = True  # Oscar's lists ask it; in memory, for this request only
        return None


def door_of(path: str):
    """The rule of the back office that `path` lies in, or None."""
    if path.startswith(ALWAYS_OPEN):
        return None
    return next((rule for start, rule in DOORS.items() if path.startswith(start)), None)


def speak(request: HttpRequest) -> None:
    """A back office has no language in its address: it speaks the one chosen in the shop, else the browser's."""
    translation.activate(translation.get_language_from_request(request))
    request.LANGUAGE_CODE = translation.get_language()


def is_beyond_desk(request: HttpRequest) -> bool:
    """Whether a person who keeps the register, and no pages, asks for what does not belong to the officers' desk."""
    if roles.is_curator(request.user):
        return False
    match = request.resolver_match
    on_desk = any(name.endswith("_desk") or name.startswith("desk_") for name in match.namespaces)
    return not (on_desk or match.url_name in OFFICERS_SCREENS)


def needs_second_factor(user) -> bool:
    """Whether a person of a back office has yet to set up a second factor."""
    return settings.STAFF_NEEDS_SECOND_FACTOR and not is_mfa_enabled(user)
