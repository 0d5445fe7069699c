import argparse
import os
import subprocess
import sys
from contextlib import ExitStack

from marketplace.run.steps import ROOT, VAR
from tests.support import tools
from tests.support.postgres import private_server
from traceability.papers import PAPERS

ENGINES = ("sqlite", "postgres")
PACKED = [key for key, paper in PAPERS.items() if paper.is_for_packs]
PARTS = ("pages", "register", "scans", "labels")


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", choices=ENGINES, action="append")
    parser.add_argument(
        "--part", choices=PARTS, action="append", help="only this: pages and orders, the register, scans, labels"
    )
    parser.add_argument("--paper", choices=PACKED, action="append", default=[], help="labels: a long run on this paper")
    parser.add_argument("--seconds", default="8", help="for each page")
    parser.add_argument("--products", default="20000")
    chosen = parser.parse_args()
    status = 0
    for engine in chosen.only or ENGINES:
        if engine == "postgres" and not (tools.find("postgres") or is_postgres_given()):
            print("postgres: not measured, initdb and pg_ctl were not found")
            continue
        status |= measure(engine, chosen)
    sys.exit(status)


def measure(engine, chosen):
    """One engine in a process of its own."""
    with ExitStack() as stack:
        env = {**os.environ, "DATABASE_URL": database_of(engine, stack)}
        given = [chosen.seconds, chosen.products, ",".join(chosen.paper), *(chosen.part or PARTS)]
        command = [sys.executable, "-m", "tests.bench.engine", *given]
        return subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL).returncode


def database_of(engine, stack):
    """Where copies are made: for PostgreSQL the server of the DATABASE_URL given, or one of our own."""
    if engine == "sqlite":
        return f"sqlite:///{VAR / 'bench.sqlite3'}"
    return os.environ["DATABASE_URL"] if is_postgres_given() else stack.enter_context(private_server())


def is_postgres_given():
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


main()
