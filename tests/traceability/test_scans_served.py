"""Scans at a real server (gunicorn, two workers with four threads each): a normal stop loses none, kill -9 what came
since the last flush.

Which is the claim of docs/operator.md. Nothing here waits for a time to pass: intervals are an hour or polled for.
"""

import os
import signal
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from marketplace.run import children
from marketplace.run.steps import VAR
from tests.support import database
from tests.traceability.factories import LotFactory, printed_sheet
from traceability.models import Label, Scan
from traceability.services import activate_labels

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SETTINGS = "marketplace.settings.test"
NEVER, SOON = "3600", "0.1"  # seconds between flushes
PHONE = "Mozilla/5.0 (Linux; Android 14; phone {}) Chrome/130"
MANY = 40


@contextmanager
def served(every):
    """Gives (port, process) of a server on the database of this test."""
    more = {"DATABASE_URL": database.address(), "SCANS_WRITTEN_EVERY": every, "DJANGO_SETTINGS_MODULE": SETTINGS}
    port = children.free_port()
    command = [sys.executable, "-m", "gunicorn", "marketplace.wsgi", "-b", f"127.0.0.1:{port}", "--workers", "2"]
    log = VAR / "test" / f"scans-served-{os.getpid()}.log"
    process = children.start([*command, "--threads", "4", "--timeout", "120"], log=log, env={**os.environ, **more})
    try:
        children.wait_until_listening(port, by=process, seconds=120)
        yield port, process
    finally:
        children.stop([process], seconds=30)
        log.unlink(missing_ok=True)


@pytest.fixture
def codes():
    sheet = printed_sheet(LotFactory(quantity=5), 5)
    activate_labels(sheet)
    return list(sheet.labels.values_list("code", flat=True))


def look(port, codes, phones):
    """One scan by each phone, each answered before the next."""
    for phone in phones:
        address = f"http://127.0.0.1:{port}/T/{codes[phone % len(codes)]}"
        asked = urllib.request.Request(address, headers={"User-Agent": PHONE.format(phone)})
        with urllib.request.urlopen(asked, timeout=60) as answer:
            assert answer.status == 200


def wait_until_written(count):
    deadline = time.monotonic() + 60
    while Scan.objects.count() < count:
        assert time.monotonic() < deadline, f"{Scan.objects.count()} of {count} scans written after 60 s"
        time.sleep(0.05)


def test_a_normal_stop_of_the_server_loses_no_scan(codes):
    with served(NEVER) as (port, process):
        look(port, codes, range(MANY))
        assert Scan.objects.count() == 0  # all of them still wait in memory
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)

    assert Scan.objects.count() == MANY
    assert sum(Label.objects.values_list("scan_count", flat=True)) == MANY


@pytest.mark.parametrize(("every", "kept"), [(SOON, MANY), pytest.param(NEVER, 0, marks=pytest.mark.long)])
def test_a_killed_server_loses_only_what_came_since_the_last_flush(codes, every, kept):
    with served(every) as (port, process):
        look(port, codes, range(MANY))
        wait_until_written(kept)
        look(port, codes, range(MANY, MANY + 10))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=60)

    assert kept <= Scan.objects.count() <= kept + 10
    assert sum(Label.objects.values_list("scan_count", flat=True)) == Scan.objects.count()  # no half of a flush
