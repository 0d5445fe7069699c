"""Four buyers who place orders at once: each basket holds products of two producers, paid on delivery."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from django.utils.timezone import localdate

from catalogue import ocop
from catalogue.models import Place, Product
from marketplace.order.models import Order

BUYERS, ORDERS = 4, 120
GOAL_MS = 800
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers to look at."""

    def redirect_request(self, *args):
        return None


class Buyer:
    """A browser with an address of its own."""

    def __init__(self, port, number):
        self.site, self.phone = f"http://127.0.0.1:{port}", f"09{10_000_000 + number}"
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(self.jar))

    def ask(self, path, **fields):
        """(status, where it leads, body); a POST when there are fields."""
        token = next((cookie.value for cookie in self.jar if cookie.name == "csrftoken"), "")
        data = urllib.parse.urlencode(fields).encode() if fields else None
        request = urllib.request.Request(self.site + path, data, {"X-CSRFToken": token})
        try:
            answer = self.opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def fill_basket(self, products, commune):
        """All but the last click."""
        self.ask(products[0].get_absolute_url())
        for product in products:
            self.ask(f"/gio-hang/them/{product.pk}/", quantity=1)
        place = {"province": commune.parent_id, "commune": commune.pk, "street": "12 đường Thử"}
        self.ask("/thanh-toan/", phone=self.phone, recipient="Nguyễn Thị Đo", **place)
        _status, _where, page = self.ask("/thanh-toan/xem-lai/")
        self.ticket = TICKET.search(page)[1]

    def order(self):
        """Seconds of the last click; RuntimeError unless it led to an order."""
        began = time.monotonic()
        status, where, _page = self.ask("/thanh-toan/dat-hang/", ticket=self.ticket, method="cod")
        if status != 302 or "/don-hang/" not in where:
            raise RuntimeError(f"no order: {status} {where}")
        return time.monotonic() - began


def measured(port):
    """(orders per second, 95th percentile in ms) of ORDERS orders by BUYERS at once."""
    commune = a_commune()
    with ThreadPoolExecutor(BUYERS) as pool:
        buyers = [Buyer(port, number) for number in range(ORDERS)]
        list(pool.map(lambda pair: pair[0].fill_basket(pair[1], commune), zip(buyers, pairs(), strict=False)))
        before, began = Order.objects.count(), time.monotonic()
        times = sorted(pool.map(Buyer.order, buyers))
        seconds = time.monotonic() - began
    if Order.objects.count() - before != ORDERS:
        raise SystemExit("orders are missing: not timed")
    return ORDERS / seconds, times[int(ORDERS * 0.95)] * 1000


def a_commune():
    home = Place.objects.provinces().order_by("pk").first()
    facts = {"name": "Xã Đo Tốc Độ", "slug": "xa-do-toc-do", "parent": home}
    return Place.objects.get_or_create(system="2025", level="commune", code="99999", defaults=facts)[0]


def pairs():
    """Two products of different producers each, never the same two: nothing fresh (not paid on delivery), no alcohol
    (asks for an age)."""
    asking = ocop.FRESH_SETS | ocop.ALCOHOL_SETS
    dry = Product.objects.purchasable(localdate()).exclude(criteria_set__in=asking).order_by("-pk")
    found = list(dry.select_related("owner")[: 4 * ORDERS])
    couples = ((one, other) for one, other in zip(found[::2], found[1::2], strict=False) if one.owner != other.owner)
    return islice(couples, ORDERS)
