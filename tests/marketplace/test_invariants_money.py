"""I5-I8, I15 of the money: what is told of it and what is booked agree to the đồng, whatever happens."""

import random

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate, now

from marketplace.ledger import payouts
from marketplace.ledger.models import Account, JournalEntry, PayoutAccount, Posting, Rate
from marketplace.order import states
from marketplace.order.models import Line, LineDiscount, Parcel
from marketplace.order.services import (
    NothingToRemit,
    NotThatMany,
    call_off,
    deliver_parcel,
    receive_parcel_back,
    record_remittance,
    reject_parcel,
    report_lost,
    report_undeliverable,
    send_parcel_back,
)
from marketplace.order.services.returns import refund_goodwill, refund_pieces
from marketplace.payment.models import Attempt, Refund
from marketplace.payment.providers.base import Snapshot
from marketplace.payment.refunds import NothingToRefund, request_refund, step_refund
from marketplace.payment.services import merge
from tests.factories import ProducerFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import (
    balance,
    card_order,
    completed,
    delivered,
    ledger_sum,
    owed_to,
    pay,
    product_at,
    provider_gives_back,
    sent,
    shipped,
    state,
)

pytestmark = pytest.mark.django_db


# I5 -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("short", "then"), [(1, "awaiting_payment"), (0, "paid")])
def test_i5_an_order_is_paid_when_all_of_it_was_captured_and_not_before(settings, short, then):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    order = order_of(basket_of(product_at()), method="card")

    merge(order.attempts.get(), Snapshot(state="open", captured=order.total - short))

    assert state(order) == then


def test_i5_an_order_on_delivery_is_paid_when_every_parcel_that_came_was_paid_for():
    order = order_of(basket_of(product_at(), product_at()))
    first, second = order.parcels.all()

    delivered(first)
    half = (state(order), order.attempts.get().captured)
    report_lost(shipped(second))

    assert half == ("cod_confirmed", first.total)
    assert (state(order), order.attempts.get().captured) == ("paid", first.total)


# I6 -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(10))
def test_i6_whatever_is_asked_back_never_exceeds_what_came_in(settings, seed):
    chance = random.Random(seed)
    order = card_order(settings, (product_at(33_333), 3), (product_at(71_429), 2))
    acts = [
        lambda: call_off(chance.choice(order.parcels.all()), pieces=None),
        lambda: call_off((line := chance.choice(order.lines.all())).parcel, pieces={line.pk: chance.randint(1, 2)}),
        lambda: request_refund(order, amount=chance.randint(1, order.total), reason="thử"),
        lambda: reject_parcel(chance.choice(order.parcels.all()), reason="hết hàng"),
        lambda: delivered(chance.choice(order.parcels.all())),
        lambda: refund_pieces(
            (line := chance.choice(order.lines.all())).parcel, {line.pk: 1}, reason="thử", with_shipping=True, by=None
        ),
    ]

    for _ in range(12):
        try:
            with transaction.atomic():
                chance.choice(acts)()
        except (states.IllegalTransition, NotThatMany, NothingToRefund):
            pass

        assert 0 <= Refund.objects.standing().total() <= Attempt.objects.get().captured
        assert ledger_sum() == 0


def test_i6_a_refund_that_failed_may_be_asked_for_again(settings):
    order = card_order(settings, product_at())
    refund = request_refund(order, amount=order.total, reason="thử")
    with pytest.raises(NothingToRefund):
        request_refund(order, amount=1, reason="thử")

    step_refund(refund, "failed")

    assert request_refund(order, amount=order.total, reason="thử lại").state == "requested"


def test_i6_money_that_went_back_without_our_asking_counts_too(settings):
    order = card_order(settings, product_at())
    provider_gives_back(order, order.total)

    with pytest.raises(NothingToRefund):
        request_refund(order, amount=1, reason="thử")


