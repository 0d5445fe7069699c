"""Many at once, on PostgreSQL: refunds of one order, payouts of one producer."""

import threading

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils.timezone import now

from marketplace.ledger import payouts
from marketplace.ledger.models import Account, Payout, PayoutAccount, PayoutItem, Posting
from marketplace.order.services import NotThatMany, call_off
from marketplace.order.services.returns import refund_pieces
from marketplace.order.states import IllegalTransition
from marketplace.payment import refunds
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.refunds import NothingToRefund, request_refund
from tests.marketplace.money import balance, card_order, completed, delivered, ledger_sum, owed_to, product_at
from tests.marketplace.test_order_races import at_once

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
CLERKS = 8


def kinds(results):
    return sorted(type(result).__name__ for result in results)


def test_i6_refunds_asked_for_at_once_never_exceed_what_came_in(settings):
    order = card_order(settings, product_at(100_000))
    third = order.total // 3

    results = at_once([lambda: request_refund(order, amount=third, reason="thử")] * CLERKS)

    assert sum(isinstance(result, Refund) for result in results) == 3
    assert sum(isinstance(result, NothingToRefund) for result in results) == CLERKS - 3
    assert Refund.objects.standing().total() <= Attempt.objects.get().captured


def test_i6_without_the_sum_under_the_lock_the_same_clerks_give_back_too_much(settings, monkeypatch):
    """The negative control: everybody reads before anybody writes."""
    order = card_order(settings, product_at(100_000))
    monkeypatch.setattr(refunds, "refundable", lambda attempt: attempt.captured)

    at_once([lambda: request_refund(order, amount=order.total, reason="thử")] * CLERKS)

    assert Refund.objects.standing().total() > Attempt.objects.get().captured


def test_i6_two_people_calling_off_the_last_pieces_do_it_once(settings):
    order = card_order(settings, (product_at(50_000), 2))
    parcel, pieces = order.parcels.get(), {order.lines.get().pk: 2}

    results = at_once([lambda: call_off(parcel, pieces=pieces)] * CLERKS)

    assert sum(isinstance(result, int) for result in results) == 1
    assert {type(result) for result in results} == {int, IllegalTransition}
    assert Refund.objects.get().amount == order.total


def test_i6_a_delivered_piece_is_given_back_once(settings):
    order = card_order(settings, product_at(50_000))
    parcel, pieces = delivered(order.parcels.get()), {order.lines.get().pk: 1}

    results = at_once([lambda: refund_pieces(parcel, pieces, reason="vỡ", by=None)] * CLERKS)

    assert sum(isinstance(result, NotThatMany) for result in results) == CLERKS - 1
    assert ledger_sum() == balance("platform_fee_income") == 0


def producer_with_money(settings):
    """A producer with an account, and five parcels whose time for returns is over."""
    product = product_at(100_000, kind="company")
    PayoutAccount.objects.create(producer=product.owner, bank="VCB", number="1", holder="CTY")
    for _ in range(5):
        completed(card_order(settings, product).parcels.get())
    return product.owner


def drawn_twice():
    """Postings that stand in more than one live payout."""
    return (
        Posting.objects.filter(payout_items__is_live=True).count()
        - PayoutItem.objects.values("posting").distinct().count()
    )


def test_i16_batches_drawn_up_at_once_pay_every_posting_once(settings):
    producer = producer_with_money(settings)

    results = at_once([payouts.draft_payouts] * CLERKS)

    assert kinds(results) == ["NothingToPay"] * (CLERKS - 1) + ["PayoutBatch"]
    assert Payout.objects.get().amount == owed_to(producer) == 5 * 95_000
    assert drawn_twice() == 0


def test_i16_without_lock_and_promise_the_same_batches_pay_twice(settings, monkeypatch):
    """The negative control: what the test above would see if the rule were broken."""
    producer = producer_with_money(settings)
    barrier = threading.Barrier(CLERKS)
    look = payouts._draw_up

    def draw_up_after_all_have_looked(batch, owner):
        barrier.wait(30)
        return look(batch, owner)

    monkeypatch.setattr(payouts, "_lock_payables", lambda accounts: list(_accounts(accounts)))
    monkeypatch.setattr(payouts, "_draw_up", draw_up_after_all_have_looked)

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX posting_is_paid_out_once")

    at_once([payouts.draft_payouts] * CLERKS)

    assert Payout.objects.aggregate(sum=Sum("amount"))["sum"] > owed_to(producer)


def _accounts(accounts):
    return Account.objects.filter(pk__in=accounts).select_related("producer")


def test_i16_the_database_alone_keeps_a_posting_from_being_paid_twice(settings, monkeypatch):
    producer = producer_with_money(settings)
    monkeypatch.setattr(payouts, "_lock_payables", lambda accounts: list(_accounts(accounts)))

    at_once([payouts.draft_payouts] * CLERKS)

    assert Payout.objects.aggregate(sum=Sum("amount"))["sum"] == owed_to(producer)
    assert drawn_twice() == 0


def test_a_payout_is_settled_once_by_two_clicks(settings):
    producer = producer_with_money(settings)
    payout = payouts.draft_payouts().payouts.get()
    payouts.send_payout(payouts.approve_payout(payout))

    results = at_once([lambda: payouts.settle_payout(payout, reference="FT", at=now())] * 2)

    assert kinds(results) == ["IllegalTransition", "Payout"]
    assert owed_to(producer) == 0
