"""A private PostgreSQL for one test run: loopback only, no durability, gone afterwards even when the run is killed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from marketplace.run import children
from tests.support import tools

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "listen_addresses": "127.0.0.1",
}


@contextmanager
def private_server():
    """Start a new cluster and give the DATABASE_URL of its maintenance database."""
    home = Path(tempfile.mkdtemp(prefix="cho-ocop-postgres-"))
    try:
        give_to_owner(home)
        initialise(home)
        port = children.free_port()
        server = children.start(command(home, port), log=home / "log", number=signal.SIGQUIT, **owner())
        try:
            children.wait_until_listening(port, by=server)
            yield f"postgres://tests@127.0.0.1:{port}/postgres"
        finally:
            children.stop([server], number=signal.SIGQUIT)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def initialise(home):
    program = tools.find("postgres") / "initdb"
    words = [program, "-D", home / "data", "-U", "tests", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    done = subprocess.run([str(word) for word in words], cwd=home, capture_output=True, text=True, **owner())
    if done.returncode:
        raise RuntimeError(f"initdb: {done.stdout}{done.stderr}")


def command(home, port):
    settings = {**SETTINGS, "port": port, "unix_socket_directories": home}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return [tools.find("postgres") / "postgres", "-D", home / "data", *options]


def owner():
    """PostgreSQL refuses to run as root: then it is the user `postgres`."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def give_to_owner(home):
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