# I7 -------------------------------------------------------------------------------------------------
def test_i7_every_entry_and_the_whole_ledger_sum_to_zero_after_every_kind_of_event(settings):
    order = card_order(settings, (product_at(33_333), 3), (product_at(71_429), 2))
    first, second = order.parcels.all()
    call_off(first, pieces={first.lines.get().pk: 1})
    completed(first)
    refund_pieces(first, {first.lines.get().pk: 1}, reason="vỡ", with_shipping=True, by=None)
    refund_goodwill(order, amount=5_000, reason="giao chậm", by=None)
    send_parcel_back(report_undeliverable(shipped(second)))
    receive_parcel_back(second)
    provider_gives_back(order, Refund.objects.standing().total())

    assert not JournalEntry.objects.unbalanced().exists()
    assert ledger_sum() == 0
    assert balance("stripe_clearing") == order.total - Refund.objects.standing().total()
    assert balance("customer_payable", order=order) == 0


@pytest.mark.postgres
def test_i7_postgres_refuses_an_entry_that_does_not_sum_to_zero_even_without_our_code():
    entry = JournalEntry.objects.create(key="x", kind="test")
    Posting.objects.create(entry=entry, account=Account.objects.get(key="bank"), amount=5)

    with pytest.raises(DatabaseError, match="does not sum to zero"):
        connection.check_constraints()


@pytest.mark.sqlite
def test_i7_an_unbalanced_entry_is_found_where_the_database_does_not_refuse_it():
    entry = JournalEntry.objects.create(key="x", kind="test")
    Posting.objects.create(entry=entry, account=Account.objects.get(key="bank"), amount=5)

    assert list(JournalEntry.objects.unbalanced()) == [entry]


@pytest.mark.parametrize("act", ["update", "delete"])
@pytest.mark.parametrize("table", ["ledger_journalentry", "ledger_posting", "ledger_payoutaccount"])
def test_i7_the_database_refuses_to_change_what_was_booked(table, act):
    producer = ProducerFactory()
    PayoutAccount.objects.create(producer=producer, bank="VCB", number="1", holder="A")
    order_of(basket_of(product_at()))
    entry = JournalEntry.objects.create(key="x", kind="test")
    sides = Account.objects.filter(key__in=("bank", "refunds_payable"))
    Posting.objects.bulk_create(
        Posting(entry=entry, account=side, amount=n) for side, n in zip(sides, (5, -5), strict=True)
    )
    sql = {"update": f"UPDATE {table} SET id = id", "delete": f"DELETE FROM {table}"}[act]

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


# I8 -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["household", "cooperative"])
@pytest.mark.parametrize("price", [33_333, 100_000, 99_999])
def test_i8_a_delivered_order_is_shared_out_to_the_dong(settings, kind, price):
    product, other = product_at(price, kind=kind), product_at(71_429, kind="company")
    order = card_order(settings, (product, 3), other)

    for parcel in order.parcels.all():
        delivered(parcel)

    shares = (
        owed_to(product.owner) + owed_to(other.owner)
        - balance("platform_fee_income") - balance("tax_withheld", "vat") - balance("tax_withheld", "pit")
        - balance("shipping_clearing")
    )  # fmt: skip
    assert shares == order.total
    assert balance("customer_payable", order=order) == 0


def test_i8_a_household_is_withheld_from_and_a_company_is_not(settings):
    household, company = product_at(100_000, kind="household"), product_at(100_000, kind="company")
    order = card_order(settings, household, company)

    for parcel in order.parcels.all():
        delivered(parcel)

    assert owed_to(household.owner) == 100_000 - 5_000 - 1_000 - 500
    assert owed_to(company.owner) == 100_000 - 5_000
    assert (balance("tax_withheld", "vat"), balance("tax_withheld", "pit")) == (-1_000, -500)


def test_i8_the_rates_of_the_day_of_the_order_hold_whatever_comes_later(settings):
    product = product_at(100_000, kind="household")
    order = card_order(settings, product)
    Rate.objects.create(of="fee", seller="", since=localdate(), basis_points=900)
    Rate.objects.create(of="vat", seller="household", since=localdate(), basis_points=200)

    delivered(order.parcels.get())

    assert owed_to(product.owner) == 93_500


def test_i8_the_newest_rate_of_the_own_kind_goes_before_the_rate_for_all(today):
    Rate.objects.create(of="fee", seller="company", since=today, basis_points=300)

    assert Rate.objects.in_force(today, "company").fee == 300
    assert Rate.objects.in_force(today, "household") == (500, 100, 50)


