"""Progress lines, quiet sub-processes and stamps. Standard library only: runs before anything is installed."""

import hashlib
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOGS = VAR / "log"


class StepFailed(Exception):
    """A step did not work; the message is for the person at the terminal."""


@contextmanager
def step(title):
    """Print `title … ` before and the seconds it took after."""
    started = time.monotonic()
    print(f"  {title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)


def quietly(command, *, log, env=None):
    """Run `command` in the project's root, its output in var/log/<log>.log; StepFailed shows the last lines."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("wb") as out:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    if done.returncode:
        raise StepFailed(f"{' '.join(map(str, command))}\n{tail(path)}\n(all of it: {path.relative_to(ROOT)})")


def tail(path, lines=15):
    """The last lines of a log."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else ""


def digest(*parts):
    """One short hash of files (by content and place in the checkout; a missing one counts as missing) and strings."""
    total = hashlib.sha256()
    for part in parts:
        total.update(os.path.relpath(part, ROOT).encode() if isinstance(part, Path) else str(part).encode())
        if isinstance(part, Path) and part.is_file():
            total.update(part.read_bytes())
    return total.hexdigest()[:20]


def is_stamped(stamp, value):
    """Whether the work that `stamp` stands for was last done for `value`."""
    return stamp.is_file() and stamp.read_text().strip() == value


def put_stamp(stamp, value):
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(f"{value}\n")


def main(work):
    """Run `work()`; a failed step ends the program with its message and status 1, Ctrl-C with 130."""
    try:
        sys.exit(work())
    except StepFailed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)
