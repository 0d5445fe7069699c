"""`make test`: the SQLite pass, the PostgreSQL pass and the browser trip side by side, then one block that says what
was missing.

python -m tests.run                                 everything
python -m tests.run --only postgres tests/catalogue -k certificate     one pass, pytest's own arguments after it
"""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from marketplace.run.steps import ROOT, VAR
from tests.support import tools
from tests.support.postgres import private_server

PASSES = ("sqlite", "postgres", "browser")
NEEDS = {"postgres": "postgres", "browser": "chromium"}
WORKERS = str(min(4, os.cpu_count() or 2))
ARGUMENTS = {
    "sqlite": ["-n", WORKERS],
    "postgres": ["-n", WORKERS, "--database-only"],
    "browser": ["tests/browser"],
}


def environments(wanted, stack):
    """{pass: the environment of its processes}; PostgreSQL's server runs until `stack` is closed."""
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    given = dict.fromkeys(wanted, env)
    if "postgres" in wanted:
        server = os.environ.get("DATABASE_URL") or stack.enter_context(private_server())
        given["postgres"] = {**env, "DATABASE_URL": server}
    return given


def prepare(environments):
    """Make the templates of both engines at the same time: each takes one process minutes, the first time."""
    started = time.monotonic()
    engines = {env.get("DATABASE_URL"): env for env in environments.values()}
    command = [sys.executable, "-m", "tests.support.prepare"]
    makers = [subprocess.Popen(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL) for env in engines.values()]
    statuses = [maker.wait() for maker in makers]
    if any(statuses):
        sys.exit("the databases of the tests could not be made")
    print(f"databases ready in {time.monotonic() - started:.0f} s", flush=True)


class Pass:
    """One pytest process. Passes beside one another write into files, each shown whole when it has ended."""

    def __init__(self, name, env, extra, *, is_alone):
        self.name, self.started = name, time.monotonic()
        self.report, self.log = VAR / "test" / f"report-{name}.xml", VAR / "test" / f"log-{name}.txt"
        self.report.unlink(missing_ok=True)
        self.report.parent.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pytest", f"--junitxml={self.report}", "-q", *ARGUMENTS[name], *extra]
        with self.log.open("wb") as file:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=None if is_alone else file,
                stderr=None if is_alone else subprocess.STDOUT,
            )

    def result(self):
        """(pass, its status, what its report counted, seconds)."""
        status = self.process.wait()
        seconds = time.monotonic() - self.started
        if said := self.log.read_text(errors="replace"):
            print(f"\n=== {self.name} ===\n{said}", flush=True)
        return self.name, status, counted(self.report), seconds


def run(given, extra):
    """All passes at the same time: the browser waits more than it works, and no pass keeps all cores busy."""
    print(f"running: {', '.join(given)}", flush=True)
    passes = [Pass(name, env, extra, is_alone=len(given) == 1) for name, env in given.items()]
    with ThreadPoolExecutor(len(passes) or 1) as pool:
        return list(pool.map(Pass.result, passes))


def counted(report):
    """Numbers of a JUnit report as words."""
    if not report.exists():
        return "no report"
    suite = ElementTree.parse(report).getroot().find("testsuite")
    numbers = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
    return ", ".join(f"{count} {name}" for name, count in numbers.items() if count or name == "tests")


def block(results, left_out):
    """The last thing on the screen: each pass, then what was missing."""
    lines = [""]
    for name, status, numbers, seconds in results:
        lines.append(f"{name:10} {'passed' if status == 0 else 'FAILED':8} {seconds:5.0f} s   {numbers}")
    lines += [f"{name:10} not run" for name in left_out]
    if lacking := tools.missing():
        lines += ["", "Missing here:", *(f"  {tools.ABOUT[tool]}" for tool in lacking)]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=PASSES)
    chosen, extra = parser.parse_known_args()
    wanted = [chosen.only] if chosen.only else PASSES
    left_out = [name for name in wanted if name in NEEDS and not tools.find(NEEDS[name])]
    with ExitStack() as stack:
        given = environments([name for name in wanted if name not in left_out], stack)
        if not extra:
            prepare(given)
        results = run(given, extra)
    print(block(results, left_out))
    if forbidden := tools.forbidden_missing():
        print(f"\nCI=true: nothing but {' and '.join(tools.NAMED_SKIPS)} may be missing; {', '.join(forbidden)} is.")
    return int(any(status for _name, status, *_rest in results) or bool(forbidden))


if __name__ == "__main__":
    sys.exit(main())