def test_i8_a_voucher_of_the_platform_costs_the_producer_nothing(settings):
    product = product_at(100_000, kind="company")
    order = card_order(settings, product)
    line = order.lines.get()
    LineDiscount.objects.create(line=line, code="SAN", amount=10_000, funder="platform")
    Line.objects.filter(pk=line.pk).update(line_price_incl_tax=90_000, line_price_excl_tax=90_000)

    delivered(order.parcels.get())

    assert owed_to(product.owner) == 95_000
    assert balance("promotion_cost") == 10_000


@pytest.mark.parametrize("is_paid_out", [False, True])
def test_i8_a_return_takes_back_exactly_what_delivery_gave(settings, is_paid_out):
    product = product_at(33_333)
    order = card_order(settings, (product, 3))
    parcel = completed(order.parcels.get())
    before = owed_to(product.owner)
    if is_paid_out:
        payouts.settle_payout(sent(product.owner), reference="FT1", at=now())

    for _ in range(3):
        refund_pieces(parcel, {parcel.lines.get().pk: 1}, reason="hỏng", by=None)

    assert owed_to(product.owner) == (-before if is_paid_out else 0)
    assert balance("platform_fee_income") == balance("tax_withheld", "vat") == balance("tax_withheld", "pit") == 0
    assert -balance("customer_payable", order=order) == Refund.objects.standing().total() == 99_999


# I15 ------------------------------------------------------------------------------------------------
def test_i15_the_cash_of_the_parcels_is_the_orders_total_and_the_couriers_debt():
    order = order_of(basket_of((product_at(33_333), 2), product_at(71_429)))
    due = sum(parcel.cash_due for parcel in order.parcels.all())

    for parcel in order.parcels.all():
        delivered(parcel)

    assert due == order.total == balance("cod_receivable")


def test_i15_a_refused_parcel_asks_no_cash_and_owes_its_producer_nothing():
    product = product_at()
    parcel = order_of(basket_of(product)).parcels.get()

    send_parcel_back(report_undeliverable(shipped(parcel), reason="không nhận"))
    receive_parcel_back(parcel)

    assert Parcel.objects.get().cash_due == 0
    assert owed_to(product.owner) == balance("cod_receivable") == ledger_sum() == 0
    assert state(parcel.order) == "cancelled"


def test_i15_pieces_called_off_lower_the_cash_of_their_parcel_only():
    order = order_of(basket_of((product_at(33_333), 2), product_at(71_429)))
    first, second = order.parcels.all()

    call_off(first, pieces={first.lines.get().pk: 1})

    due = [parcel.cash_due for parcel in order.parcels.all()]
    assert due == [first.total - 33_333, second.total]


def test_i15_a_courier_remits_a_parcels_cash_once_and_keeps_its_fee():
    parcel = delivered(order_of(basket_of(product_at())).parcels.get())
    cash = parcel.total

    record_remittance(parcel, kept=20_000)

    assert (balance("cod_receivable"), balance("bank")) == (0, cash - 20_000)
    with pytest.raises(NothingToRemit):
        record_remittance(parcel)


@pytest.mark.parametrize("kept", [-1, 10_000_000])
def test_i15_a_courier_keeps_no_more_than_it_collected(kept):
    parcel = delivered(order_of(basket_of(product_at())).parcels.get())

    with pytest.raises(NothingToRemit):
        record_remittance(parcel, kept=kept)


def test_i7_a_capture_told_twice_is_booked_once(settings):
    pay(card_order(settings, product_at()))

    assert JournalEntry.objects.filter(kind="capture").count() == 1


def test_i8_a_parcel_on_its_way_arrives_though_the_platform_paid_all_of_it_back(settings):
    product = product_at(100_000, kind="company")
    order = card_order(settings, product)
    parcel = shipped(order.parcels.get())
    refund_goodwill(order, amount=order.total, reason="giao chậm", by=None)
    provider_gives_back(order, order.total)

    deliver_parcel(parcel)

    assert state(order) == "refunded"
    assert (owed_to(product.owner), balance("customer_payable", order=order)) == (95_000, 0)
