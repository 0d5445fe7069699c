"""The demo's data, made once for the code and the day at hand, copied by tests that need a whole shop.

python -m tests.support.demo      makes it for the DATABASE_URL at hand
"""

import os
import shutil
import time
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localdate

from marketplace.run.steps import ROOT, digest
from tests.support import database

CODE = ("marketplace", "catalogue", "stories", "outlets", "traceability", "search")
AS_DEMO = {"DJANGO_SETTINGS_MODULE": "marketplace.settings.dev", "DEBUG": "true"}
DATA = {".py", ".csv", ".json", ".gz", ".toml"}


def key():
    """Changes with any code or data of ours, and with the day: the sample states are relative to it."""
    files = [path for top in CODE for path in sorted((ROOT / top).rglob("*")) if path.suffix in DATA]
    return f"demo-{digest(localdate().isoformat(), ROOT / 'uv.lock', *files)}"


def demo():
    """Copies of the database that `load_demo` fills."""
    return database.copies(key(), "tests.support.demo")


def media():
    """The folder of its pictures."""
    return database.FOLDER / f"{key()}-media"


def prepare():
    """Have the template made, of one engine at a time (they share the pictures); gives its Copies."""
    copies = demo()
    with database.lock("demo"):
        copies.prepare(**AS_DEMO, MEDIA_ROOT=str(media()))
    return copies


@contextmanager
def in_use(worker):
    """Let Django use a copy of the template meanwhile."""
    before, copies = connection.settings_dict["NAME"], prepare()
    copies.open(f"{worker}-demo")
    try:
        yield
    finally:
        copies.close()
        database.use(before)


def build():
    started, base, new = time.monotonic(), database.migrated(), demo()
    base.prepare()
    forget_old(new.suffix)
    new.begin(base.template)
    call_command("load_demo", verbosity=0)
    new.save()
    print(f"loaded the demo ({new.template.name}) in {time.monotonic() - started:.0f} s", flush=True)


def forget_old(suffix):
    for path in database.FOLDER.glob(f"demo-*{suffix}"):
        path.unlink()
    for path in database.FOLDER.glob("demo-*-media"):
        if path != media():
            shutil.rmtree(path)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")
    django.setup()
    build()
