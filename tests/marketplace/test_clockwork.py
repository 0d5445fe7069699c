"""The clockwork and the outbox: once, again after trouble, never twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.timezone import now

from marketplace.clockwork import services
from marketplace.clockwork.models import Job, Lease
from marketplace.notifications.models import ACCOUNT_KEY, OutboxMessage
from marketplace.notifications.services import PAUSES, enqueue_mail, send_due
from marketplace.order.services.news import tell_producers
from tests.factories import MembershipFactory
from tests.marketplace.buying import order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(monkeypatch):
    ran = []
    fail = services.Task("b.fail", 60, lambda at: 1 / 0)
    good = services.Task("a.good", 60, ran.append)
    monkeypatch.setattr(services, "REGISTRY", {task.name: task for task in (fail, good)})
    return ran


def test_one_jobs_trouble_does_not_stop_the_others(jobs):
    outcome = services.tick()

    assert outcome["a.good"] == ""
    assert "ZeroDivisionError" in outcome["b.fail"]
    assert "ZeroDivisionError" in Job.objects.get(name="b.fail").last_error


def test_a_job_runs_again_only_after_its_pause(jobs):
    at = now()
    for seconds in (0, 30, 61):
        services.tick(at + timedelta(seconds=seconds))

    assert len(jobs) == 2


def test_two_processes_do_not_tick_at_once(jobs):
    at = now()
    Lease.objects.take(services.LEASE, "another", at=at, seconds=60)

    assert services.tick(at) == {}
    assert services.tick(at + timedelta(seconds=61))


def test_the_command_sends_the_mails_of_an_order():
    order = order_of()

    call_command("tick")

    assert len(mail.outbox) == 2
    assert order.number in mail.outbox[0].subject + mail.outbox[1].subject


def put(key="k", to="khach@example.test", language="vi"):
    order = order_of()
    OutboxMessage.objects.all().delete()
    enqueue_mail("order_placed", key=key, to=to, language=language, context={"order": order, "parcels": []})


def test_the_same_reason_is_written_once():
    put()
    enqueue_mail("order_placed", key="k", to="khach@example.test", language="vi", context={"order": order_of()})

    assert OutboxMessage.objects.filter(key="k").count() == 1


def test_a_mail_is_sent_once():
    put()

    assert [send_due(now()), send_due(now() + timedelta(days=1))] == [1, 0]
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_sent_waits_longer_each_time_and_ends(monkeypatch):
    def refuse(self, **kwargs):
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    put()
    at = now()

    send_due(at)
    waiting = OutboxMessage.objects.get()
    for _ in range(len(PAUSES) + 2):
        at += timedelta(days=1)
        send_due(at)

    assert (waiting.state, waiting.tries) == ("queued", 1)
    assert "no server" in waiting.error
    assert OutboxMessage.objects.get().state == "failed"


def test_a_mail_has_a_subject_of_one_line_and_no_leftovers():
    put()

    sent = OutboxMessage.objects.get()
    assert "Đã nhận đơn hàng OC" in sent.subject
    assert "{" not in sent.text
    assert "&amp;" not in sent.text


def test_a_mail_that_opens_an_account_is_forgotten_once_sent(mailoutbox):
    kept = {"kind": "k", "to": "ai@example.test", "language": "vi", "subject": "s", "text": "liên kết"}
    secret = OutboxMessage.objects.create(key=f"{ACCOUNT_KEY}1", **kept)
    plain = OutboxMessage.objects.create(key="order-placed:1", **kept)

    send_due(now())

    assert [mail.body for mail in mailoutbox] == ["liên kết", "liên kết"]
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.text, plain.text) == ("", "liên kết")


def test_a_producer_without_an_address_is_told_through_its_people():
    order = order_of()
    parcel = order.parcels.select_related("producer").first()
    type(parcel.producer).objects.filter(pk=parcel.producer_id).update(email="")
    member = MembershipFactory(producer=parcel.producer)

    tell_producers(order)

    assert OutboxMessage.objects.filter(kind="new_parcel", to=member.user.email).count() == 1
