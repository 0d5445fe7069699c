"""HTML kept in this process under the facts it was made of.

The key holds everything that the HTML says, verdicts included, and is worked out anew for each request: what is
kept can be wasted but never stale. Nothing is kept where templates are being written (DEBUG).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

MARK = "<!--the content stands here-->"


class Kept:
    """The `most` pieces of HTML that were used last."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pieces: OrderedDict[Hashable, SafeString] = OrderedDict()

    def get(self, key: Hashable) -> SafeString | None:
        piece = self._pieces.get(key)
        if piece is not None:
            try:
                self._pieces.move_to_end(key)
            except KeyError:  # another thread just dropped it
                return piece
        return piece

    def put(self, key: Hashable, html: str) -> SafeString:
        piece = mark_safe(html)
        if not settings.DEBUG:
            self._pieces[key] = piece
            if len(self._pieces) > self.most:
                self._pieces.popitem(last=False)
        return piece

    def of(self, key: Hashable, make: Callable[[], str]) -> SafeString:
        found = self.get(key)
        return self.put(key, make()) if found is None else found

    def forget(self) -> None:
        self._pieces.clear()


frames = Kept(1024)


def framed(request: HttpRequest, template: str, facts: dict[str, Hashable], content: SafeString) -> HttpResponse:
    """A page: `template` with `facts` around the `content`.

    For a visitor of whom no cookie says anything (no basket, no session, no message) the frame follows from the
    address and the facts alone, and is kept.
    """
    if not is_unknown(request):
        return render(request, template, {**facts, "content": content})
    key = (template, request.get_host(), request.get_full_path(), *facts.items())
    frame = frames.get(key) or frames.put(key, frame_of(request, template, facts))
    return HttpResponse(frame.replace(MARK, content, 1))


def frame_of(request: HttpRequest, template: str, facts: dict[str, Hashable]) -> str:
    return render(request, template, {**facts, "content": mark_safe(MARK)}).content.decode()


def is_unknown(request: HttpRequest) -> bool:
    """Whether the visitor brought no cookie that a page could depend on: the language stands in the address, and no
    page but the wish list itself shows what was saved."""
    ignored = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.WISHES_COOKIE}
    return set(request.COOKIES) <= ignored
