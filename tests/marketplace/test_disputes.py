"""Card payments that a buyer's bank takes back, and what the card's provider costs."""

import csv
import random
from datetime import timedelta
from io import StringIO

import pytest
from django.utils.timezone import localdate, now

from marketplace.dashboard.queues import counts
from marketplace.ledger import payouts
from marketplace.ledger.models import JournalEntry, Posting
from marketplace.ledger.sheets import sheet_of
from marketplace.notifications.models import OutboxMessage
from marketplace.order.services import call_off
from marketplace.order.services.returns import refund_pieces
from marketplace.payment import disputes, services
from marketplace.payment.models import Attempt, Dispute, MoneyAct, Refund
from marketplace.payment.refunds import NothingToRefund, request_refund
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import all_pieces, balance, completed, draft, ledger_sum, product_at, sent
from tests.marketplace.test_payment_card import double as double
from tests.marketplace.test_payment_card import events, pay, snapshot, state, tell
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
FEE = 350_000


@pytest.fixture
def product():
    return product_at(100_000, kind="company")


@pytest.fixture
def order(double, product):
    """Two pieces, paid by card at the double."""
    order = order_of(basket_of((product, 2)), method="card")
    services.sync(pay(double, order))
    return type(order).objects.get(pk=order.pk)


def charge(double):
    return next(iter(double.books.charges))


def disputed(double, client, **facts):
    """The buyer's bank takes the payment back, and the notice of it reaches us."""
    told = double.books.dispute(charge(double), **facts)
    hear(double, client)
    return Dispute.objects.get(reference=told["id"])


def hear(double, client, times=1, shuffle=None):
    notices = events(double) * times
    if shuffle is not None:
        random.Random(shuffle).shuffle(notices)
    for notice in notices:
        assert tell(client, notice).status_code == 200


def decided(double, client, dispute, *, won):
    double.books.decide_dispute(dispute.reference, won=won)
    hear(double, client)
    dispute.refresh_from_db()
    return dispute


def clearing_agrees(double):
    """I7: what our books hold at the card's provider is what its own books hold for us."""
    return balance("stripe_clearing") == double.books.balance() and ledger_sum() == 0


# The provider's fee


def test_i7_the_providers_fee_is_booked_once_and_the_books_agree(double, product, client):
    double.books.fee = (29, 5_000)
    order = order_of(basket_of((product, 2)), method="card")
    attempt = services.sync(pay(double, order))
    hear(double, client, times=2, shuffle=1)

    fee = attempt.captured * 29 // 1000 + 5_000
    assert Attempt.objects.get().fees == balance("provider_fees") == fee > 5_000
    assert clearing_agrees(double)


def test_a_fee_that_comes_later_is_asked_for(double, order):
    assert Attempt.objects.get().fees == 0
    move = double.books.balance_transactions[double.books.charges[charge(double)]["balance_transaction"]]
    move["fee"], move["net"] = 9_000, move["amount"] - 9_000

    services.ask_about_fees(now())

    assert balance("provider_fees") == 9_000
    assert clearing_agrees(double)


def test_a_fee_in_another_currency_counts_as_its_part_of_the_charge(double, product):
    order = order_of(basket_of((product, 2)), method="card")
    attempt = pay(double, order)
    move = double.books.balance_transactions[double.books.charges[charge(double)]["balance_transaction"]]
    move |= {"currency": "usd", "amount": 800, "fee": 40}  # cents

    assert services.sync(attempt).fees == round(order.total * 40 / 800)


# A dispute and the books


def test_a_dispute_is_kept_with_its_deadline_and_the_money_it_takes_leaves_our_books(double, order, client):
    dispute = disputed(double, client, reason="product_not_received")

    assert (dispute.state, dispute.amount, dispute.withheld, dispute.fee) == (
        "needs_answer",
        order.total,
        order.total,
        FEE,
    )
    assert timedelta(days=8) < dispute.due_by - now() < timedelta(days=10)
    assert dispute.spoken_reason == "Không nhận được hàng"
    assert balance("dispute_held") == order.total
    assert balance("dispute_loss") == 0
    assert state(order) == "paid"
    assert clearing_agrees(double)


def test_a_dispute_that_is_won_gives_the_money_back(double, order, client):
    dispute = decided(double, client, disputed(double, client), won=True)

    assert (dispute.state, dispute.withheld, dispute.lost) == ("won", 0, 0)
    assert balance("dispute_held") == balance("dispute_loss") == 0
    assert balance("provider_fees") == FEE
    assert clearing_agrees(double)


