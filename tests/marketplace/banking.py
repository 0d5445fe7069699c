"""What tests of transfers share: our account, orders that wait for one, and notices of the bank."""

import itertools
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localtime, now

from marketplace.payment import bank, services
from marketplace.payment.models import Attempt
from tests.factories import ProductFactory
from tests.marketplace.buying import basket_of, order_of

KEY = "chia-khoa-kiem-thu"
ACCOUNT = {"BANK_BIN": "970436", "BANK_ACCOUNT": "0011001234567", "BANK_HOLDER": "CHO OCOP", "BANK_WEBHOOK_KEY": KEY}
BACK = {"success_url": "http://testserver/back", "cancel_url": "http://testserver/back"}
numbers = itertools.count(1000)


@pytest.fixture
def account(settings):
    """Our bank account is set up."""
    for name, value in ACCOUNT.items():
        setattr(settings, name, value)


def transfer_order(*, at=None, left=20, to=None):
    """An order of two pieces that waits for its transfer, with its attempt begun."""
    at = at or now()
    order = order_of(basket_of((ProductFactory(stocked__num_in_stock=left), 2)), method="transfer", at=at, to=to)
    services.start(services.open_attempt(order), **BACK)
    return order


def memo_of(order):
    return Attempt.objects.get(order=order, provider="transfer").reference


def told(content, amount, **changes):
    """A transfer as any source tells it."""
    number = next(numbers)
    facts = {
        "provider": "sepay",
        "external_id": str(number),
        "account": ACCOUNT["BANK_ACCOUNT"],
        "amount": amount,
        "booked_at": now() - timedelta(minutes=1),
        "content": content,
        "reference": f"FT{number}",
    }
    return bank.Told(**(facts | changes))


def receive(content, amount, **changes):
    return bank.receive(told(content, amount, **changes))[0]


def notice(content, amount, **changes):
    """A transfer as SePay tells it."""
    number = next(numbers)
    return {
        "id": number,
        "gateway": "Vietcombank",
        "transactionDate": f"{localtime():%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT["BANK_ACCOUNT"],
        "code": None,
        "content": content,
        "transferType": "in",
        "transferAmount": amount,
        "accumulated": 19_077_000,
        "subAccount": None,
        "referenceCode": f"FT{number}",
    } | changes


def post(body, *, key=KEY, **headers):
    """Send a notice to the webhook, by default with the right key."""
    text = body if isinstance(body, (str, bytes)) else json.dumps(body)
    given = {"authorization": f"Apikey {key}"} | headers
    return Client().post("/webhooks/bank/sepay/", text, content_type="application/json", headers=given)
