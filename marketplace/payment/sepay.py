"""SePay's notices of our bank account (developer.sepay.vn/en/sepay-webhooks). One notice is one transfer."""

import hashlib
import hmac
import json
import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import make_aware

from marketplace.payment.bank import LARGEST, Told

NAME = "sepay"
STALE_SECONDS = 300


class Unsigned(Exception):
    """Not from SePay, or too old to be believed."""


class Malformed(Exception):
    """From SePay, and no transfer that we can read."""


def read(request: HttpRequest) -> Told | None:
    """The incoming transfer that a notice tells, or None for an outgoing one. Raises Unsigned, Malformed."""
    if not _is_signed(request):
        raise Unsigned
    try:
        told = json.loads(request.body)
        return _told(told) if told["transferType"] == "in" else None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as trouble:
        raise Malformed(str(trouble)) from trouble


def signature(body: bytes, timestamp: str, key: str) -> str:
    """As SePay signs: HMAC-SHA256 over "<timestamp>.<body>"."""
    return "sha256=" + hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _is_signed(request: HttpRequest) -> bool:
    """By a signature not older than five minutes, or by the plain key when SePay was set up so."""
    key = settings.BANK_WEBHOOK_KEY
    if not key:
        return False
    if given := request.headers.get("X-SePay-Signature", ""):
        timestamp = request.headers.get("X-SePay-Timestamp", "")
        return _is_fresh(timestamp) and _same(given, signature(request.body, timestamp, key))
    return _same(request.headers.get("Authorization", ""), f"Apikey {key}")


def _is_fresh(timestamp: str) -> bool:
    return timestamp.isascii() and timestamp.isdigit() and abs(time.time() - int(timestamp[:12])) <= STALE_SECONDS


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _told(told: dict) -> Told:
    amount = told["transferAmount"]
    if isinstance(amount, bool) or int(amount) != float(amount) or not 0 < int(amount) < LARGEST:
        raise ValueError(f"no amount of đồng: {amount!r}")
    if isinstance(told["id"], (dict, list)) or not (key := _text(told["id"])):
        raise ValueError("no id")
    return Told(
        provider=NAME,
        external_id=key[:80],
        account=_text(told["accountNumber"])[:40],
        amount=int(amount),
        booked_at=make_aware(parse_datetime(told["transactionDate"])),
        content=_text(told.get("content"))[:500],
        reference=_text(told.get("referenceCode"))[:80],
    )


def _text(value: object) -> str:
    return str(value or "").replace("\0", "").strip()