def test_a_dispute_that_is_lost_is_the_platforms_loss(double, order, client):
    dispute = decided(double, client, disputed(double, client), won=False)

    assert (dispute.state, dispute.lost) == ("lost", order.total)
    assert balance("dispute_loss") == order.total
    assert balance("dispute_held") == 0
    assert state(order) == "paid"
    assert clearing_agrees(double)


def test_a_loss_that_an_appeal_takes_back_is_none_any_more(double, order, client):
    dispute = decided(double, client, disputed(double, client), won=False)
    double.books.disputes[dispute.reference]["status"] = "appeal_under_review"
    disputes.look(now())
    dispute = decided(double, client, dispute, won=True)

    assert (dispute.state, dispute.lost) == ("won", 0)
    assert balance("dispute_loss") == balance("dispute_held") == 0
    assert clearing_agrees(double)


def test_an_inquiry_takes_no_money_and_ends_without_a_loss(double, order, client):
    dispute = disputed(double, client, is_inquiry=True)
    assert (dispute.is_open, dispute.withheld) == (True, 0)

    dispute = decided(double, client, dispute, won=False)

    assert (dispute.state, dispute.lost) == ("closed", 0)
    assert not JournalEntry.objects.filter(kind="dispute").exists()


@pytest.mark.parametrize("seed", range(3))
def test_i4_notices_of_a_dispute_in_any_order_and_number_end_the_same(double, order, client, seed):
    told = double.books.dispute(charge(double))
    double.books.answer_dispute(told["id"])
    double.books.decide_dispute(told["id"], won=bool(seed % 2))
    hear(double, client, times=3, shuffle=seed)
    before = [*snapshot(), list(Dispute.objects.values())]

    hear(double, client, times=2, shuffle=seed + 10)
    disputes.look(now())

    assert [*snapshot(), list(Dispute.objects.values())] == before
    assert clearing_agrees(double)


def test_a_dispute_whose_notices_were_all_lost_is_found(double, order):
    double.books.dispute(charge(double))

    disputes.look(now())

    assert Dispute.objects.get().is_open


def test_a_dispute_of_money_that_is_not_ours_is_only_logged(double, order, caplog):
    told = double.books.dispute(charge(double))
    told["payment_intent"] = "pi_somebody"

    disputes.look(now())

    assert not Dispute.objects.exists()
    assert "dispute of an unknown payment" in caplog.text


# Refunds beside a dispute


def test_no_refund_is_sent_while_the_bank_holds_the_money(double, order, client):
    disputed(double, client)
    request_refund(order, amount=50_000, reason="hỏng")

    services.submit_refunds()

    assert Refund.objects.get().state == "requested"
    assert not double.books.refunds


def test_after_a_dispute_that_was_won_the_waiting_refund_is_sent(double, order, client):
    dispute = disputed(double, client)
    request_refund(order, amount=50_000, reason="hỏng")
    decided(double, client, dispute, won=True)

    services.submit_refunds()

    assert Refund.objects.get().state == "succeeded"
    assert clearing_agrees(double)


def test_what_the_bank_gave_back_is_not_given_back_again(double, order, client):
    parcel = order.parcels.get()
    dispute = disputed(double, client)
    call_off(parcel, pieces={parcel.lines.get().pk: 1}, reason="một món")
    decided(double, client, dispute, won=False)

    call_off(parcel, reason="phần còn lại")
    services.submit_refunds()

    assert not double.books.refunds
    assert list(Refund.objects.values_list("state", "dispute")) == [("failed", dispute.pk)] * 2
    assert balance("customer_payable", order=order) == balance("dispute_loss") == 0
    with pytest.raises(NothingToRefund):
        request_refund(order, amount=1_000, reason="lần nữa")


def test_calling_off_after_a_lost_dispute_leaves_nobody_with_the_money(double, order, client):
    decided(double, client, disputed(double, client), won=False)

    call_off(order.parcels.get(), reason="khiếu nại")

    assert balance("customer_payable", order=order) == 0
    assert balance("dispute_loss") == 0  # nothing was delivered, so nothing was lost but the fee
    assert balance("provider_fees") == FEE
    assert clearing_agrees(double)


# Producers are not paid meanwhile


