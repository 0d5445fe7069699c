"""The site as it is measured: DEBUG off, and one more address for the view that does nothing."""

import os

os.environ.update(DJANGO_SETTINGS_MODULE="marketplace.settings.dev", DEBUG="false")

from django.conf import settings

settings.ROOT_URLCONF = "tests.bench.urls"
settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
