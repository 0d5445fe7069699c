"""I16, I17: what is paid out to producers, and the steps of refunds, payouts and returns."""

import itertools

import pytest
from django.db.models import Sum
from django.utils.timezone import now

from marketplace.ledger import payouts
from marketplace.ledger.models import Payout
from marketplace.order import states
from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnRequest
from marketplace.order.services import (
    call_off,
    complete_delivered,
)
from marketplace.order.services.returns import _step as step_return
from marketplace.order.services.returns import ask_for_return, refund_pieces, settle_return
from marketplace.payment.models import Refund
from marketplace.payment.paybacks import record_refund
from marketplace.payment.refunds import request_refund, step_refund
from tests.factories import UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import (
    WEEK,
    account_of,
    all_pieces,
    balance,
    card_order,
    completed,
    delivered,
    draft,
    owed_to,
    product_at,
    sent,
    state,
)

pytestmark = pytest.mark.django_db


# I16 ------------------------------------------------------------------------------------------------


def test_i16_money_is_free_when_the_time_for_returns_is_over_and_not_before(settings):
    product = product_at(100_000, kind="company")
    account_of(product.owner)
    waiting, done = card_order(settings, product), card_order(settings, product)
    delivered(waiting.parcels.get())
    with pytest.raises(payouts.NothingToPay):
        payouts.draft_payouts()

    completed(done.parcels.get())

    assert draft(product.owner).amount == payouts.available(product.owner) + 95_000 == 95_000
    assert owed_to(product.owner) == 190_000


def test_i16_an_open_return_holds_the_money_of_its_parcel(settings):
    product = product_at()
    order = card_order(settings, product)
    parcel = delivered(order.parcels.get())
    ask_for_return(parcel, pieces=all_pieces(parcel), reason="mind", at=now())

    assert complete_delivered(now() + 5 * WEEK) == 0
    assert payouts.available(product.owner) == 0


def test_i16_the_same_posting_is_paid_out_once(settings):
    product = product_at()
    completed(card_order(settings, product).parcels.get())
    draft(product.owner)

    with pytest.raises(payouts.NothingToPay):
        payouts.draft_payouts()


def test_i16_a_payout_that_failed_frees_its_money_for_the_next(settings):
    product = product_at()
    completed(card_order(settings, product).parcels.get())
    first = sent(product.owner)

    payouts.fail_payout(first, reference="sai số tài khoản")

    assert draft(product.owner).amount == first.amount
    assert owed_to(product.owner) == first.amount


def test_i16_a_refund_after_the_payout_is_a_debt_that_the_next_payout_pays(settings):
    product = product_at(100_000, kind="company")
    parcel = completed(card_order(settings, product).parcels.get())
    payouts.settle_payout(sent(product.owner), reference="FT1", at=now())
    refund_pieces(parcel, all_pieces(parcel), reason="hỏng", by=None)
    debt = payouts.available(product.owner)
    with pytest.raises(payouts.NothingToPay):
        payouts.draft_payouts()

    completed(card_order(settings, (product, 3)).parcels.get())

    assert debt == -95_000
    assert draft(product.owner).amount == 3 * 95_000 - 95_000
    assert Payout.objects.aggregate(least=Sum("amount"))["least"] > 0


def test_i16_money_taken_back_after_the_draft_stops_its_approval(settings):
    product = product_at()
    parcel = completed(card_order(settings, product).parcels.get())
    payout = draft(product.owner)
    refund_pieces(parcel, all_pieces(parcel), reason="hỏng", by=None)

    with pytest.raises(payouts.MoreThanAvailable):
        payouts.approve_payout(payout)

    assert Payout.objects.get().state == "draft"


def test_i16_without_an_account_nothing_is_drawn_up(settings):
    product = product_at()
    completed(card_order(settings, product).parcels.get())

    with pytest.raises(payouts.NothingToPay):
        payouts.draft_payouts()


# I17 ------------------------------------------------------------------------------------------------
def a_refund(settings):
    return request_refund(card_order(settings, product_at()), amount=1_000, reason="thử")


def a_payout(settings):
    product = product_at()
    completed(card_order(settings, product).parcels.get())
    return draft(product.owner)


def a_return(settings):
    parcel = delivered(card_order(settings, product_at()).parcels.get())
    return ask_for_return(parcel, pieces=all_pieces(parcel), reason="mind", at=now())


MACHINES = {
    "refund": (a_refund, states.REFUND_STEPS, step_refund),
    "payout": (a_payout, states.PAYOUT_STEPS, payouts._step),
    "return": (a_return, states.RETURN_STEPS, step_return),
}
PAIRS = [(name, *pair) for name, (_, steps, _) in MACHINES.items() for pair in itertools.product(steps, repeat=2)]


@pytest.mark.parametrize(("machine", "before", "then"), PAIRS)
def test_i17_a_step_is_in_the_table_or_raises_and_changes_nothing(settings, machine, before, then):
    make, steps, step = MACHINES[machine]
    thing = make(settings)
    type(thing).objects.filter(pk=thing.pk).update(state=before)
    thing.refresh_from_db()

    if then in steps[before]:
        step(thing, then)
    else:
        with pytest.raises(states.IllegalTransition):
            step(thing, then)

    thing.refresh_from_db()
    assert thing.state == (then if then in steps[before] else before)


@pytest.mark.parametrize(
    "status", ["shipped", "delivered", "completed", "undeliverable", "returned", "lost", "rejected"]
)
def test_i17_what_has_left_is_not_called_off(settings, status):
    order = card_order(settings, (product_at(), 2))
    Parcel.objects.update(status=status)

    with pytest.raises(states.IllegalTransition):
        call_off(order.parcels.get(), pieces={order.lines.get().pk: 1})

    assert not Refund.objects.exists()
    assert order.lines.get().called_off == 0


def test_i17_a_refund_by_hand_is_recorded_once_and_only_where_a_person_sends_it(settings):
    clerk = UserFactory()
    order = order_of(basket_of((product_at(), 2)))
    parcel = delivered(order.parcels.get())
    refund_pieces(parcel, {parcel.lines.get().pk: 1}, reason="hỏng", by=clerk)
    refund = Refund.objects.by_hand().get()

    record_refund(refund, reference="FT26", by=clerk)

    assert state(order) == "partially_refunded"
    assert balance("bank") == -refund.amount
    with pytest.raises(states.IllegalTransition):
        record_refund(refund, reference="FT26", by=clerk)
    with pytest.raises(states.IllegalTransition):
        record_refund(a_refund(settings), reference="FT27", by=clerk)


def test_i17_a_return_is_settled_once(settings):
    wish = a_return(settings)

    settle_return(wish)

    with pytest.raises(states.IllegalTransition):
        settle_return(ReturnRequest.objects.get())
    assert Refund.objects.count() == 1
