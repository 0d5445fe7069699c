"""`make setup`: environment, locked packages, front-end files, translations. Does again only what changed.

Runs on the system's python3 with the standard library alone. Each stamp lies inside the thing it is about,
so deleting `.venv` or `static/vendor` is enough to have it made again.
"""

import sys
from pathlib import Path

from marketplace import assets
from marketplace.run.steps import ROOT, StepFailed, digest, is_stamped, main, put_stamp, quietly, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
LOWEST = (3, 11)


def setup():
    if sys.version_info < LOWEST:
        raise StepFailed(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]} (try PYTHON=python3.12)")
    make_environment()
    install_packages()
    copy_assets()
    compile_messages()


def make_environment():
    """`.venv` from this Python, with uv from the registry in it."""
    if not (PYTHON.exists() and (VENV / "bin" / "pip").exists()):
        with step(f"virtual environment (Python {sys.version.split()[0]})"):
            quietly([sys.executable, "-m", "venv", "--clear", VENV], log="venv")
    if not UV.exists():
        with step("uv, the package installer"):
            quietly([PYTHON, "-m", "pip", "install", "--quiet", "uv"], log="uv")


def install_packages():
    """Exactly what uv.lock names."""
    stamp, wanted = VENV / ".locked", digest(ROOT / "uv.lock", ROOT / "pyproject.toml")
    if is_stamped(stamp, wanted):
        return
    with step("Python packages of uv.lock"):
        quietly(
            [UV, "sync", "--frozen"],
            log="uv-sync",
            env={"UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": str(PYTHON), "UV_PROJECT_ENVIRONMENT": str(VENV)},
        )
        put_stamp(stamp, wanted)


def copy_assets():
    """Fonts, icons and map of package-lock.json, and our CSS in one file."""
    if assets.is_fresh():
        assets.bundle_css()
        return
    with step("front-end files of package-lock.json"):
        quietly([PYTHON, "-m", "marketplace.assets"], log="assets")


def compile_messages():
    """.po -> .mo for what changed since."""
    stale = [po for po in ROOT.glob("*/locale/*/LC_MESSAGES/*.po") if is_older(po.with_suffix(".mo"), than=po)]
    if stale:
        with step("translations"):
            quietly([PYTHON, "-m", "marketplace.run.messages", "compile"], log="messages")


def is_older(made: Path, *, than: Path):
    return not made.exists() or made.stat().st_mtime < than.stat().st_mtime


if __name__ == "__main__":
    main(setup)
