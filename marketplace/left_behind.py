"""What a browser keeps of a workspace (drafts, pages for where there is no network) goes with its account.

It stays when a session only ends by itself: the same person may come back for the draft.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

COOKIE, KEPT = "giu-cho", 365 * 86400  # "kept for", seconds
EVERYTHING_STORED = '"storage"'  # local storage, databases, caches and workers; not the cookies


@receiver(user_logged_out)
def note_leaving(sender: object, request: HttpRequest | None, **_facts: object) -> None:
    if request is not None:
        request.has_left = True


def forget_former_accounts(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: note for whom a workspace was opened here; ask the browser to let go of all it keeps when that
    account signs out or another one is signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        kept_for = request.COOKIES.get(COOKIE, "")
        if kept_for and _is_over(request, kept_for):
            response["Clear-Site-Data"] = EVERYTHING_STORED
            response.delete_cookie(COOKIE)
            kept_for = ""
        if not kept_for and hasattr(request, "membership") and request.user.is_authenticated:
            _note(request, response)
        return response

    return middleware


def _is_over(request: HttpRequest, kept_for: str) -> bool:
    if getattr(request, "has_left", False):
        return True
    return request.user.is_authenticated and str(request.user.pk) != kept_for


def _note(request: HttpRequest, response: HttpResponse) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, str(request.user.pk), max_age=KEPT, httponly=True, samesite="Lax", secure=secure)
