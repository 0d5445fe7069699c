"""As in production, with the empty view that everything is compared with."""

import os

os.environ.setdefault("SECRET_KEY", "for-measuring-only")
os.environ["DEBUG"] = "false"
os.environ["ALLOWED_HOSTS"] = "127.0.0.1,localhost,testserver"

from marketplace.settings.base import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
