"""Migrated databases for tests, by copying: one template per set of migrations, one copy per worker.

Running every migration takes more than a minute, copying a second. Tests with real transactions do not flush (that
would destroy the rows that migrations made): their database is thrown away and copied again.

    python -m tests.support.database      builds the template of the DATABASE_URL at hand, when it is missing
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from marketplace.run.steps import ROOT, digest

FOLDER = ROOT / "var" / "test"
KEPT = 4  # templates kept per engine


def manifest():
    """What a template depends on: {name: hash} of every migration of ours, the lock file, the installed apps."""
    ours = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")])
    parts = {str(path.relative_to(ROOT)): digest(path) for path in ours}
    return {**parts, "uv.lock": digest(ROOT / "uv.lock"), **{f"app {name}": "" for name in settings.INSTALLED_APPS}}


class Copies:
    """Templates of one engine, and the copies made of them. `suffix` is the template file's."""

    def __init__(self):
        self.manifest = manifest()
        self.key = digest(json.dumps(self.manifest, sort_keys=True))
        self.template = FOLDER / f"{self.key}{self.suffix}"

    def prepare(self):
        """Have the template made, by another process and by one worker only."""
        with lock("template"):
            if not self.template.exists():
                subprocess.run([sys.executable, "-m", "tests.support.database"], cwd=ROOT, check=True)

    def build(self):
        """Migrate a new database, beginning with the newest template whose migrations all still stand."""
        started, base = time.monotonic(), self.base()
        self.build_from(base)
        self.template.with_suffix(".json").write_text(json.dumps(self.manifest))
        self.forget_old()
        print(f"migrated a template ({self.template.name}) in {time.monotonic() - started:.0f} s", flush=True)

    def base(self):
        usable = [path for path in self.known() if read_manifest(path).items() <= self.manifest.items()]
        return max(usable, key=lambda path: path.stat().st_mtime, default=None)

    def known(self):
        return [path for path in FOLDER.glob(f"*{self.suffix}") if path.with_suffix(".json").exists()]

    def forget_old(self):
        for path in sorted(self.known(), key=lambda path: path.stat().st_mtime)[:-KEPT]:
            path.unlink()
            path.with_suffix(".json").unlink()

    def use(self, name):
        """Point Django at the database `name`."""
        close_connections()
        connection.settings_dict["NAME"] = str(name)


class SqliteCopies(Copies):
    suffix = ".sqlite3"

    def build_from(self, base):
        new = FOLDER / f"building-{os.getpid()}.db"
        if base:
            shutil.copyfile(base, new)
        self.use(new)
        migrate()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
        close_connections()
        new.rename(self.template)

    def open(self, worker):
        self.name = FOLDER / f"run-{os.getpid()}-{worker}.db"
        self.renew()

    def renew(self):
        close_connections()
        self.discard()
        shutil.copyfile(self.template, self.name)
        self.use(self.name)

    def discard(self):
        for path in FOLDER.glob(f"{self.name.name}*"):
            path.unlink()

    def close(self):
        close_connections()
        self.discard()


class PostgresCopies(Copies):
    suffix = ".dump"

    def __init__(self):
        super().__init__()
        self.on_server = f"template_{self.key}"

    def prepare(self):
        super().prepare()
        with lock("template"), self.server() as server:
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.on_server]).fetchone():
                self.restore(self.template, self.on_server)

    def build_from(self, base):
        if base:
            self.restore(base, self.on_server)
        else:
            self.create(self.on_server)
        self.use(self.on_server)
        migrate()
        close_connections()
        new = self.template.with_suffix(".part")
        self.client("pg_dump", "-Fc", "-Z1", "-O", "-f", new, self.on_server)
        new.rename(self.template)

    def restore(self, dump, name):
        self.create(f"{name}_part")
        self.client("pg_restore", "-O", "-j2", "-d", f"{name}_part", dump)
        with self.server() as server:
            server.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')

    def open(self, worker):
        self.name = f"run_{os.getpid()}_{worker}"
        self.renew()

    def renew(self):
        close_connections()
        self.drop(self.name)
        self.create(self.name, template=self.on_server)
        self.use(self.name)

    def close(self):
        close_connections()
        self.drop(self.name)

    def create(self, name, template="template0"):
        with self.server() as server:
            server.execute(f"""CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING 'UTF8'""")

    def drop(self, name):
        with self.server() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def server(self):
        import psycopg

        at = connection.settings_dict
        place = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"], "password": at["PASSWORD"]}
        with psycopg.connect(dbname="postgres", autocommit=True, **place) as server:
            yield server

    def client(self, program, *arguments):
        from tests.support import tools

        at = connection.settings_dict
        where = ["-h", at["HOST"], "-p", at["PORT"] or 5432, "-U", at["USER"]]
        words = [tools.find("postgres") / program, *where, *arguments]
        subprocess.run([str(word) for word in words], check=True, env={**os.environ, "PGPASSWORD": at["PASSWORD"]})


def copies():
    """The Copies of the engine that DATABASE_URL names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return {"sqlite": SqliteCopies, "postgresql": PostgresCopies}[connection.vendor]()


def migrate():
    call_command("migrate", verbosity=0, interactive=False)


def close_connections():
    for each in connections.all(initialized_only=True):
        each.close()
        if hasattr(each, "close_pool"):
            each.close_pool()


@contextmanager
def lock(name):
    """One process of this checkout at a time."""
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def read_manifest(template: Path):
    return json.loads(template.with_suffix(".json").read_text())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    copies().build()
