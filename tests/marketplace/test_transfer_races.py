"""Many at once, on PostgreSQL: one transfer told by all sources, money racing with the end of a hold, one phone."""

import random
import threading
from datetime import timedelta
from functools import partial

import pytest
from django.utils.timezone import now

from marketplace.order.models import Order
from marketplace.order.services import Refused, placement
from marketplace.partner.models import StockRecord
from marketplace.payment import bank, claims, cod_limits, services
from marketplace.payment.models import Attempt, BankMatch, BankTransaction, Refund
from tests.factories import ProductFactory, UserFactory
from tests.marketplace.banking import account as account
from tests.marketplace.banking import memo_of, notice, post, receive, told, transfer_order
from tests.marketplace.buying import basket_of, delivery, order_of
from tests.marketplace.test_order_races import at_once, order_total

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.needs("postgres"),
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("account"),
]


def troubles(results):
    return [result for result in results if isinstance(result, Exception)]


def owed_back():
    return Refund.objects.standing().total()


def test_i13_one_transfer_told_by_all_sources_at_once_is_one():
    order = transfer_order()
    body = notice(memo_of(order), order.total)
    row = told(memo_of(order), order.total, provider="csv", external_id="s", reference=body["referenceCode"])

    results = at_once([partial(post, body)] * 4 + [partial(bank.receive, row)] * 4)

    assert not troubles(results)
    assert [answer.status_code for answer in results[:4]] == [200] * 4
    assert BankTransaction.objects.count() == BankMatch.objects.count() == 1
    assert (Order.objects.get().payment_state, owed_back()) == ("paid", 0)


def test_i13_parts_that_come_at_once_pay_once():
    order = transfer_order()
    parts = [order.total // 4] * 3 + [order.total - 3 * (order.total // 4)]

    results = at_once([partial(receive, memo_of(order), part) for part in parts])

    assert not troubles(results)
    assert (Order.objects.get().payment_state, Attempt.objects.get().captured, owed_back()) == ("paid", order.total, 0)


@pytest.mark.parametrize("seed", range(6))
def test_i9_money_racing_with_the_end_of_the_hold_is_kept_with_the_goods_or_goes_back(seed):
    chance, order = random.Random(seed), transfer_order(left=2)
    late = now() + timedelta(hours=27)
    amounts = chance.choice([[order.total], [order.total + 5_000], [1_000, order.total - 1_000], [1_000]])
    acts = [partial(receive, memo_of(order), amount) for amount in amounts]
    acts += [partial(services.expire_overdue, late), partial(services.cancel_unpaid, order)]
    chance.shuffle(acts)

    results = at_once(acts)

    assert all(type(trouble).__name__ == "IllegalTransition" for trouble in troubles(results)), results
    attempt, state = Attempt.objects.get(), Order.objects.get().payment_state
    assert attempt.captured == sum(amounts)
    assert state in ("paid", "expired", "cancelled")
    assert attempt.captured - owed_back() == (order.total if state == "paid" else 0)
    assert StockRecord.objects.get().num_allocated == (2 if state == "paid" else 0)


def test_a_claim_confirmed_twice_at_once_counts_once():
    order = transfer_order()
    made = claims.claim(receive("x", order.total), kind="assign", order=order, by=UserFactory(), note="x")
    second, third = UserFactory(), UserFactory()

    results = at_once([partial(claims.confirm, made, by=person) for person in (second, third)] * 2)

    assert sum(isinstance(result, claims.AlreadyDecided) for result in results) == 3
    assert (BankMatch.objects.count(), Order.objects.get().payment_state) == (1, "paid")


def rush_of_one_phone():
    product = ProductFactory()
    baskets, to, total = [basket_of(product) for _ in range(8)], delivery(), order_total(product)
    return at_once([partial(order_of, basket, to, shown_total=total) for basket in baskets])


def test_i15_eight_orders_of_one_phone_at_once_are_two():
    results = rush_of_one_phone()

    assert Order.objects.count() == cod_limits.MAX_OPEN_ORDERS
    assert sum(isinstance(result, Refused) for result in results) == 6


def test_i15_without_the_phones_row_the_same_rush_passes_the_limit(monkeypatch):
    """The negative control: nobody waits, so everybody counts the same open orders."""
    everybody_counted, count = threading.Barrier(8), cod_limits.open_orders

    def count_and_wait(phone):
        found = count(phone)
        everybody_counted.wait(30)
        return found

    monkeypatch.setattr(cod_limits, "open_orders", count_and_wait)
    monkeypatch.setattr(placement, "hold_phone", lambda phone: None)
    monkeypatch.setattr(placement, "_hold_certificates", lambda products: None)

    rush_of_one_phone()

    assert Order.objects.count() == 8
