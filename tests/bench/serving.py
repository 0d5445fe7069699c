"""The site as it is measured, and the register that changes meanwhile."""

import os
import sys
import threading
from contextlib import contextmanager

from django.db import connection
from django.utils.timezone import localdate

from catalogue.models import Certificate
from marketplace.run import children
from marketplace.run.steps import VAR

WORKERS = 2


@contextmanager
def server():
    port = children.free_port()
    command = [sys.executable, "-m", "gunicorn", "tests.bench.wsgi:application", "-w", str(WORKERS)]
    options = ["-b", f"127.0.0.1:{port}", "--preload", "--timeout", "300"]  # it listens once all is imported
    process = children.start([*command, *options], log=VAR / "bench.log", env=os.environ.copy())
    try:
        children.wait_until_listening(port, by=process, seconds=300)
        yield port
    finally:
        children.stop([process])


@contextmanager
def changes():
    """One certificate is revoked each second, of products that are on lists but not among the pages measured."""
    stopped = threading.Event()
    numbers = list(Certificate.objects.in_force(localdate()).order_by("-pk").values_list("pk", flat=True)[:600])

    def revoke():
        while not stopped.wait(1):
            Certificate.objects.filter(pk=numbers.pop()).update(state="revoked", revoked_on=localdate())
        connection.close()

    thread = threading.Thread(target=revoke)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()
