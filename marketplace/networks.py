"""Which network a visitor comes from: what rate limits count by."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from traceability.visitors import network_of


def network(request: HttpRequest) -> str:
    """The visitor's network: behind our own proxy, that of the last address it was told."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return network_of(address)


def times(request: HttpRequest, what: str, seconds: int) -> int:
    """How often this network has done `what` within so many seconds, this time included; 0 while the cache is down."""
    key = f"{what}:{network(request)}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) or 0
    except ValueError:  # the time ran out between the two lines
        return 1
