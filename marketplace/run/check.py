"""The Django half of `make check`: migrations complete, and `check --deploy` clean as production would start."""

import os
import subprocess
import sys
import tempfile

from marketplace.run.steps import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "marketplace.settings.production",
    "SECRET_KEY": "not-a-secret-only-long-enough-for-the-deployment-check-0123456789",
    "SIGNING_KEY": "bm90LWEtc2VjcmV0LW9ubHktZm9yLXRoaXMtY2hlY2s",
    "PIN_KEY": "not-a-secret-only-long-enough-for-the-deployment-check-2345678901",
    "ALLOWED_HOSTS": "cho.example",
    "SITE_URL": "https://cho.example",
    "EMAIL_URL": "smtp://localhost:25",
}


def manage(*arguments, **env):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, stdin=subprocess.DEVNULL).returncode


def check():
    """Status 0 when both are clean."""
    with tempfile.TemporaryDirectory() as folder:
        production = {**PRODUCTION, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "MEDIA_ROOT": folder}
        migrations = manage("makemigrations", "--check", "--dry-run")
        deployment = manage("check", "--deploy", "--fail-level", "WARNING", **production)
    return migrations or deployment


if __name__ == "__main__":
    sys.exit(check())
