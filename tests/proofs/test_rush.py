"""RELIABILITY.md row 1: fifty buyers click at the same moment for the last ten pieces, at a real server."""

import http.cookiejar
import re
import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.signing import Signer
from django.db import connection

from marketplace.order.models import Order
from marketplace.partner.models import StockRecord
from tests.conftest import LONG
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, commune
from tests.proofs.server import served
from tests.proofs.truths import lies

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 20 if LONG else 1
BUYERS, PIECES = 50, 10
GOAL = 3  # seconds within which 95 of 100 clicks are answered
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
phones = count(10_000_000)


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are answers to look at."""

    def redirect_request(self, *args):
        return None


class Buyer:
    """A browser of its own with one piece in its basket, on the page before the last click."""

    def __init__(self, port, product, place):
        self.site, self.jar = f"http://127.0.0.1:{port}", http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(self.jar))
        self.cookies = {
            settings.OSCAR_BASKET_COOKIE_OPEN: Signer().sign(basket_of(product).pk),
            settings.SESSION_COOKIE_NAME: self._session(place),
        }

    def _session(self, place):
        session = SessionStore()
        session["delivery"] = {
            "phone": f"09{next(phones)}",
            "recipient": "Nguyễn Thị Vội",
            "province": str(place.parent_id),
            "commune": str(place.pk),
            "street": "12 đường Thử",
        }
        session.create()
        return session.session_key

    def ask(self, path, **fields):
        """(status, where it leads, body); a POST when there are fields."""
        known = self.cookies | {cookie.name: cookie.value for cookie in self.jar}
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in known.items())}
        headers["X-CSRFToken"] = known.get("csrftoken", "")
        data = urllib.parse.urlencode(fields).encode() if fields else None
        try:
            answer = self.opener.open(urllib.request.Request(self.site + path, data, headers), timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def look(self):
        self.ticket = TICKET.search(self.ask("/thanh-toan/xem-lai/")[2])[1]

    def order(self):
        """(status, where it leads, body, seconds) of the last click."""
        began = time.monotonic()
        answer = self.ask("/thanh-toan/dat-hang/", ticket=self.ticket, method="cod")
        return *answer, time.monotonic() - began


def rush(port, pool, place):
    """What the clicks of BUYERS on the last PIECES were answered."""
    product = ProductFactory(stocked__num_in_stock=PIECES)
    buyers = [Buyer(port, product, place) for _ in range(BUYERS)]
    list(pool.map(Buyer.look, buyers))
    barrier = threading.Barrier(BUYERS)

    def click(buyer):
        barrier.wait(60)
        return buyer.order()

    answers = list(pool.map(click, buyers))
    assert StockRecord.objects.get(product=product).num_allocated == PIECES
    return answers


def test_i1_fifty_buyers_of_the_last_ten_pieces_make_ten_orders_and_forty_read_that_it_is_sold_out(capsys):
    place, answers = commune(), []
    with served() as port, ThreadPoolExecutor(BUYERS) as pool:
        for number in range(1, ROUNDS + 1):
            answers += rush(port, pool, place)
            assert Order.objects.count() == PIECES * number
    connection.close()

    slow = statistics.quantiles([answer[3] for answer in answers], n=20)[-1]
    with capsys.disabled():
        print(f"\n{ROUNDS} rounds of {BUYERS} buyers: 95 of 100 within {slow * 1000:.0f} ms (goal {GOAL * 1000})")
    assert Counter(status for status, *_rest in answers) == {302: PIECES * ROUNDS, 409: (BUYERS - PIECES) * ROUNDS}
    assert all("hết hàng" in body for status, _where, body, _time in answers if status == 409)
    assert lies() == []
    assert slow <= GOAL or not LONG  # one round beside all other tests says nothing about speed
