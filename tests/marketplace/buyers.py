"""What tests of buyers' own rooms share: browsers, and an address to keep."""

from django.test import Client

from tests.factories import UserFactory
from tests.marketplace.buying import commune


def signed_in(user=None):
    client = Client()
    client.force_login(user or UserFactory())
    return client


def opened(client, order):
    """The browser, after the visitor proved the order theirs."""
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    return client


def facts(place=None, **changes):
    """Of an address, as services.addresses.save_address takes them."""
    place = place or commune()
    named = {"recipient": "Lê Thị Nhà", "phone": "+84987654321", "province": place.parent, "commune": place}
    return named | {"street": "1 ngõ Nhà"} | changes
