"""The outbox as operators read it, and a producer's language in the workspace."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.notifications.models import OutboxMessage, OutboxRetry
from marketplace.notifications.services import enqueue_mail
from tests.factories import ProducerFactory, UserFactory
from tests.marketplace.cms import in_group
from tests.marketplace.workspaces import ROOMS, member_of

pytestmark = pytest.mark.django_db
DESK = "/quan-tri/thu-di/"


@pytest.fixture
def operator(client):
    client.force_login(in_group("operator"))
    return client


def message(key="k", to="ai@example.test", **changes):
    enqueue_mail("news_confirm", key=key, to=to, language="vi", context={"url": "https://x.test/"})
    OutboxMessage.objects.filter(key=key).update(**changes)
    return OutboxMessage.objects.get(key=key)


def rows(answer):
    return [row.key for row in answer.context["page"]]


def test_messages_are_found_by_state_channel_and_words(operator):
    message("a", state="failed")
    message("b", to="khac@example.test", channel="sms")

    assert rows(operator.get(DESK)) == ["b", "a"]
    assert rows(operator.get(DESK, {"state": "failed"})) == ["a"]
    assert rows(operator.get(DESK, {"channel": "sms"})) == ["b"]
    assert rows(operator.get(DESK, {"words": "khac@"})) == ["b"]
    assert rows(operator.get(DESK, {"state": "x", "channel": "y", "p": "z"})) == ["b", "a"]


def test_a_message_is_read_as_it_was_written(operator):
    assert "Có người, có lẽ là bạn" in operator.get(reverse("outbox:message", args=[message().pk])).content.decode()


def test_a_link_that_opens_an_account_is_not_shown(operator):
    secret = message("account:x", text="https://x.test/mat-khau/abc/")

    assert "mat-khau/abc" not in operator.get(reverse("outbox:message", args=[secret.pk])).content.decode()


def test_a_parked_message_is_sent_again_and_the_record_names_who(operator):
    parked = message(state="failed", error="weg", tries=6)

    answer = operator.post(reverse("outbox:retry", args=[parked.pk]), follow=True)
    again = operator.post(reverse("outbox:retry", args=[parked.pk]), follow=True)

    assert OutboxMessage.objects.get().state == "queued"
    assert OutboxRetry.objects.count() == 1
    assert "weg" in answer.content.decode()
    assert "không còn ở trạng thái" in again.content.decode()


def test_the_list_costs_the_same_for_many_messages(operator):
    def count():
        with CaptureQueriesContext(connection) as queries:
            operator.get(DESK)
        return len(queries)

    message("1")
    alone = count()
    for number in range(2, 9):
        message(str(number))

    assert count() == alone


@pytest.mark.parametrize("address", [DESK, f"{DESK}1/"])
def test_only_operators_read_the_outbox(client, address):
    client.force_login(UserFactory())

    assert client.get(address).status_code == 403
    assert client.post(f"{DESK}1/gui-lai/").status_code == 403


def test_a_producer_chooses_the_language_of_its_mails():
    producer = ProducerFactory()
    client = member_of(producer)

    client.post(f"{ROOMS}thu-bao/", {"language": "en"})
    wrong = client.post(f"{ROOMS}thu-bao/", {"language": "xx"})

    producer.refresh_from_db()
    assert (producer.language, wrong.status_code) == ("en", 422)
    assert producer.email in client.get(f"{ROOMS}thu-bao/").content.decode()


def test_a_packer_reads_where_mails_go_and_changes_nothing():
    client = member_of(role="packer")

    assert client.get(f"{ROOMS}thu-bao/").status_code == 200
    assert client.post(f"{ROOMS}thu-bao/", {"language": "en"}).status_code == 403
