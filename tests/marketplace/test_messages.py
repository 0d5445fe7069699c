"""Messages: one outbox, several channels, tries with pauses, parking, consent and the way out."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import now

from marketplace.notifications import consents, services
from marketplace.notifications.channels import way_to
from marketplace.notifications.channels.base import ChannelDown, Undeliverable
from marketplace.notifications.channels.http import post_json
from marketplace.notifications.models import Consent, OutboxMessage
from marketplace.notifications.services import PAUSES, enqueue, enqueue_mail, retry, send_due
from marketplace.order.services.news import tell_buyer_placed, tell_producers
from marketplace.producers.reminders import send_reminders
from tests.factories import CertificateFactory, ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.buying import basket_of, delivery, order_of

pytestmark = pytest.mark.django_db
URL = "https://cho.test/x"
NEWS_PAGE = "/nhan-tin/"


def write(key="k", **changes):
    facts = {"key": key, "email": "ai@example.test", "language": "vi", "context": {"url": URL}}
    enqueue("news_confirm", **(facts | changes))


def only():
    return OutboxMessage.objects.get()


def failing(monkeypatch, trouble):
    def send(self, messages):
        raise trouble

    monkeypatch.setattr(EmailBackend, "send_messages", send)


def path_of(url):
    return "/" + url.partition("://")[2].partition("/")[2]


@pytest.fixture
def gateway():
    """A provider on a free port; `answers` are given in turn, `asked` is what came."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.asked.append(({name.lower(): said for name, said in self.headers.items()}, json.loads(body)))
            status, answer = self.server.answers.pop(0) if self.server.answers else (200, {})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answers = [], []
    server.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_same_reason_is_written_once():
    write()
    write()

    assert OutboxMessage.objects.count() == 1


def test_a_message_leaves_once_and_is_marked():
    write()

    assert [send_due(now()), send_due(now())] == [1, 0]
    assert (only().state, len(mail.outbox)) == ("sent", 1)


def test_a_channel_that_is_down_is_tried_again_later_each_time_and_then_parked(monkeypatch):
    failing(monkeypatch, SMTPServerDisconnected("weg"))
    write()
    at, waits = now(), []

    while only().state == "queued":
        send_due(at)
        waits.append((only().next_try_at - at).total_seconds())
        at = only().next_try_at

    assert waits == [*PAUSES, PAUSES[-1]]
    assert (only().state, only().error, only().tries) == ("failed", "weg", len(PAUSES) + 1)


@pytest.mark.parametrize(
    "trouble", [SMTPRecipientsRefused({"ai@example.test": (550, b"unknown")}), RuntimeError("poison")]
)
def test_what_trying_again_would_not_change_is_parked_at_once_and_holds_up_nobody(monkeypatch, trouble):
    write("bad")
    write("good")
    sent = EmailBackend.send_messages
    calls = iter([trouble, None])

    def send(self, messages):
        if found := next(calls):
            raise found
        return sent(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)

    send_due(now())

    assert dict(OutboxMessage.objects.values_list("key", "state")) == {"bad": "failed", "good": "sent"}


def test_a_recipient_refused_for_now_is_tried_again(monkeypatch):
    failing(monkeypatch, SMTPRecipientsRefused({"ai@example.test": (450, b"greylisted")}))
    write()

    send_due(now())

    assert only().state == "queued"


def test_a_header_that_is_none_is_parked():
    write()
    OutboxMessage.objects.update(to="a@example.test\nBcc: b@example.test")

    send_due(now())

    assert only().state == "failed"
    assert not mail.outbox


def test_a_parked_message_is_sent_again_with_a_record_and_no_other_is():
    write()
    operator = UserFactory()
    OutboxMessage.objects.update(state="failed", error="weg", tries=6)

    record = retry(only(), by=operator)

    assert (record.by, record.error) == (operator, "weg")
    assert send_due(now() + timedelta(seconds=1)) == 1
    with pytest.raises(services.NotParked):
        retry(only(), by=operator)


# By phone


def test_without_an_address_and_without_a_configured_channel_nothing_is_written():
    write(email="", phone="+84912345678")

    assert not OutboxMessage.objects.exists()


def test_a_channel_without_configuration_is_never_chosen(settings):
    assert way_to("order_placed", email="", phone="+84912345678") is None

    settings.SMS_URL, settings.SMS_KEY = URL, "k"
    assert way_to("order_placed", email="", phone="+84912345678")[0].code == "sms"
    settings.ZALO_TOKEN, settings.ZALO_TEMPLATES = "t", {"order_placed": "7"}
    assert way_to("order_placed", email="", phone="+84912345678")[0].code == "zalo"
    assert way_to("order_paid", email="", phone="+84912345678")[0].code == "sms"
    assert way_to("order_placed", email="a@b.test", phone="+84912345678")[0].code == "mail"


def test_a_buyer_without_an_address_is_told_by_sms_where_that_is_configured(settings, gateway):
    settings.SMS_URL, settings.SMS_KEY = gateway.url, "key"
    order = order_of(basket_of(ProductFactory()), to=delivery(email=""))

    send_due(now())

    message = OutboxMessage.objects.get(channel="sms")
    headers, body = gateway.asked[0]
    assert (message.state, message.to) == ("sent", "+84912345678")
    assert order.number in body["text"]
    assert "/don-hang/" in body["text"]
    assert headers["authorization"].startswith("Bearer ")


