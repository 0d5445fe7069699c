"""The site as it is served (gunicorn, two workers with four threads each) on the database of the test at hand."""

import os
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import connection

from marketplace.run import children
from marketplace.run.steps import VAR


def environment(**more):
    """Of a process that works on the same database as this test (PostgreSQL)."""
    whole = urlsplit(os.environ["DATABASE_URL"])
    database = urlunsplit(whole._replace(path=f"/{connection.settings_dict['NAME']}"))
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test", "DATABASE_URL": database, **more}


@contextmanager
def served(**more):
    """Gives the port; the server ends with the block."""
    port = children.free_port()
    command = [sys.executable, "-m", "gunicorn", "marketplace.wsgi", "-b", f"127.0.0.1:{port}"]
    workers = ["--workers", "2", "--threads", "4", "--preload", "--timeout", "120"]
    process = children.start([*command, *workers], log=VAR / "test" / "served.log", env=environment(**more))
    try:
        children.wait_until_listening(port, by=process, seconds=120)
        yield port
    finally:
        children.stop([process])
