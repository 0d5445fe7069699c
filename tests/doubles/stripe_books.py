"""What the Stripe double knows: sessions, intents, charges, refunds, events. No HTTP in here.

Objects carry the fields that our code reads, under the names of API version 2026-10-28.endive. It proves nothing
about Stripe: tests/marketplace/test_payment_contract.py runs the same sentences against the real one.
"""

import json
import secrets
import threading
import time
from pathlib import Path

from tests.doubles.stripe_disputes import Costs

MINIMUM = {
    "vnd": 13_000,
    "usd": 50,
}  # in the currency's smallest unit; VND has no decimals
MAXIMUM = 99_999_999
SHORTEST, LONGEST = 30 * 60, 24 * 3600  # seconds that a session may stay open
SLACK = 60  # seconds that the asker's clock may be behind ours

DECLINES = {
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
}
ASKS_3DS = {"4000002760003184", "4000000000003220"}
PAYS = {"4242424242424242", "5555555555554444"}

SESSION_PARAMETERS = {
    "cancel_url", "client_reference_id", "currency", "customer_email", "expand", "expires_at", "line_items",
    "locale", "metadata", "mode", "payment_intent_data", "submit_type", "success_url",
    "ui_mode",
}  # fmt: skip
REFUND_PARAMETERS = {
    "amount",
    "charge",
    "expand",
    "metadata",
    "payment_intent",
    "reason",
}
SHELVES = (
    "sessions", "intents", "charges", "refunds", "disputes", "balance_transactions", "events", "replays",
)  # fmt: skip


class Refused(Exception):
    """What Stripe would answer with an error object."""

    def __init__(self, message, *, status=400, kind="invalid_request_error", **facts):
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **facts}}


