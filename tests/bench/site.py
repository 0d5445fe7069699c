"""The site as it is measured: DEBUG off, and one more address for the view that does nothing."""

import os

os.environ.update(DJANGO_SETTINGS_MODULE="marketplace.settings.dev", DEBUG="false")

from django.conf import settings

SCANS = "marketplace.pages.scan.answer_scans"
settings.ROOT_URLCONF = "tests.bench.urls"
settings.STAFF_NEEDS_SECOND_FACTOR = False
settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
settings.MIDDLEWARE.insert(settings.MIDDLEWARE.index(SCANS) + 1, "tests.bench.urls.bare")