def test_an_open_dispute_holds_the_producers_money_until_the_bank_decides(double, order, product, client):
    completed(order.parcels.get())
    free = payouts.available(product.owner)

    dispute = disputed(double, client)
    held = (payouts.available(product.owner), Posting.objects.of_producer(product.owner).disputed().credit())
    decided(double, client, dispute, won=False)

    assert free > 0
    assert held == (0, free)
    assert payouts.available(product.owner) == free


def test_a_payout_drawn_up_before_the_dispute_is_neither_approved_nor_sent(double, order, product, client):
    completed(order.parcels.get())
    payout = draft(product.owner)
    dispute = disputed(double, client)

    with pytest.raises(payouts.Disputed):
        payouts.approve_payout(payout)

    decided(double, client, dispute, won=True)
    approved = payouts.approve_payout(payout)
    double.books.dispute(charge(double))
    hear(double, client)
    with pytest.raises(payouts.Disputed):
        payouts.send_payout(approved)


def test_other_orders_of_the_producer_are_paid_all_the_same(double, order, product, client):
    completed(order.parcels.get())
    other = order_of(basket_of(product), method="card")
    services.sync(pay(double, other))
    completed(other.parcels.get())
    disputed(double, client)

    assert draft(product.owner).amount == payouts.available(product.owner) + 95_000 == 95_000


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_settlement_sheet_says_so_on_the_page_and_in_its_files(double, order, product, client, language):
    completed(order.parcels.get())
    disputed(double, client)
    browser, start = member_of(product.owner), "/en" if language == "en" else ""
    browser.cookies["django_language"] = language

    page = browser.get(f"{start}/kenh-nha-san-xuat/doi-soat/").content.decode()
    file = browser.get(f"{start}/kenh-nha-san-xuat/doi-soat/tep.csv")

    words = {"vi": "Tạm giữ: khiếu nại thẻ", "en": "On hold: card dispute"}[language]
    assert page.count(words) == 2
    assert file.status_code != 200 or words in list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))[1]


def test_a_payout_that_left_before_the_dispute_is_not_called_held(double, order, product, client):
    completed(order.parcels.get())
    payouts.settle_payout(sent(product.owner), reference="FT1", at=now())
    disputed(double, client)

    [row] = sheet_of(product.owner, localdate().replace(day=1)).rows

    assert (row.is_held, row.paid_at is not None) == (False, True)


def test_producers_are_told_when_it_begins_and_how_it_ends(double, order, client):
    dispute = disputed(double, client)
    decided(double, client, dispute, won=False)
    disputes.look(now())

    kinds = OutboxMessage.objects.filter(kind__startswith="dispute").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["dispute_open", "dispute_ended"]


# The desk


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_queue_shows_open_disputes_with_their_deadline_and_then_how_they_ended(double, order, desk, language):
    desk.cookies["django_language"] = language
    dispute = disputed(double, desk)
    waiting = desk.get("/quan-tri/hang-doi/khieu-nai/").content.decode()
    assert {queue.slug: count for queue, count in counts()}["khieu-nai"] == 1

    decided(double, desk, dispute, won=False)
    done = desk.get("/quan-tri/hang-doi/khieu-nai/").content.decode()

    assert f"{dispute.due_by.astimezone():%d/%m/%Y}" in waiting
    assert {"vi": "Ta thua", "en": "We lost"}[language] in done
    assert {queue.slug: count for queue, count in counts()}["khieu-nai"] == 0


def test_what_was_done_about_a_dispute_stands_in_the_journal(double, order, desk):
    dispute = disputed(double, desk)
    address = f"/quan-tri/hang-doi/khieu-nai/{dispute.pk}/"

    desk.post(address, {"note": "đã gửi phiếu giao hàng"})

    assert MoneyAct.objects.get().note == f"{dispute}: đã gửi phiếu giao hàng"
    page = desk.get(address).content.decode()
    assert "đã gửi phiếu giao hàng" in page
    assert order.number in page


def test_the_payouts_page_names_what_is_held(double, order, product, desk):
    completed(order.parcels.get())
    disputed(double, desk)

    assert "Tạm giữ vì khiếu nại thẻ" in desk.get("/quan-tri/chi-tra/").content.decode()


def test_returned_goods_after_a_lost_dispute_lower_the_loss(double, order, product, client):
    parcel = completed(order.parcels.get())
    decided(double, client, disputed(double, client), won=False)
    before = balance("dispute_loss")

    refund_pieces(parcel, all_pieces(parcel), reason="hỏng", by=None)

    assert before - balance("dispute_loss") == parcel.goods
    assert not double.books.refunds
