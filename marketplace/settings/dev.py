"""For a newcomer: nothing to set, nothing secret."""

import os

os.environ.setdefault("SECRET_KEY", "for-development-only-never-in-production")
os.environ.setdefault("DEBUG", "true")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
os.environ.setdefault("BANK_BIN", "999999")  # no bank's: an app that reads the symbol cannot send money there
os.environ.setdefault("BANK_ACCOUNT", "THU0000000000")
os.environ.setdefault("BANK_HOLDER", "TAI KHOAN THU NGHIEM")
os.environ.setdefault("BANK_WEBHOOK_KEY", "for-development-only")

from marketplace.settings.base import *  # noqa: F403
