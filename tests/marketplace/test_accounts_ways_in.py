"""Ways in besides e-mail and password: a phone number, a mailed code, a passkey; and the way out everywhere."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from marketplace.accounts.browsers import browser_of
from marketplace.notifications.models import OutboxMessage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-kiem-thu"
ENTER, CODE, CONFIRM = "/tai-khoan/login/", "/tai-khoan/login/code/", "/tai-khoan/login/code/confirm/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def person(email="ai@example.test", **changes):
    user = UserFactory(email=email, **changes)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def enter(client, login, password=PASSWORD):
    return client.post(ENTER, {"login": login, "password": password})


def is_in(client):
    return client.get("/tai-khoan/").status_code == 200


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "+84 912.345.678", "84912345678"])
def test_a_phone_and_a_password_open_the_account(client, typed):
    person(phone="+84912345678")

    assert enter(client, typed).url == "/tai-khoan/"
    assert is_in(client)


def test_the_password_decides_between_accounts_with_the_same_phone(client):
    person("mot@example.test", phone="+84912345678")
    second = person("hai@example.test", phone="+84912345678")
    second.set_password("mot-mat-khau-khac")
    second.save()

    enter(client, "0912345678", "mot-mat-khau-khac")

    assert client.get("/tai-khoan/").wsgi_request.user == second


def test_no_phone_is_no_phone(client):
    person(phone="")

    assert enter(client, "").status_code == 200
    assert not is_in(client)


def shape(answer):
    """Status and page without what differs from one page to the next for everybody."""
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', "", answer.content.decode())
    return answer.status_code, re.sub(r'(name="login" value=")[^"]*', "", page)


@pytest.mark.parametrize(
    ("known", "unknown"), [("0912345678", "0987654321"), ("ai@example.test", "la@example.test"), ("0912345678", "x y")]
)
def test_a_wrong_password_and_an_unknown_login_get_the_same_page(client, known, unknown):
    person(phone="+84912345678")

    assert shape(enter(client, known, "sai-mat-khau")) == shape(enter(Client(), unknown, "sai-mat-khau"))


def test_five_wrong_passwords_close_one_phone_and_no_other(client):
    person(phone="+84912345678")
    person("khac@example.test", phone="+84987654321")
    for _ in range(5):
        enter(client, "0912345678", "sai-mat-khau")

    enter(client, "0912 345 678")
    assert not is_in(client)
    enter(client, "0987654321")
    assert is_in(client)


def test_a_mailed_code_opens_the_account(client):
    person()

    asked = client.post(CODE, {"email": "ai@example.test"})
    message = OutboxMessage.objects.get()
    code = re.search(r"^\S{4,12}$", message.text, re.MULTILINE).group()
    client.post(CONFIRM, {"code": code})

    assert asked.url == CONFIRM
    assert message.carries_a_key
    assert is_in(client)


def test_a_wrong_code_opens_nothing_and_the_third_ends_the_trial(client):
    person()
    client.post(CODE, {"email": "ai@example.test"})

    answers = [client.post(CONFIRM, {"code": "SAI-MA-ROI"}).status_code for _ in range(3)]

    assert answers == [200, 200, 302]
    assert not is_in(client)


def test_a_code_is_asked_for_alike_by_known_and_unknown_addresses(client):
    person()

    answers = [
        browser.post(CODE, {"email": email}, follow=True)
        for browser, email in ((client, "ai@example.test"), (Client(), "la@example.test"))
    ]

    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert shape(answers[0]) == shape(answers[1])


def test_the_login_page_says_without_a_script_what_else_works(client):
    page = client.get(ENTER).content.decode()

    assert re.search(r"<form[^>]*data-passkey hidden", page)
    assert "Mật khẩu và mã qua e-mail không cần" in page
    assert not re.search(r"<script>|<script type=.text/javascript", page)


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("path", ["login/code/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/", "sessions/"])
def test_the_pages_of_keys_codes_and_sessions_answer(client, path, language):
    person()
    if not path.startswith("login"):
        enter(client, "ai@example.test")
        client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})

    answer = client.get(f"{language}/tai-khoan/{path}")

    assert answer.status_code == 200
    assert "<style" not in answer.content.decode()


FORGED = ['{"id": "forged"}', "{}", "[]", '"x"', "7", '{"id": 1, "rawId": 2, "response": {}}', "not json"]


@pytest.mark.parametrize("forged", FORGED)
def test_a_key_is_added_only_to_ones_own_account_and_a_forged_one_is_refused(client, forged):
    person()
    enter(client, "ai@example.test")
    client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})

    answer = client.post("/tai-khoan/2fa/webauthn/add/", {"name": "x", "credential": forged})

    assert answer.status_code == 200
    assert not Authenticator.objects.exists()
    assert Client().get("/tai-khoan/2fa/webauthn/add/").status_code == 302


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_passkey_leads_back_to_the_login(client, forged):
    person()
    client.get("/tai-khoan/2fa/webauthn/login/", headers={"accept": "application/json"})

    answer = client.post("/tai-khoan/2fa/webauthn/login/", {"credential": forged})

    assert answer.url == ENTER
    assert not is_in(client)


def test_one_button_signs_out_everywhere_else():
    person()
    here, there = Client(), Client()
    enter(here, "ai@example.test")
    enter(there, "ai@example.test")

    page = here.get("/tai-khoan/sessions/")
    here.post("/tai-khoan/sessions/")

    assert page.context["session_count"] == 2
    assert is_in(here)
    assert not is_in(there)


def test_signing_in_changes_the_session(client):
    person()
    session = client.session
    session["typed"] = "before"
    session.save()

    enter(client, "ai@example.test")

    assert is_in(client)
    assert client.cookies["sessionid"].value != session.session_key
    assert client.session["typed"] == "before"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent, said):
    assert browser_of(agent) == said
