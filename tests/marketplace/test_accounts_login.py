"""One login for everybody; each lands where they work; nobody learns who has an account."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.notifications.models import OutboxMessage
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-kiem-thu"


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def person(email="ai@example.test", *groups, **changes):
    user = UserFactory(email=email, **changes)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/tai-khoan/login/", {"login": email, "password": password, **more})


@pytest.mark.parametrize(
    ("door", "desk"), [("/cms/", "/cms/"), ("/quan-tri/orders/", "/quan-tri/orders/"), ("/kenh-nha-san-xuat/", None)]
)
def test_every_closed_door_leads_a_stranger_to_the_one_login(client, door, desk):
    answer = client.get(door)

    assert answer.status_code == 302
    assert answer.url == f"/tai-khoan/login/?next={desk or door}"


@pytest.mark.parametrize("login", ["/cms/login/", "/quan-tri/login/", "/django-admin/login/"])
def test_the_other_login_pages_show_no_form_of_their_own(client, login):
    answer = client.get(login)

    assert answer.url.startswith("/tai-khoan/login/?next=%2F")
    assert client.post(login, {"username": "a", "password": "b"}).status_code == 405


@pytest.mark.parametrize("target", ["https://evil.test/", "//evil.test/", "javascript:alert(1)"])
def test_a_login_page_never_leads_to_another_host(client, target):
    assert "evil" not in client.get("/cms/login/", {"next": target}).url

    person()
    answer = sign_in(client, "ai@example.test", next=target)

    assert answer.url == "/tai-khoan/"


@pytest.mark.parametrize(
    ("group", "desk"), [("operator", "/quan-tri/"), ("officer", "/cms/"), ("curator", "/cms/"), (None, "/tai-khoan/")]
)
def test_people_land_where_they_work(client, group, desk):
    person("ai@example.test", group)

    assert sign_in(client, "ai@example.test").url == desk


def test_a_producer_lands_in_the_workspace(client):
    MembershipFactory(user=person())

    assert sign_in(client, "ai@example.test").url == "/kenh-nha-san-xuat/"


def test_a_safe_next_wins_over_the_desk(client):
    person()

    assert sign_in(client, "ai@example.test", next="/gio-hang/").url == "/gio-hang/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client):
    person()

    wrong, unknown = (
        sign_in(client, "ai@example.test", "sai-mat-khau"),
        sign_in(client, "la@example.test", "sai-mat-khau"),
    )

    said = [re.findall(r'class="notice__body">\s*<p>(.*?)</p>', page.content.decode()) for page in (wrong, unknown)]
    assert said[0] == said[1] == ["E-mail, số điện thoại hoặc mật khẩu chưa đúng. Xin kiểm tra lại."]


def test_a_reset_answers_the_same_for_known_and_unknown_addresses(client):
    person()

    answers = [
        client.post("/tai-khoan/password/reset/", {"email": email}, follow=True)
        for email in ("ai@example.test", "la@example.test")
    ]

    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert {message.to for message in OutboxMessage.objects.all()} == {"ai@example.test", "la@example.test"}


def test_signing_up_answers_the_same_for_known_and_unknown_addresses(client):
    person()
    form = {"password1": "mot-mat-khau-dai", "password2": "mot-mat-khau-dai"}

    known = client.post("/tai-khoan/signup/", form | {"email": "ai@example.test"})
    unknown = client.post("/tai-khoan/signup/", form | {"email": "moi@example.test"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_mail_about_accounts_waits_in_the_outbox(client):
    person()

    client.post("/tai-khoan/password/reset/", {"email": "ai@example.test"})

    message = OutboxMessage.objects.get()
    assert "/tai-khoan/password/reset/key/" in message.text
    assert message.subject == "Đặt lại mật khẩu Chợ OCOP"
    assert mail.outbox == []


def test_the_way_from_signing_up_to_a_new_password(client):
    form = {"email": "moi@example.test", "password1": "mot-mat-khau-dai", "password2": "mot-mat-khau-dai"}
    client.post("/tai-khoan/signup/", form)
    confirm = link_in(OutboxMessage.objects.get())
    assert client.get(confirm).status_code == 200
    client.post(confirm)
    client.post("/tai-khoan/logout/")

    client.post("/tai-khoan/password/reset/", {"email": "moi@example.test"})
    page = client.get(link_in(OutboxMessage.objects.last()), follow=True)
    changed = {"password1": "mat-khau-khac-hon", "password2": "mat-khau-khac-hon"}
    assert client.post(page.request["PATH_INFO"], changed).status_code == 302

    client.post("/tai-khoan/logout/")
    assert sign_in(client, "moi@example.test", "mat-khau-khac-hon").url == "/tai-khoan/"
    assert User.objects.get(email="moi@example.test").emailaddress_set.get().verified


def link_in(message):
    return re.search(r"https?://[^/\s]+(/\S+)", message.text).group(1)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_of_the_entrance_answer_in_both_languages(client, name, language):
    answer = client.get(language + reverse(name))

    assert answer.status_code == 200
    assert "<style" not in answer.content.decode()


@pytest.mark.parametrize(
    "name", ["account:index", "account_change_password", "account_email", "account_logout", "mfa_index"]
)
def test_the_pages_of_the_account_answer(client, name):
    client.force_login(person())

    assert client.get(reverse(name)).status_code == 200
