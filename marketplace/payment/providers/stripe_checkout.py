"""Card by Stripe's hosted Checkout Session. With STRIPE_API_BASE the same code talks to the test double."""

from datetime import UTC, datetime, timedelta

import stripe
from django.conf import settings
from django.utils.translation import gettext as _

from marketplace.payment.providers.base import DisputeTold, Movement, ProviderDown, Snapshot, Started

CODE = "stripe"
MIN_TOTAL, MAX_TOTAL = 15_000, 99_999_999  # đồng; Stripe: about USD 0.50, and eight digits
SESSION_TIME = timedelta(minutes=45)  # from the attempt's birth; ours ends it after 30, so a late retry still fits
DISPUTE_STATES = {  # Stripe's Dispute.status -> Dispute.State; an inquiry ("warning") takes no money yet
    "warning_needs_response": "needs_answer", "needs_response": "needs_answer", "appeal_needs_response": "needs_answer",
    "warning_under_review": "under_review", "under_review": "under_review", "appeal_under_review": "under_review",
    "won": "won", "lost": "lost", "warning_closed": "closed", "prevented": "closed",
}  # fmt: skip
DOUBLE_KEY, DOUBLE_SECRET = "sk_test_double", "whsec_double"


def secret_key() -> str:
    return settings.STRIPE_SECRET_KEY or (DOUBLE_KEY if settings.STRIPE_API_BASE else "")


def webhook_secret() -> str:
    return settings.STRIPE_WEBHOOK_SECRET or (DOUBLE_SECRET if settings.STRIPE_API_BASE else "")


def client() -> stripe.StripeClient:
    base = settings.STRIPE_API_BASE
    return stripe.StripeClient(
        secret_key(),
        base_addresses={"api": base} if base else {},
        http_client=stripe.new_default_http_client(timeout=10),
        max_network_retries=1,
    )


class StripeCheckout:
    code = CODE
    takes_money_first = is_remote = True

    def refusal(self, total: int, *, has_fresh: bool, phone: str = "") -> str:
        if not MIN_TOTAL <= total <= MAX_TOTAL:
            return _("Thẻ chỉ nhận đơn từ 15.000 ₫ đến 99.999.999 ₫.")
        return ""

    def is_configured(self) -> bool:
        return bool(secret_key())

    def start(self, attempt, *, success_url: str, cancel_url: str) -> Started:
        params = _session_params(attempt, success_url, cancel_url)
        try:
            session = client().v1.checkout.sessions.create(
                params=params, options={"idempotency_key": f"attempt:{attempt.order.number}:{attempt.pk}"}
            )
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        return Started(reference=session.id, pay_url=session.url or "")

    def fetch(self, attempt) -> Snapshot:
        try:
            session = client().v1.checkout.sessions.retrieve(
                attempt.reference, params={"expand": ["payment_intent.latest_charge.balance_transaction"]}
            )
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        return _snapshot(session, attempt)

    def cancel(self, attempt) -> str:
        if not attempt.reference:
            return "cancelled"
        try:
            client().v1.checkout.sessions.expire(attempt.reference)
        except stripe.InvalidRequestError as error:
            return self._why_not_expired(attempt, error)
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        return "cancelled"

    def _why_not_expired(self, attempt, error: stripe.InvalidRequestError) -> str:
        state = self.fetch(attempt).state
        if state == "open":
            raise ProviderDown(str(error)) from error
        return "already_paid" if state == "succeeded" else "cancelled"

    def refund(self, refund) -> str:
        attempt = refund.attempt
        try:
            made = client().v1.refunds.create(
                params={
                    "payment_intent": attempt.payment_reference,
                    "amount": refund.amount,
                    "metadata": {"refund": str(refund.pk)},
                },
                options={"idempotency_key": f"refund:{attempt.order.number}:{refund.pk}"},
            )
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        return made.id

    def disputes(self, *, since: datetime | None = None, payment: str = "") -> list[DisputeTold]:
        asked = {"limit": 100} | ({"payment_intent": payment} if payment else {})
        asked |= {"created": {"gte": int(since.timestamp())}} if since else {}
        try:
            found = list(client().v1.disputes.list(params=asked).auto_paging_iter())
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        return [_dispute(one) for one in found if one.currency == "vnd"]

    def movements(self, since: datetime, until: datetime) -> list[Movement]:
        asked = {"created": {"gte": int(since.timestamp()), "lt": int(until.timestamp())}, "limit": 100}
        try:
            charges = list(client().v1.charges.list(params=asked).auto_paging_iter())
            refunds = list(client().v1.refunds.list(params=asked).auto_paging_iter())
        except stripe.StripeError as error:
            raise ProviderDown(str(error)) from error
        come = [Movement(c.payment_intent or c.id, captured=c.amount_captured) for c in charges if c.paid]
        gone = [Movement(r.payment_intent or r.charge, refunded=r.amount) for r in refunds if r.status != "failed"]
        return come + gone


