"""The scan page /T/<code>: what is true of a label today, in one screen, without session, script or a third party.

`answer_scans` is a middleware that stands before sessions, baskets and sign-in, so that none of them works for a
page that needs none. At most three queries: the look, and when the lot's part is not at hand, its steps (with growing
areas) and shops. One more for a pack size or a product of sizes, whose certificates stand elsewhere: asked for in the
same statement they took every scan on PostgreSQL from 63 to 44 per cent of an empty view's speed.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate, localtime, now
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe

from marketplace import insiders
from marketplace.networks import network, times
from marketplace.pages import scan_page
from traceability import codes, looks, tongues
from traceability.counting import write_scans
from traceability.scans import ScanBuffer, Seen, Strange
from traceability.verdicts import State
from traceability.visitors import devices_of, is_counted

PREFIXES = ("/T/", "/t/")
OUTLET_SLUG = re.compile(r"[a-z0-9-]{1,80}")  # ?o= on a shelf card; anything else could spoil a whole batch
ADDRESS = re.compile(r"https?://[^/?#]+/t/([^/?#]+)/?", re.IGNORECASE)  # pasted whole
ADDRESSES = ("HTTP:", "HTTPS:")  # as normalise leaves them
UNKNOWN_ALLOWED, UNKNOWN_SECONDS = 20, 600

scans = ScanBuffer(write_scans, seconds=getattr(settings, "SCANS_WRITTEN_EVERY", 1.0))


def answer_scans(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: answer /T/<code> here, let everything else pass."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        if path.startswith(PREFIXES) and len(path) > len(PREFIXES[0]):
            return scan(request, path[len(PREFIXES[0]) :])
        return get_response(request)

    return middleware


@require_safe
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one code, in any case and spelling. 404 with the whole page for a code nobody issued."""
    language, readings = language_of(request), _readings(request, code)
    rows = looks.rows_of(readings[0], language) or looks.rows_of(looks.kept_as(readings[1:]), language)
    if not rows:
        return _withdrawn(request, readings, language) or _refuse(request, readings[0], language)
    response = HttpResponse(scan_page.known(rows, localdate(), language))
    if label := rows[0][0]:  # what another system printed may name no label of ours
        _count(request, label, language)
    return dress(response, request, language)


def _readings(request: HttpRequest, code: str) -> list[str]:
    """The code; of an old web address that another server sent on to us, also with what follows "?", and with that but
    for a ?lang= of ours."""
    query = request.META.get("QUERY_STRING", "") if codes.normalise(code).startswith(ADDRESSES) else ""
    queries = filter(None, dict.fromkeys((query, _without_language(query))))
    texts = [code, *(f"{code}?{unquote(one)}" for one in queries)]
    return [reading for text in texts for reading in codes.readings(text)]


def _without_language(query: str) -> str:
    """What is left of a query without the last ?lang= in it, which is the one that language_of hears."""
    before, found, after = f"&{query}".rpartition("&lang=")
    return (before + "".join(after.partition("&")[1:]) if found else after)[1:]


def _withdrawn(request: HttpRequest, readings: list[str], language: str) -> HttpResponse | None:
    """The page of another system's code that led somewhere once; None for a code nobody ever entered."""
    found = looks.withdrawn(readings)
    return found and dress(HttpResponse(scan_page.withdrawn(found, language)), request, language)


@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """Where the box "Tra cứu tem" sends a typed code: on to its page."""
    typed = query_of(request).get("code", "").strip()
    code, language = code_typed(typed), language_of(request)
    if not code:
        return HttpResponseRedirect(reverse("home"))
    query = "?" + urlencode({"lang": language}) if "lang" in query_of(request) else ""
    is_spelled = len(codes.readings(typed)) > 1 and not codes.has_code_shape(code)
    asked = typed if is_spelled else code  # how it is spelled may say what it is kept as
    return HttpResponseRedirect(scan_page.path_of(asked[: looks.LONGEST_ALIAS]) + query)


def code_typed(text: str) -> str:
    """The code in what a person typed or pasted: the last part of an address of ours."""
    within = ADDRESS.fullmatch(text)
    inner = codes.normalise(within[1]) if within else ""
    return inner if codes.has_code_shape(inner) else codes.normalise(text)


def query_of(request: HttpRequest) -> QueryDict:
    """What is asked behind "?". More than Django reads counts as nothing: a known code answers whatever hangs on it."""
    try:
        return request.GET
    except TooManyFieldsSent:
        return QueryDict()


def language_of(request: HttpRequest) -> str:
    """?lang=, then the cookie, then Accept-Language, then Vietnamese."""
    accepted = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
    wanted = (
        query_of(request).get("lang"),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME),
        *(tag for tag, _ in accepted),
    )
    return tongues.best(wanted)


def _refuse(request: HttpRequest, code: str, language: str) -> HttpResponse:
    state = State.UNKNOWN if codes.is_code(code) else State.MISTYPED
    tries = times(request, "unknown-codes", UNKNOWN_SECONDS)
    too_many = tries > UNKNOWN_ALLOWED
    if tries <= UNKNOWN_ALLOWED + 1:  # of a flood no more is kept than that it was one
        scans.add(Strange(now(), network(request)))
    html = scan_page.refused(State.TOO_MANY if too_many else state, code, language)
    response = dress(HttpResponse(html, status=429 if too_many else 404), request, language)
    if too_many:
        response["Retry-After"] = str(UNKNOWN_SECONDS)
    return response


def _count(request: HttpRequest, label: int, language: str) -> None:
    if insiders.COOKIE in request.COOKIES or not is_counted(request.method, request.META):
        return
    where, at, key = network(request), now(), settings.SIGNING_KEY or settings.SECRET_KEY
    device, before = devices_of(where, request.META["HTTP_USER_AGENT"], localtime(at), key)
    asked = query_of(request).get("o", "")
    outlet = asked if OUTLET_SLUG.fullmatch(asked) else ""
    scans.add(Seen(label, at, where, device, language.partition("-")[0], outlet, before))


def dress(response: HttpResponse, request: HttpRequest, language: str) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "Accept-Language, Cookie"
    response["Content-Language"] = language
    response["Content-Security-Policy"] = scan_page.policy()
    response["X-Frame-Options"] = "DENY"
    if query_of(request).get("lang") == language != request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", secure=request.is_secure()
        )
    return response
