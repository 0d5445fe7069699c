"""Who may see an order: its owner, the browser that placed it, and whoever gave its number with its phone."""

from django.core.cache import cache
from django.http import HttpRequest

from marketplace.networks import network
from marketplace.order.models import Order

KEPT = 20  # order numbers that one session remembers
TRIES, SECONDS = 20, 600  # wrong pairs per network


def remember(request: HttpRequest, order: Order) -> None:
    """Let this browser see the order from now on."""
    known = [number for number in request.session.get("orders", []) if number != order.number]
    request.session["orders"] = [*known, order.number][-KEPT:]


def may_see(request: HttpRequest, order: Order) -> bool:
    """Whether the visitor has proved that the order is theirs."""
    if order.user_id and request.user.is_authenticated and request.user.pk == order.user_id:
        return True
    return order.number in request.session.get("orders", [])


def too_many_tries(request: HttpRequest) -> bool:
    """Whether this network has given too many wrong pairs within ten minutes."""
    return (cache.get(_key(request)) or 0) >= TRIES


def count_wrong_try(request: HttpRequest) -> None:
    """Note a wrong pair; a cache that is down notes nothing."""
    key = _key(request)
    cache.add(key, 0, SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # it ran out between the two calls
        cache.add(key, 1, SECONDS)


def _key(request: HttpRequest) -> str:
    return f"order-tries:{network(request)}"