def test_zalo_is_told_the_template_and_the_phone(settings, gateway):
    settings.ZALO_URL, settings.ZALO_TOKEN, settings.ZALO_TEMPLATES = gateway.url, "t", {"news_confirm": "77"}
    write(email="", phone="+84912345678")

    send_due(now())

    headers, body = gateway.asked[0]
    assert (body["phone"], body["template_id"], body["tracking_id"]) == ("84912345678", "77", "k")
    assert headers["access_token"] == "t"
    assert only().state == "sent"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((500, {}), "queued"),
        ((429, {}), "queued"),
        ((400, {}), "failed"),
        ((200, {"error": -124}), "queued"),
        ((200, {"error": -108}), "failed"),
    ],
)
def test_what_zalo_answers_decides_whether_it_is_asked_again(settings, gateway, answer, state):
    settings.ZALO_URL, settings.ZALO_TOKEN, settings.ZALO_TEMPLATES = gateway.url, "t", {"news_confirm": "77"}
    gateway.answers.append(answer)
    write(email="", phone="+84912345678")

    send_due(now())

    assert only().state == state


def test_a_provider_that_is_not_there_is_down_and_a_refusal_is_final(gateway):
    gateway.answers.append((404, {}))

    with pytest.raises(Undeliverable):
        post_json(gateway.url, {}, {})
    with pytest.raises(ChannelDown):
        post_json("http://127.0.0.1:9/", {}, {})


# Languages


@pytest.mark.parametrize(("language", "words"), [("vi", "Kiện hàng mới"), ("en", "New parcel")])
def test_a_producer_is_written_to_in_its_language(language, words):
    order = order_of(basket_of(ProductFactory(owner=ProducerFactory(language=language))))
    OutboxMessage.objects.all().delete()

    tell_producers(order)

    assert words in only().subject
    assert ("/en/kenh-nha-san-xuat/" in only().text) == (language == "en")


def test_a_reminder_is_in_the_producers_language_with_a_way_out(today):
    owner = ProducerFactory(language="en")
    product = ProductFactory(owner=owner, certified=False)
    CertificateFactory(product=product, valid_until=today + timedelta(days=30))

    send_reminders(now())

    assert only().language == "en"
    assert "days left" in only().subject
    assert "/en/nhan-tin/" in only().text


def test_a_buyers_mail_is_in_the_language_of_the_order():
    order = order_of()
    OutboxMessage.objects.all().delete()
    order.language = "en"

    tell_buyer_placed(order)

    assert only().language == "en"


# Consent


def test_what_is_about_an_order_needs_no_consent_and_carries_no_way_out():
    consents.record(consents.NEWS, "khach@example.test", is_given=False, language="vi", source="test")

    order_of()

    message = OutboxMessage.objects.get(kind="order_placed")
    assert message.stop_url == ""


def test_news_go_only_to_who_said_yes_and_until_a_no():
    def told(key):
        enqueue_mail(
            "news_confirm", key=key, to="Ai@example.test", language="vi", context={"url": URL}, purpose=consents.NEWS
        )
        return OutboxMessage.objects.filter(key=key).exists()

    before = told("1")
    consents.record(consents.NEWS, "ai@example.test", is_given=True, language="vi", source="test")
    after = told("2")
    consents.record(consents.NEWS, "AI@example.test", is_given=False, language="vi", source="test")

    assert (before, after, told("3")) == (False, True, False)


def test_a_way_out_stands_in_the_text_and_in_the_header():
    enqueue_mail(
        "news_confirm", key="1", to="a@b.test", language="vi", context={"url": URL}, purpose=consents.REMINDERS
    )

    send_due(now())

    (sent,) = mail.outbox
    assert only().stop_url in sent.body
    assert sent.extra_headers["List-Unsubscribe"] == f"<{only().stop_url}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_reading_the_link_changes_nothing_and_one_post_without_a_cookie_stops(client):
    link = path_of(consents.link(consents.REMINDERS, "ai@example.test", language="vi"))

    shown = client.get(link)
    still = consents.may_write(consents.REMINDERS, "ai@example.test")
    client.post(link, {"List-Unsubscribe": "One-Click"})

    assert shown.status_code == 200
    assert still
    assert not consents.may_write(consents.REMINDERS, "ai@example.test")


def test_a_link_that_is_not_ours_is_not_found(client):
    assert client.get(f"{NEWS_PAGE}gia-mao/").status_code == 404
    assert client.post(f"{NEWS_PAGE}gia-mao/").status_code == 404


def test_saying_yes_takes_a_tick_a_mail_and_a_click(client):
    cache.clear()
    page = client.get(NEWS_PAGE).content.decode()
    unticked = client.post(NEWS_PAGE, {"email": "ai@example.test"})
    asked = client.post(NEWS_PAGE, {"email": "ai@example.test", "agree": "on"})
    before = consents.may_write(consents.NEWS, "ai@example.test")

    client.post(path_of(only().text.split("\n")[1].strip()))

    kept = Consent.objects.get()
    assert "checked" not in page
    assert (unticked.status_code, asked.status_code, before) == (422, 200, False)
    assert consents.may_write(consents.NEWS, "ai@example.test")
    assert (kept.text_version, kept.is_given, "ưu đãi" in kept.text) == (consents.VERSION, True, True)


def test_nobody_floods_a_mailbox_with_confirmations(client):
    cache.clear()

    statuses = [client.post(NEWS_PAGE, {"email": "ai@example.test", "agree": "on"}).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [429]
    assert OutboxMessage.objects.count() == 1
    cache.clear()


def test_the_same_answer_twice_is_kept_once():
    for _ in range(2):
        consents.record(consents.NEWS, "ai@example.test", is_given=True, language="en", source="test")

    assert "offers" in Consent.objects.get().text
