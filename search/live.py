"""The shelves of this process, brought up to the last committed change before every use.

Nothing here can outlive a decision: one query per request asks what changed, and only what changed is
loaded again. The shelf is for counting and ordering; what a card says is read from the rows themselves.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.db import connection

from catalogue.statements import rows_of
from search.models import CatalogueChange
from search.queries import facts_on
from search.shelf import Shelf

NOTHING_YET = (0, "")
MOST_NEWS = 2_000  # more news than this, and building anew is quicker
NEWS = "SELECT id, stamp, product_number FROM search_cataloguechange WHERE id >= %s ORDER BY id LIMIT %s"


@dataclass
class Kept:
    day: date
    known: tuple[int, str]  # number and stamp of the last change that the shelf holds
    shelf: Shelf


class Keeper:
    """Keeps one shelf of this process true. `facts_on(day)` gives what stands on it, `facts_on(day, keys)` of those."""

    def __init__(self, kind: type[Shelf], facts_on: Callable[..., dict[int, Any]]) -> None:
        self._kind, self._facts_on = kind, facts_on
        self._lock = Lock()
        self._kept: Kept | None = None

    @contextmanager
    def on(self, day: date) -> Iterator[Any]:
        """The shelf of `day`, true as of now; do only quick things inside. One query, rarely two or three.

        Inside a transaction a shelf of its own is built: what is not committed is nobody else's business.
        """
        if connection.in_atomic_block:
            yield self._built(day)
            return
        with self._lock:
            yield self._current(day).shelf

    def forget(self) -> None:
        """Build anew at the next use."""
        with self._lock:
            self._kept = None

    def _built(self, day: date) -> Shelf:
        return self._kind(self._facts_on(day))

    def _current(self, day: date) -> Kept:
        if self._kept is None or self._kept.day != day or not self._follow(self._kept):
            known = _last_change()
            self._kept = Kept(day, known, self._built(day))
        return self._kept

    def _follow(self, kept: Kept) -> bool:
        """Bring the shelf up to date; False when that cannot be done change by change."""
        news = _news_from(kept.known[0])
        if not news:
            return kept.known == NOTHING_YET
        first, last = news[0], news[-1]
        changed = {number for _, _, number in news[1:]}
        if first[:2] != kept.known or None in changed or len(news) == MOST_NEWS:
            return False
        facts = self._facts_on(kept.day, changed) if changed else {}
        for key in changed:
            kept.shelf.put(key, facts.get(key))
        kept.known = last[:2]
        return True


def _news_from(number: int) -> list[tuple[int, str, int | None]]:
    """As CatalogueChange.objects.from_number: asked on every request, so in plain SQL."""
    return rows_of(NEWS, [number, MOST_NEWS])


def _last_change() -> tuple[int, str]:
    return CatalogueChange.objects.order_by("-pk").values_list("pk", "stamp").first() or NOTHING_YET


_keeper = Keeper(Shelf, facts_on)
shelf_on, forget = _keeper.on, _keeper.forget
