"""Whether this process lives (`/livez`) and may get traffic (`/readyz`).

Asked from inside by containers and load balancers, by any host name and without TLS: so this middleware answers
before the checks of either.
"""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


def answer_health(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        answer = ANSWERS.get(request.path_info)
        return answer() if answer else get_response(request)

    return middleware


def lives() -> HttpResponse:
    return _said("ok", 200)


def is_ready() -> HttpResponse:
    """503 while the database does not answer. One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as failure:
        log.warning("not ready: %s", failure)
        return _said("database", 503)
    return _said("ok", 200)


def _said(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"})


ANSWERS = {"/livez": lives, "/readyz": is_ready}
