"""Where money goes back to that cannot go back to a card: said by the buyer, read by who sends it, then forgotten."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from marketplace.notifications.models import OutboxMessage
from marketplace.order.services import call_off
from marketplace.order.services.refund_accounts import save_refund_account
from marketplace.payment.jobs import forget_refund_accounts
from marketplace.payment.models import Refund, RefundAccount
from marketplace.payment.paybacks import record_refund
from tests.factories import UserFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import memo_of, receive, transfer_order
from tests.marketplace.cms import in_group
from tests.marketplace.money import card_order, product_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]
TYPED = {"bank": "Vietcombank", "number": "0011 0012 34567", "holder": "Nguyễn Thị Kiểm"}
KEPT = {"bank": "Vietcombank", "number": "0011001234567", "holder": "NGUYEN THI KIEM"}


@pytest.fixture
def order():
    """Paid by transfer and called off: its money waits to be sent back."""
    order = transfer_order()
    receive(memo_of(order), order.total)
    call_off(order.parcels.get(), reason="đổi ý")
    return order


def buyer_of(order):
    client = Client()
    client.post("/don-hang/", {"number": order.number, "phone": order.phone})
    return client


def page(order):
    return f"/don-hang/{order.number}/tai-khoan-hoan/"


def kept():
    return RefundAccount.objects.values("bank", "number", "holder").get()


@pytest.mark.parametrize(
    ("start", "words"), [("", "Tiền hoàn về tài khoản nào?"), ("/en", "Where shall the refund go?")]
)
def test_the_order_page_asks_where_the_money_goes_and_then_shows_it_masked(order, start, words):
    client = buyer_of(order)
    before = client.get(f"{start}/don-hang/{order.number}/").content.decode()

    client.post(start + page(order), TYPED)
    after = client.get(f"{start}/don-hang/{order.number}/").content.decode()

    assert words in before
    assert "Vietcombank •••• 4567" in after
    assert KEPT["number"] not in after
    assert kept() == KEPT


def test_the_buyer_is_told_by_mail_without_the_number(order):
    buyer_of(order).post(page(order), TYPED)

    mail = OutboxMessage.objects.get(kind="refund_account")
    assert "•••• 4567" in mail.text
    assert KEPT["number"] not in mail.text + mail.html


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "12345"},
        {"number": "1" * 20},
        {"number": "٠١٢٣٤٥٦٧"},
        {"number": "=1+1"},
        {"bank": ""},
        {"bank": "=HYPERLINK"},
        {"holder": "  "},
        {"holder": "x" * 81},
    ],
)
def test_an_account_that_cannot_be_is_refused_with_a_sentence(order, wrong):
    answer = buyer_of(order).post(page(order), TYPED | wrong)

    assert answer.status_code == 422
    assert not RefundAccount.objects.exists()


def test_it_is_the_buyers_alone(order):
    stranger = Client()

    asked, sent = stranger.get(page(order)), stranger.post(page(order), TYPED)

    assert asked.url == sent.url == f"/don-hang/{order.number}/"
    assert not RefundAccount.objects.exists()


def test_an_order_without_money_to_send_by_hand_asks_for_no_account(settings):
    order = card_order(settings, product_at())
    call_off(order.parcels.get(), reason="đổi ý")
    client = buyer_of(order)

    assert client.post(page(order), TYPED).url == f"/don-hang/{order.number}/"
    assert "tai-khoan-hoan" not in client.get(f"/don-hang/{order.number}/").content.decode()
    assert not RefundAccount.objects.exists()


def test_who_sends_the_money_reads_the_account_in_the_queue(order, client):
    client.force_login(in_group("operator"))
    asked = Refund.objects.get()
    before = client.get(f"/quan-tri/hang-doi/hoan/{asked.pk}/").content.decode()

    save_refund_account(order, **KEPT, at=now())
    rows, shown = client.get("/quan-tri/hang-doi/hoan-tien/"), client.get(f"/quan-tri/hang-doi/hoan/{asked.pk}/")

    assert "Người mua chưa khai tài khoản" in before
    assert "Vietcombank •••• 4567" in rows.content.decode()
    assert "0011001234567" in shown.content.decode()


def test_it_is_forgotten_two_months_after_it_was_said_but_not_while_money_waits(order):
    save_refund_account(order, **KEPT, at=now() - timedelta(days=61))
    forget_refund_accounts(now())
    waiting = RefundAccount.objects.exists()

    record_refund(Refund.objects.get(), reference="FT9", by=UserFactory())
    forget_refund_accounts(now())

    assert (waiting, RefundAccount.objects.exists()) == (True, False)
