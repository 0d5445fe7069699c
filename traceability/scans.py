"""Scans wait in memory and are written once a second, so that looking at a label writes nothing.

A normal stop of the process writes what waits. A killed process loses at most what the last second brought; a
database that refuses for long loses what is beyond `LIMIT` waiting scans, and says so in the log.
"""

import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

logger = logging.getLogger(__name__)

LIMIT = 50_000


class Seen(NamedTuple):
    """One look at a label, before it is a row. `before`: what the device was called half an hour ago, when that was
    yesterday; it is never written down."""

    label: int
    at: datetime
    network: str
    device: str
    language: str = ""
    outlet: str = ""
    before: str = ""


class Strange(NamedTuple):
    """A network asked for a code that nobody issued."""

    at: datetime
    network: str


class ScanBuffer:
    """Collects scans from all threads of a process and hands them to `write` every `seconds`."""

    def __init__(self, write: Callable[[Sequence[Seen | Strange]], object], *, seconds: float | None = 1.0) -> None:
        self.write = write
        self.seconds = seconds
        self.forget()
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        """Begin empty: the state of a new process, whose parent writes its own scans."""
        self._waiting: deque[Seen | Strange] = deque(maxlen=LIMIT)
        self._starting, self._writing = threading.Lock(), threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, seen: Seen | Strange) -> None:
        """Keep a scan until the next flush; starts the writing thread of this process."""
        self._waiting.append(seen)
        if self._thread is None and self.seconds is not None:
            self._start()

    def flush(self) -> int:
        """Write all that waits and return how many that were. What cannot be written keeps waiting."""
        with self._writing:
            batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not batch:
                return 0
            try:
                self.write(batch)
            except Exception:  # whatever the database has: the thread must live, the scans wait for the next second
                logger.warning("scans not written", exc_info=True, extra={"scans": len(batch)})
                self._waiting.extendleft(reversed(batch[: LIMIT - len(self._waiting)]))
                return 0
            return len(batch)

    def stop(self) -> None:
        """Write what waits and end the thread: what a normal stop of the process does."""
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)
        self.flush()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="scans", daemon=True)
                self._thread.start()
                atexit.register(self.stop)

    def _run(self) -> None:
        while not self._stopped.wait(self.seconds):
            self.flush()
