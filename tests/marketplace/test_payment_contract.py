"""The same sentences of our double and, with STRIPE_TEST_KEY, of Stripe itself."""

import os

import pytest
from stripe.params import RefundCreateParams
from stripe.params.checkout import SessionCreateParams

from tests.doubles.stripe import Double
from tests.doubles.stripe_books import REFUND_PARAMETERS, SESSION_PARAMETERS
from tests.marketplace.stripe_sentences import (
    PAID_SENTENCES,
    SENTENCES,
    client_for,
    session_params,
)

KEY = os.environ.get("STRIPE_TEST_KEY", "")
REAL = pytest.mark.skipif(
    not KEY,
    reason="STRIPE_TEST_KEY is not set: our double was not compared with Stripe",
)


@pytest.fixture
def double():
    with Double() as running:
        yield running


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.__name__)
def test_of_the_double(sentence, double):
    sentence(client_for("sk_test_double", double.url))


@pytest.mark.parametrize("sentence", PAID_SENTENCES, ids=lambda sentence: sentence.__name__)
def test_of_the_double_once_paid(sentence, double):
    client = client_for("sk_test_double", double.url)
    session = client.v1.checkout.sessions.create(params=session_params())
    double.books.pay(session.id, "4242424242424242")

    sentence(client, double.books.sessions[session.id]["payment_intent"])


@REAL
@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.__name__)
def test_of_stripe(sentence):
    sentence(client_for(KEY))


@REAL
@pytest.mark.parametrize("sentence", PAID_SENTENCES, ids=lambda sentence: sentence.__name__)
def test_of_stripe_once_paid(sentence):
    client = client_for(KEY)
    intent = client.v1.payment_intents.create(
        params={
            "amount": 250_000,
            "currency": "vnd",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
        }
    )

    sentence(client, intent.id)


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (SESSION_PARAMETERS, SessionCreateParams),
        (REFUND_PARAMETERS, RefundCreateParams),
    ],
)
def test_the_parameters_that_the_double_takes_exist_in_the_sdk(names, typed):
    assert names <= set(typed.__annotations__)


def test_the_ui_mode_that_we_send_exists_in_the_sdk():
    assert "hosted_page" in str(SessionCreateParams.__annotations__["ui_mode"])
