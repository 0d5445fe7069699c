"""Who works here leaves a mark in the browser, so that the scan page, which knows no session, does not count them."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE, KEPT = "khong-dem", 180 * 86400  # "do not count", seconds
ROOMS = ("/cms/", "/quan-tri/", "/kenh-nha-san-xuat/", "/phong-kiem-nghiem/")
ROOMS += tuple(f"/en{room}" for room in ROOMS[2:])  # the back offices have one address for all languages


def mark_insiders(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: set the mark when a page of a back office, a workspace or a laboratory's desk was really shown."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 200 and request.path_info.startswith(ROOMS) and COOKIE not in request.COOKIES:
            _mark(request, response)
        return response

    return middleware


def _mark(request: HttpRequest, response: HttpResponse) -> None:
    if request.user.is_authenticated:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(COOKIE, "1", max_age=KEPT, httponly=True, samesite="Lax", secure=secure)
