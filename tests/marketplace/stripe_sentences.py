"""What we rely on Stripe for, as functions of a client: asked of the double always, of Stripe when a key is set."""

import time

import pytest
import stripe


def client_for(key, address=None):
    addresses = {"api": address} if address else {}
    return stripe.StripeClient(key, base_addresses=addresses, max_network_retries=2)


def session_params(**changes):
    return {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "locale": "vi",
        "client_reference_id": "OC0000000000",
        "metadata": {"attempt": "1"},
        "payment_intent_data": {"metadata": {"attempt": "1"}},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": "vnd",
                    "unit_amount": 250_000,
                    "product_data": {"name": "Đơn hàng OC0000000000"},
                },
            }
        ],
        "success_url": "https://shop.test/ok?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "https://shop.test/cancel",
        "expires_at": int(time.time()) + 31 * 60,
    } | changes


def with_price(**changes):
    params = session_params()
    params["line_items"][0]["price_data"] |= changes
    return params


def a_new_session_is_open_and_unpaid_with_a_page_to_go_to(client):
    session = client.v1.checkout.sessions.create(params=session_params())
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.url.startswith("http")


def dong_are_sent_without_decimals(client):
    session = client.v1.checkout.sessions.create(params=session_params())
    assert (session.amount_total, session.currency) == (250_000, "vnd")


def what_we_attach_comes_back(client):
    made = client.v1.checkout.sessions.create(params=session_params())
    session = client.v1.checkout.sessions.retrieve(made.id)
    assert session.client_reference_id == "OC0000000000"
    assert session.metadata["attempt"] == "1"


def the_same_key_and_body_give_the_same_session(client):
    key, params = f"test:{time.time_ns()}", session_params()
    first = client.v1.checkout.sessions.create(params=params, options={"idempotency_key": key})
    second = client.v1.checkout.sessions.create(params=params, options={"idempotency_key": key})
    assert first.id == second.id


def the_same_key_with_another_body_is_an_error(client):
    key = f"test:{time.time_ns()}"
    client.v1.checkout.sessions.create(params=session_params(), options={"idempotency_key": key})
    with pytest.raises(stripe.IdempotencyError):
        client.v1.checkout.sessions.create(params=with_price(unit_amount=260_000), options={"idempotency_key": key})


def an_open_session_can_be_expired_once(client):
    session = client.v1.checkout.sessions.create(params=session_params())
    assert client.v1.checkout.sessions.expire(session.id).status == "expired"
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.expire(session.id)


def too_small_an_amount_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=with_price(unit_amount=500))


def too_large_an_amount_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=with_price(unit_amount=100_000_000))


def a_session_may_not_be_shorter_than_half_an_hour(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=session_params(expires_at=int(time.time()) + 10 * 60))


def a_session_may_not_be_longer_than_a_day(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=session_params(expires_at=int(time.time()) + 25 * 3600))


def an_unknown_parameter_is_refused(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(params=session_params(colour="red"))


def an_unknown_session_is_an_error(client):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.retrieve("cs_test_000000000000000000000000")


def a_wrong_key_is_refused(client):
    with pytest.raises(stripe.AuthenticationError):
        client.v1.checkout.sessions.create(params=session_params(), options={"api_key": "sk_wrong"})


SENTENCES = [
    a_new_session_is_open_and_unpaid_with_a_page_to_go_to,
    dong_are_sent_without_decimals,
    what_we_attach_comes_back,
    the_same_key_and_body_give_the_same_session,
    the_same_key_with_another_body_is_an_error,
    an_open_session_can_be_expired_once,
    too_small_an_amount_is_refused,
    too_large_an_amount_is_refused,
    a_session_may_not_be_shorter_than_half_an_hour,
    a_session_may_not_be_longer_than_a_day,
    an_unknown_parameter_is_refused,
    an_unknown_session_is_an_error,
    a_wrong_key_is_refused,
]


def refunds_stop_at_what_was_captured(client, intent):
    """`intent` is a paid PaymentIntent of 250,000 đồng."""
    client.v1.refunds.create(params={"payment_intent": intent, "amount": 100_000})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create(params={"payment_intent": intent, "amount": 150_001})
    client.v1.refunds.create(params={"payment_intent": intent, "amount": 150_000})
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create(params={"payment_intent": intent})


def the_charge_shows_what_was_captured_and_refunded(client, intent):
    client.v1.refunds.create(params={"payment_intent": intent, "amount": 50_000})
    found = client.v1.payment_intents.retrieve(intent, params={"expand": ["latest_charge"]})
    assert found.amount_received == 250_000
    assert found.latest_charge.amount_refunded == 50_000


PAID_SENTENCES = [
    refunds_stop_at_what_was_captured,
    the_charge_shows_what_was_captured_and_refunded,
]
