import os

os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ["DEBUG"] = "false"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"

from marketplace.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = str(VAR_DIR / "test-media")  # noqa: F405
STAFF_NEEDS_SECOND_FACTOR = False  # one test turns it on
WHITENOISE_AUTOREFRESH = True
DATABASES["default"].setdefault("TEST", {}).setdefault("NAME", str(VAR_DIR / "pytest.sqlite3"))  # noqa: F405
SCANS_WRITTEN_EVERY = env.float("SCANS_WRITTEN_EVERY", default=None)  # noqa: F405 (tests write them by hand)
