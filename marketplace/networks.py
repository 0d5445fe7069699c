"""Which network a visitor comes from: what rate limits count by."""

from django.conf import settings
from django.http import HttpRequest

from traceability.visitors import network_of


def network(request: HttpRequest) -> str:
    """The visitor's network: behind our own proxy, that of the last address it was told."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return network_of(address)
