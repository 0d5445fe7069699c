"""What the gate's tests borrow."""

import shutil

import pytest
from django.core.cache import cache

from marketplace.run import children
from tests.search.conftest import elastic_url  # noqa: F401 (a fixture)


@pytest.fixture
def redis_server(settings):
    """A Redis of its own as the site's cache; the test may end it."""
    port = children.free_port()
    command = [shutil.which("redis-server"), "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = children.start(command)
    children.wait_until_listening(port, by=server, seconds=20)
    url = f"redis://127.0.0.1:{port}/0"
    options = {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5, "IGNORE_EXCEPTIONS": True}
    redis = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": url, "OPTIONS": options}
    settings.CACHES = settings.CACHES | {"default": redis}
    yield server
    cache.close()
    children.stop([server])