class Books(Costs):
    """All objects, behind one lock. `on_event` is called with each new event, outside any request."""

    def __init__(self, *, origin, on_event=lambda event: None, state: Path | None = None):
        self.origin, self.on_event, self.state = origin, on_event, state
        self.lock = threading.RLock()
        self.ahead = 0  # seconds by which a test has moved the clock
        self.shelves = {name: {} for name in SHELVES}
        if state and state.exists():
            self.shelves |= json.loads(state.read_text())

    def __getattr__(self, name):
        if name in SHELVES:
            return self.shelves[name]
        raise AttributeError(name)

    def now(self) -> int:
        return int(time.time()) + self.ahead

    def save(self):
        if self.state:
            draft = self.state.with_suffix(".new")
            draft.write_text(json.dumps(self.shelves))
            draft.replace(self.state)

    def find(self, shelf, key):
        try:
            return self.shelves[shelf][key]
        except KeyError:
            raise Refused(
                f"No such object: '{key}'",
                status=404,
                code="resource_missing",
                param="id",
            ) from None

    def emit(self, kind, thing):
        event = {
            "id": _new("evt"),
            "object": "event",
            "api_version": "2026-10-28.endive",
            "created": self.now(),
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
            "data": {"object": json.loads(json.dumps(thing))},
        }
        self.events[event["id"]] = event
        self.on_event(event)

    # Sessions

    def create_session(self, asked):
        _only(asked, SESSION_PARAMETERS)
        if asked.get("mode") != "payment":
            raise Refused("This double speaks mode=payment only.", param="mode")
        if asked.get("ui_mode", "hosted_page") != "hosted_page":
            raise Refused(
                "Invalid ui_mode: this double has the hosted page only.",
                param="ui_mode",
            )
        if not asked.get("success_url"):
            raise Refused(
                "Missing required param: success_url.",
                param="success_url",
                code="parameter_missing",
            )
        amount, currency = _total(asked.get("line_items"))
        return self._open(asked, amount, currency)

    def _open(self, asked, amount, currency):
        now = self.now()
        ends = int(asked.get("expires_at", now + LONGEST))
        if not now + SHORTEST - SLACK <= ends <= now + LONGEST + SLACK:
            raise Refused(
                "The `expires_at` timestamp must be 30 minutes to 24 hours away.",
                param="expires_at",
            )
        session_id = _new("cs_test")
        session = {
            "id": session_id,
            "object": "checkout.session",
            "amount_subtotal": amount,
            "amount_total": amount,
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": now,
            "currency": currency,
            "customer_email": asked.get("customer_email"),
            "expires_at": ends,
            "livemode": False,
            "locale": asked.get("locale"),
            "metadata": asked.get("metadata", {}),
            "mode": "payment",
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            "ui_mode": "hosted_page",
            "url": f"{self.origin}/c/pay/{session_id}",
            "_items": asked["line_items"],
            "_intent_metadata": asked.get("payment_intent_data", {}).get("metadata", {}),
        }
        self.sessions[session_id] = session
        return session

    def expire_session(self, key):
        session = self.find("sessions", key)
        self.close_overdue()
        if session["status"] != "open":
            raise Refused('Only Checkout Sessions with a status in ["open"] can be expired.')
        return self._expire(session)

    def _expire(self, session):
        session.update(status="expired", url=None)
        self.emit("checkout.session.expired", session)
        return session

    def close_overdue(self):
        """Expire the open sessions whose time has passed."""
        for session in self.sessions.values():
            if session["status"] == "open" and session["expires_at"] <= self.now():
                self._expire(session)

    # Paying

    def pay(self, key, number, *, authenticated=False):
        """Try a card. Return 'paid', 'needs_3ds' or the decline code."""
        session = self.find("sessions", key)
        self.close_overdue()
        if session["status"] != "open":
            raise Refused(
                "This Checkout Session is no longer open.",
                code=f"session_{session['status']}",
            )
        if number in ASKS_3DS and not authenticated:
            return "needs_3ds"
        if number not in PAYS | ASKS_3DS:
            return self._decline(session, DECLINES.get(number, "incorrect_number"))
        self._charge(session)
        return "paid"

    def _intent(self, session):
        if session["payment_intent"]:
            return self.intents[session["payment_intent"]]
        intent = {
            "id": _new("pi"),
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_received": 0,
            "currency": session["currency"],
            "created": self.now(),
            "latest_charge": None,
            "livemode": False,
            "metadata": session["_intent_metadata"],
            "status": "requires_payment_method",
        }
        self.intents[intent["id"]] = intent
        session["payment_intent"] = intent["id"]
        return intent

    def _decline(self, session, code):
        intent = self._intent(session)
        intent["last_payment_error"] = {"code": "card_declined", "decline_code": code}
        self.emit("payment_intent.payment_failed", intent)
        return code

    def _charge(self, session):
        intent = self._intent(session)
        charge = {
            "id": _new("ch"),
            "object": "charge",
            "amount": session["amount_total"],
            "amount_captured": session["amount_total"],
            "amount_refunded": 0,
            "captured": True,
            "created": self.now(),
            "currency": session["currency"],
            "disputed": False,
            "livemode": False,
            "metadata": intent["metadata"],
            "paid": True,
            "payment_intent": intent["id"],
            "refunded": False,
            "status": "succeeded",
        }
        self.charges[charge["id"]] = charge
        self.book_charge(charge)
        intent.update(
            status="succeeded",
            amount_received=charge["amount"],
            latest_charge=charge["id"],
        )
        session.update(status="complete", payment_status="paid", url=None)
        self.emit("charge.succeeded", charge)
        self.emit("payment_intent.succeeded", intent)
        self.emit("checkout.session.completed", session)

    # Money going back

    def refund(self, asked):
        _only(asked, REFUND_PARAMETERS)
        charge = self._charge_of(asked)
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(asked.get("amount", left))
        if not left:
            raise Refused(
                f"Charge {charge['id']} has already been refunded.",
                code="charge_already_refunded",
            )
        if not 0 < amount <= left:
            raise Refused(
                f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).",
                param="amount",
            )
        return self._book_refund(charge, amount, asked)

    def _charge_of(self, asked):
        if asked.get("payment_intent"):
            key = self.find("intents", asked["payment_intent"])["latest_charge"]
        else:
            key = asked.get("charge")
        if not key:
            raise Refused("There is no successful charge to refund.", param="payment_intent")
        return self.find("charges", key)

    def _book_refund(self, charge, amount, asked):
        refund = {
            "id": _new("re"),
            "object": "refund",
            "amount": amount,
            "charge": charge["id"],
            "created": self.now(),
            "currency": charge["currency"],
            "metadata": asked.get("metadata", {}),
            "payment_intent": charge["payment_intent"],
            "reason": asked.get("reason"),
            "status": "succeeded",
        }
        self.refunds[refund["id"]] = refund
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self.emit("refund.created", refund)
        self.emit("charge.refunded", charge)
        return refund


def _new(prefix):
    return f"{prefix}_{secrets.token_hex(12)}"


def _only(asked, known):
    if unknown := sorted(set(asked) - known):
        raise Refused(
            f"Received unknown parameter: {unknown[0]}",
            code="parameter_unknown",
            param=unknown[0],
        )


def _total(items):
    """Sum the line items; amounts are in the currency's smallest unit (whole đồng for VND)."""
    try:
        prices = [(item["price_data"], int(item["quantity"])) for item in items.values()]
        currencies = {price["currency"].lower() for price, _ in prices}
        amount = sum(int(price["unit_amount"]) * quantity for price, quantity in prices)
        if not all(price["product_data"]["name"] for price, _ in prices) or len(currencies) != 1:
            raise KeyError
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused(
            "line_items need price_data with currency, unit_amount and a name.",
            param="line_items",
        ) from None
    currency = currencies.pop()
    if amount < MINIMUM.get(currency, 50):
        raise Refused("The Checkout Session's total amount is too small.", code="amount_too_small")
    if amount > MAXIMUM:
        raise Refused("Amount must be no more than 99,999,999.", code="amount_too_large")
    return amount, currency
