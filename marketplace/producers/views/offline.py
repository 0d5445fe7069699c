"""The step entry where there is no network: the browser's worker, and the page that it shows in place of all others."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.accounts.roles import LABEL
from marketplace.producers.access import members_who

WORKER = "js/worker.js"
FONT = "vendor/fonts/be-vietnam-pro-{}-normal.woff2"
ASSETS = (
    "vendor/site.css",
    "vendor/icons.svg",
    "img/mark.svg",
    "img/favicon.svg",
    "js/site.js",
    "js/draft.js",
    "js/kept.js",
    *(FONT.format(part) for part in ("latin-400", "latin-600", "vietnamese-400", "vietnamese-600")),
)


@require_safe
@members_who(LABEL)
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, for the pages below the workspace's own address in this language; new when an asset is."""
    keep = {
        "version": version(),
        "assets": [static(path) for path in ASSETS],
        "offline": reverse("workspace:offline"),
    }
    text = f"const KEEP = {json.dumps(keep)};\n{Path(finders.find(WORKER)).read_text()}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def version() -> str:
    """Another for other assets."""
    return sha256("".join(_digest(finders.find(path)) for path in (WORKER, *ASSETS)).encode()).hexdigest()[:16]


def _digest(path: str) -> str:
    return _digest_as_of(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _digest_as_of(path: str, _changed_at: int) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()


@require_safe
@members_who(LABEL)
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown in place of a page that cannot be opened without a network: which ones can. Kept by the worker."""
    return render(request, "workspace/offline.html")
