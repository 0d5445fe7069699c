"""The Stripe double behaves as stripe-python expects, and can be told to fail."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
import stripe

from tests.doubles.stripe import Double, signature
from tests.marketplace.stripe_sentences import client_for, session_params


@pytest.fixture
def double():
    with Double(secret="whsec_test") as running:
        yield running


@pytest.fixture
def client(double):
    return client_for("sk_test_double", double.url)


def browse(url, **form):
    """Return (status, address after redirects or of the redirect, page)."""
    data = urllib.parse.urlencode(form).encode() if form else None
    opener = urllib.request.build_opener(NoRedirect)
    try:
        answer = opener.open(url, data, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, answer.headers.get("Location"), answer.read().decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def pull(double, lever, /, **facts):
    request = urllib.request.Request(f"{double.url}/_test/{lever}", json.dumps(facts).encode(), method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_a_browser_pays_with_a_good_card_and_is_sent_back(double, client):
    session = client.v1.checkout.sessions.create(params=session_params())

    status, address, _ = browse(session.url, number="4242 4242 4242 4242")

    assert (status, address) == (303, f"https://shop.test/ok?session={session.id}")
    paid = client.v1.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status) == ("complete", "paid")


@pytest.mark.parametrize(("locale", "words"), [("vi", "TRANG THỬ"), ("en", "TEST PAGE")])
def test_the_pay_page_says_that_it_is_a_test(client, locale, words):
    session = client.v1.checkout.sessions.create(params=session_params(locale=locale))

    assert words in browse(session.url)[2]


def test_a_declined_card_may_be_followed_by_a_good_one(client):
    session = client.v1.checkout.sessions.create(params=session_params())

    declined = browse(session.url, number="4000000000000002")
    paid = browse(session.url, number="4242424242424242")

    assert declined[0] == 200 and "Thẻ bị từ chối" in declined[2]
    assert paid[0] == 303


@pytest.mark.parametrize(("answer", "status"), [("yes", 303), ("no", 200)])
def test_3ds_asks_and_takes_either_answer(client, answer, status):
    session = client.v1.checkout.sessions.create(params=session_params())

    asked = browse(session.url, number="4000002760003184")
    answered = browse(session.url, number="4000002760003184", authenticated=answer)

    assert "chủ thẻ" in asked[2]
    assert answered[0] == status


def test_an_expired_session_takes_no_card(double, client):
    session = client.v1.checkout.sessions.create(params=session_params())

    pull(double, "clock", seconds=31 * 60)

    assert "không còn mở" in browse(session.url, number="4242424242424242")[2]
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"


def test_a_lost_response_and_a_retry_make_one_session(double, client):
    pull(double, "faults", kind="lost", path="/v1/checkout/sessions")

    client.v1.checkout.sessions.create(params=session_params(), options={"idempotency_key": "attempt:1"})

    assert len(double.books.sessions) == 1


def test_a_provider_that_is_down_is_an_api_error(double, client):
    pull(double, "faults", kind="error", times=3)

    with pytest.raises(stripe.APIError):
        client.v1.checkout.sessions.create(params=session_params())

    assert not double.books.sessions


def test_every_event_carries_a_signature_that_stripe_accepts(double, client):
    session = client.v1.checkout.sessions.create(params=session_params())
    browse(session.url, number="4242424242424242")

    for event in list(double.books.events.values()):
        payload = json.dumps(event)
        header = signature(payload, "whsec_test", int(time.time()))
        assert stripe.Webhook.construct_event(payload, header, "whsec_test").id == event["id"]

    kinds = {event["type"] for event in double.books.events.values()}
    assert "checkout.session.completed" in kinds


def test_a_signature_of_another_secret_is_refused(double, client):
    session = client.v1.checkout.sessions.create(params=session_params())
    client.v1.checkout.sessions.expire(session.id)
    payload = json.dumps(next(iter(double.books.events.values())))

    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(payload, signature(payload, "whsec_other", int(time.time())), "whsec_test")


def test_the_state_file_outlives_the_process(tmp_path):
    with Double(state=tmp_path / "state.json") as first:
        session = client_for("sk_test_double", first.url).v1.checkout.sessions.create(params=session_params())

    with Double(state=tmp_path / "state.json") as second:
        again = client_for("sk_test_double", second.url).v1.checkout.sessions.retrieve(session.id)

    assert again.amount_total == 250_000
