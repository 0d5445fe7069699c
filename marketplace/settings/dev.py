"""For a newcomer: nothing to set, nothing secret."""

import os

os.environ.setdefault("SECRET_KEY", "for-development-only-never-in-production")
os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")

from marketplace.settings.base import *  # noqa: F403
