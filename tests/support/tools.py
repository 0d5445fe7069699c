"""Engines and material that tests may use, where they are found, and what is missing here."""

import os
import shutil
from functools import cache
from pathlib import Path

NAMED_SKIPS = ("conformance", "stripe")  # the only two that may be missing with CI=true
NAMED_REASONS = ("CONFORMANCE_DIR", "STRIPE_TEST_KEY")  # what their skips say

ABOUT = {
    "postgres": "PostgreSQL's initdb and pg_ctl (Debian: postgresql): the PostgreSQL pass and all races",
    "chromium": "Chromium (Debian: chromium): the browser trip",
    "redis": "redis-server (Debian: redis-server): cache tests",
    "conformance": "CONFORMANCE_DIR, a folder with the standards' vectors (README): GS1 and EPCIS conformance",
    "stripe": "STRIPE_TEST_KEY, a key of Stripe's test mode: the contract with the real Stripe",
}


def in_ci():
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@cache
def find(tool):
    """Path (or value) of a tool named in ABOUT, None when it is missing."""
    return {
        "postgres": postgres_folder,
        "chromium": lambda: (
            shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        ),
        "redis": lambda: shutil.which("redis-server"),
        "conformance": lambda: folder(os.environ.get("CONFORMANCE_DIR")),
        "stripe": lambda: os.environ.get("STRIPE_TEST_KEY"),
    }[tool]()


def postgres_folder():
    """The folder of initdb and pg_ctl: Debian's newest version, or the PATH's."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def folder(name):
    return Path(name) if name and Path(name).is_dir() else None


def missing():
    return [tool for tool in ABOUT if not find(tool)]


def forbidden_missing():
    """What may not be missing here: with CI=true all but the two named skips."""
    return [tool for tool in missing() if tool not in NAMED_SKIPS] if in_ci() else []