def _session_params(attempt, success_url: str, cancel_url: str) -> dict:
    """The same for every retry of one attempt: the idempotency key demands it."""
    order, marks = attempt.order, {"order": attempt.order.number, "attempt": str(attempt.pk)}
    price = {
        "currency": "vnd",
        "unit_amount": attempt.amount,  # VND has no decimals
        "product_data": {"name": _("Đơn hàng %(number)s") % {"number": order.number}},
    }
    params = {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "locale": "en" if order.language == "en" else "vi",
        "client_reference_id": order.number,
        "metadata": marks,
        "payment_intent_data": {"metadata": marks},
        "line_items": [{"quantity": 1, "price_data": price}],
        "success_url": success_url,
        "cancel_url": cancel_url,
        "expires_at": int((attempt.created_at + SESSION_TIME).timestamp()),
    }
    return params | ({"customer_email": order.guest_email} if order.guest_email else {})


def _snapshot(session, attempt) -> Snapshot:
    intent = session.payment_intent
    charge = intent.latest_charge if intent else None
    paid = session.payment_status == "paid"
    return Snapshot(
        state="succeeded" if paid else {"expired": "expired"}.get(session.status, "open"),
        captured=intent.amount_received if paid and intent else 0,
        refunded=charge.amount_refunded if charge else 0,
        fees=_fee(charge) if paid and charge else 0,
        payment_reference=intent.id if intent else "",
        mismatch=_mismatch(session, attempt),
    )


def _mismatch(session, attempt) -> str:
    told = (session.client_reference_id, session.currency, session.amount_total)
    ours = (attempt.order.number, "vnd", attempt.amount)
    return "" if told == ours else f"{told} is not {ours}"


def _fee(charge) -> int:
    """In đồng. Our account there may hold another currency, so the fee counts as its part of the charge; 0 while
    Stripe has not booked the charge yet."""
    booked = getattr(charge, "balance_transaction", None)
    return _part(booked.fee, booked.amount, charge.amount_captured) if booked else 0


def _dispute(told) -> DisputeTold:
    moves = [move.amount for move in told.balance_transactions]
    taken, given_back = -sum(move for move in moves if move < 0), sum(move for move in moves if move > 0)
    fee, due_by = sum(move.fee for move in told.balance_transactions), told.evidence_details.due_by
    return DisputeTold(
        reference=told.id,
        payment=told.payment_intent or told.charge,
        amount=told.amount,
        state=DISPUTE_STATES.get(told.status, "needs_answer"),
        opened_at=datetime.fromtimestamp(told.created, UTC),
        reason=told.reason or "",
        due_by=datetime.fromtimestamp(due_by, UTC) if due_by else None,
        taken=told.amount if taken else 0,
        given_back=_part(given_back, taken, told.amount),
        fee=_part(fee, taken, told.amount),
    )


def _part(part: int, whole: int, dong: int) -> int:
    """As much of `dong` as `part` is of `whole`, to the nearest đồng; never below zero."""
    return max(0, (2 * part * dong + whole) // (2 * whole)) if whole > 0 else 0
