"""Makes the shop to measure for the DATABASE_URL at hand, in a process of its own."""

import os

import django

from tests.bench import site  # noqa: F401  (before anything of Django's)

django.setup()

from tests.bench import goods  # noqa: E402

goods.build(int(os.environ[goods.COUNT]))
