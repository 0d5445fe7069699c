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
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from marketplace.run.steps import ROOT, digest
from tests.support import tools

FOLDER = ROOT / "var" / "test"
KEPT = 4  # migrated templates kept per engine


class Copies:
    """A template of one engine and the copies made of it. The template is a file, made by `python -m <maker>`."""

    suffix: str

    def __init__(self, key, maker):
        self.key, self.maker = key, maker
        self.template = FOLDER / f"{key}{self.suffix}"

    def prepare(self, **env):
        """Have the template made, by another process and by one worker only."""
        with lock(self.template.name):
            if not self.template.exists():
                command = [sys.executable, "-m", self.maker]
                subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, **env})

    def open(self, worker):
        """Make a copy of the template for one worker and use it."""
        self.name = self.name_for(worker)
        self.renew()

    def renew(self):
        """Throw this worker's copy away and make it again."""
        close_connections()
        self.discard()
        self.copy()
        use(self.name)

    def close(self):
        close_connections()
        self.discard()


class SqliteCopies(Copies):
    suffix = ".sqlite3"

    def name_for(self, worker):
        return FOLDER / f"run-{os.getpid()}-{worker}.db"

    def copy(self):
        shutil.copyfile(self.template, self.name)

    def discard(self):
        for path in FOLDER.glob(f"{self.name.name}*"):
            path.unlink()

    def begin(self, base):
        """Use a new database, empty or as the template file `base`."""
        self.name = self.name_for("building")
        if base:
            shutil.copyfile(base, self.name)
        use(self.name)

    def save(self):
        """Make the database in use the template."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
        close_connections()
        self.name.rename(self.template)


class PostgresCopies(Copies):
    suffix = ".dump"

    def name_for(self, worker):
        return f"run_{os.getpid()}_{worker}"

    def prepare(self, **env):
        """The template is a dump; on this server it becomes a database that PostgreSQL can copy."""
        super().prepare(**env)
        with lock("restore"):
            if not self.is_on_server():
                self.restore(self.template, self.key)

    def is_on_server(self):
        with server() as session:
            found = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.key])
            return found.fetchone() is not None

    def copy(self):
        create(self.name, template=self.key)

    def discard(self):
        with server() as session:
            session.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def begin(self, base):
        self.name = self.name_for("building")
        if base:
            self.restore(base, self.name)
        else:
            create(self.name)
        use(self.name)

    def save(self):
        close_connections()
        part = self.template.with_suffix(".part")
        client("pg_dump", "-Fc", "-Z1", "-O", "-f", part, self.name)
        part.rename(self.template)
        self.discard()

    def restore(self, dump, name):
        create(f"{name}_part")
        client("pg_restore", "-O", "-j2", "-d", f"{name}_part", dump)
        client("vacuumdb", "-Z", "-q", "-d", f"{name}_part")  # a dump holds no statistics, a shop that runs has them
        with server() as session:
            session.execute(f'ALTER DATABASE "{name}_part" RENAME TO "{name}"')


# Both engines -----------------------------------------------------------------------------------
def copies(key, maker):
    """The Copies of the engine that DATABASE_URL names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return {"sqlite": SqliteCopies, "postgresql": PostgresCopies}[connection.vendor](key, maker)


def worker_of(config):
    """The name of the process that runs these tests, by pytest's `config`."""
    return getattr(config, "workerinput", {}).get("workerid", "main")


def use(name):
    """Point Django at the database `name`."""
    close_connections()
    connection.settings_dict["NAME"] = str(name)


def address():
    """The DATABASE_URL of the database in use."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


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


# PostgreSQL's server ------------------------------------------------------------------------------
@contextmanager
def server():
    """A session on the maintenance database."""
    import psycopg

    at = connection.settings_dict
    place = {"host": at["HOST"], "port": at["PORT"] or 5432, "user": at["USER"], "password": at["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **place) as session:
        yield session


def create(name, template="template0"):
    with server() as session:
        session.execute(f"""CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING 'UTF8'""")


def client(program, *arguments):
    """Run pg_dump or pg_restore on the server of DATABASE_URL."""
    at = connection.settings_dict
    where = ["-h", at["HOST"], "-p", at["PORT"] or 5432, "-U", at["USER"]]
    words = [tools.find("postgres") / program, *where, *arguments]
    subprocess.run([str(word) for word in words], check=True, env={**os.environ, "PGPASSWORD": at["PASSWORD"]})


# The migrated template ----------------------------------------------------------------------------
def migrated():
    """Copies of an empty shop with every migration applied."""
    return copies(f"migrated-{digest(json.dumps(manifest(), sort_keys=True))}", "tests.support.database")


def manifest():
    """What a migrated database depends on: {name: hash} of our migrations, the lock file, the installed apps."""
    ours = sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")])
    parts = {str(path.relative_to(ROOT)): digest(path) for path in ours}
    return {**parts, "uv.lock": digest(ROOT / "uv.lock"), **{f"app {name}": "" for name in settings.INSTALLED_APPS}}


def build():
    """Migrate a new database, beginning with the newest template whose migrations all still stand."""
    started, new = time.monotonic(), migrated()
    new.begin(newest_base(new.suffix))
    call_command("migrate", verbosity=0, interactive=False)
    new.save()
    manifest_of(new.template).write_text(json.dumps(manifest()))
    forget_old(new.suffix)
    print(f"migrated a template ({new.template.name}) in {time.monotonic() - started:.0f} s", flush=True)


def newest_base(suffix):
    wanted = manifest().items()
    return max(
        (path for path in known(suffix) if json.loads(manifest_of(path).read_text()).items() <= wanted),
        key=age,
        default=None,
    )


def forget_old(suffix):
    for path in sorted(known(suffix), key=age)[:-KEPT]:
        path.unlink()
        manifest_of(path).unlink()


def known(suffix):
    return [path for path in FOLDER.glob(f"migrated-*{suffix}") if manifest_of(path).exists()]


def manifest_of(template):
    return template.with_name(f"{template.name}.json")


def age(path):
    return path.stat().st_mtime


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
    django.setup()
    build()
