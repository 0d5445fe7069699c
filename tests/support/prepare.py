"""Makes what is missing of the templates of the DATABASE_URL at hand: the migrated shop, and the one with the demo's data."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.test")
django.setup()

from tests.support import database, demo  # noqa: E402

database.migrated().prepare()
demo.prepare()
