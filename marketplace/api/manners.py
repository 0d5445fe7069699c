"""How every answer of the API is given: in Vietnamese, never kept, readable from any site; guessing is slowed down."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue import ocop
from marketplace.networks import times

GUESSES, LARGE, SECONDS = 20, 6, 600  # per network within ten minutes: addresses without an answer, whole lists
HEADERS = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*", "Content-Language": ocop.LANGUAGE}


def answering(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around each operation, before its arguments are read."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        with override(ocop.LANGUAGE):
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.NOT_FOUND and times(request, "api-guess", SECONDS) > GUESSES:
                response = too_many()
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return answer


def may_take_all(request: HttpRequest, what: str) -> bool:
    """Whether this network may have the whole of `what` once more; a whole list costs seconds."""
    return times(request, what, SECONDS) <= LARGE


def too_many() -> JsonResponse:
    sentence = _("Quá nhiều yêu cầu. Xin thử lại sau mười phút.")
    return JsonResponse({"detail": sentence}, status=429, headers={**HEADERS, "Retry-After": str(SECONDS)})
