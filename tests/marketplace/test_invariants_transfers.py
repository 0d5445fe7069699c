"""I4-I6, I9, I11, I13 of transfers, under the names of PAYMENTS.md section 10."""

import random
import time
from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from catalogue.services import revoke_certificate
from marketplace.ledger.models import JournalEntry, Posting
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order
from marketplace.order.services import Refused
from marketplace.partner.models import StockRecord
from marketplace.payment import bank, sepay, services
from marketplace.payment.models import Attempt, BankMatch, BankTransaction, Refund
from marketplace.payment.refunds import request_refund
from tests.factories import ProductFactory
from tests.marketplace.banking import KEY, memo_of, notice, post, receive, told, transfer_order
from tests.marketplace.banking import account as account
from tests.marketplace.buying import basket_of, delivery, order_of
from tests.marketplace.money import state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]


@pytest.fixture
def order():
    return transfer_order()


def snapshot():
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            Order,
            Attempt,
            JournalEntry,
            Posting,
            OutboxMessage,
            StockRecord,
            BankTransaction,
            BankMatch,
            Refund,
        )
    ]


def owed_back(order):
    return Refund.objects.filter(attempt__order=order).standing().total()


def test_i5_the_exact_transfer_pays_the_order_and_tells_everybody_once(order):
    receive(f"MBVCB.1.{memo_of(order)}.CT tu 001", order.total)

    assert state(order) == "paid"
    assert Attempt.objects.get().state == "succeeded"
    kinds = sorted(OutboxMessage.objects.values_list("kind", flat=True))
    assert kinds == ["new_parcel", "order_paid", "order_placed"]


def test_i5_money_without_a_memo_pays_nothing_however_well_the_amount_fits(order):
    receive("chuyen tien mua hang", order.total)

    assert state(order) == "awaiting_payment"
    assert BankTransaction.objects.unmatched().count() == 1


def test_i5_an_order_is_paid_only_when_the_whole_total_has_come(order):
    receive(memo_of(order), order.total - 1)

    assert state(order) == "awaiting_payment"
    assert Attempt.objects.get().state == "open"


def test_i5_i13_a_surplus_stands_in_the_queue_of_refunds_and_changes_nothing_else(order):
    receive(memo_of(order), order.total + 7_000)

    refund = Refund.objects.get()
    assert (state(order), refund.amount, refund.state) == ("paid", 7_000, "requested")
    assert list(Attempt.objects.overpaid()) == [Attempt.objects.get()]


def test_i5_a_surplus_that_went_back_leaves_the_order_paid(order):
    receive(memo_of(order), order.total + 7_000)
    Refund.objects.update(state="succeeded")

    services.sync(Attempt.objects.get())

    assert state(order) == "paid"


def test_i5_a_second_payment_of_a_paid_order_goes_back_whole(order):
    receive(memo_of(order), order.total)
    receive(memo_of(order), order.total)

    assert (state(order), owed_back(order)) == ("paid", order.total)


def test_i13_the_same_transfer_told_five_times_is_one(order):
    body = notice(f"MBVCB {memo_of(order)}", order.total)
    answers = [post(body) for _ in range(3)]
    by_statement = told(
        body["content"], order.total, provider="csv", external_id="s1", reference=body["referenceCode"].lower()
    )

    for _ in range(2):
        bank.receive(by_statement)

    assert {answer.status_code for answer in answers} == {200}
    assert answers[0].json() == {"success": True}
    assert BankTransaction.objects.count() == BankMatch.objects.count() == 1
    assert (state(order), owed_back(order)) == ("paid", 0)


@pytest.mark.parametrize("missing", ["webhook", "statement"])
def test_i13_a_transfer_whose_reference_one_source_does_not_know_is_still_one(order, missing):
    content = f"CT DEN: {memo_of(order)}"
    by_webhook, by_statement = ("", "FT5") if missing == "webhook" else ("FT5", "")

    receive(content, order.total, reference=by_webhook)
    receive(content.lower(), order.total, provider="csv", external_id="s", reference=by_statement)

    assert BankTransaction.objects.count() == 1


def test_i13_two_equal_transfers_that_one_source_tells_apart_are_two(order):
    half = order.total // 2
    receive(memo_of(order), half, reference="")
    receive(memo_of(order), order.total - half, reference="")

    assert BankTransaction.objects.count() == 2
    assert state(order) == "paid"


def test_i13_a_part_is_told_to_the_buyer_and_the_rest_pays(order):
    receive(memo_of(order), 100_000)
    part = state(order)
    mail = OutboxMessage.objects.get(kind="transfer_short")
    receive(memo_of(order), order.total - 100_000)

    assert (part, state(order)) == ("awaiting_payment", "paid")
    assert f"{order.total - 100_000:,}".replace(",", ".") in mail.text
    assert owed_back(order) == 0


@pytest.mark.parametrize("content", ["{}", "IBFT {}GD 998877", "chuyển khoản {} cảm ơn shop"])
@pytest.mark.parametrize("way", [str, str.lower, " ".join])
def test_i13_the_memo_is_found_inside_noisy_text(order, content, way):
    receive(content.format(way(memo_of(order))), order.total)

    assert state(order) == "paid"


def test_i13_a_wrong_check_symbol_matches_nothing(order):
    memo = memo_of(order)
    receive(memo[:-1] + ("2" if memo[-1] != "2" else "3"), order.total)

    assert state(order) == "awaiting_payment"
    assert BankTransaction.objects.unmatched().count() == 1


def test_i13_a_transfer_that_names_two_orders_waits_for_a_person(order):
    other = transfer_order(to=delivery())

    receive(f"{memo_of(order)} va {memo_of(other)}", order.total)

    assert {state(order), state(other)} == {"awaiting_payment"}


def test_i13_a_transfer_to_another_account_pays_nothing(order):
    receive(memo_of(order), order.total, account="999")

    assert state(order) == "awaiting_payment"


@pytest.mark.parametrize("seed", range(5))
def test_i4_notices_in_any_order_any_number_of_times_end_the_same(order, seed):
    parts = [notice(memo_of(order), amount) for amount in (50_000, 60_000, order.total - 110_000)]
    shuffled = parts * 3
    random.Random(seed).shuffle(shuffled)
    for body in shuffled:
        post(body)
    settled = snapshot()

    for body in shuffled:
        post(body)
    bank.match_waiting()
    services.sync(Attempt.objects.get())

    assert state(order) == "paid"
    assert snapshot() == settled


def test_i4_what_was_kept_but_not_counted_is_counted_by_the_clockwork(order, monkeypatch):
    monkeypatch.setattr(bank, "match", lambda kept: None)
    receive(memo_of(order), order.total)
    monkeypatch.undo()

    bank.match_waiting()

    assert state(order) == "paid"


def test_i9_a_hold_stands_two_hours_longer_than_its_day_for_banks_that_tell_late(order):
    assert services.expire_overdue(order.hold_until + timedelta(minutes=119)) == 0
    assert services.expire_overdue(order.hold_until + timedelta(minutes=121)) == 1
    assert state(order) == "expired"
    assert StockRecord.objects.get().num_allocated == 0


def test_i9_money_that_was_kept_but_not_counted_when_the_hold_ends_keeps_the_order(order, monkeypatch):
    monkeypatch.setattr(bank, "match", lambda kept: None)
    receive(memo_of(order), order.total)
    monkeypatch.undo()

    services.expire_overdue(now() + timedelta(hours=27))
    bank.match_waiting()

    assert state(order) == "paid"
    assert StockRecord.objects.get().num_allocated == 2


@pytest.mark.parametrize(("left", "then", "back"), [(20, "paid", 0), (0, "expired", 1)])
def test_i9_late_money_gets_the_goods_or_goes_back(order, left, then, back):
    services.expire_overdue(now() + timedelta(hours=27))
    StockRecord.objects.update(num_in_stock=left)

    receive(memo_of(order), order.total)

    assert (state(order), owed_back(order)) == (then, back * order.total)
    assert StockRecord.objects.get().num_allocated == (2 if then == "paid" else 0)


def test_i9_late_money_does_not_bring_back_what_lost_its_certificate(order):
    services.expire_overdue(now() + timedelta(hours=27))
    certificate = order.lines.get().product.certificates.get()
    revoke_certificate(certificate, ground="a", decision_number="1/QĐ", on=localdate())

    receive(memo_of(order), order.total)

    assert (state(order), owed_back(order)) == ("expired", order.total)


def test_i9_a_part_that_came_goes_back_when_the_hold_ends(order):
    receive(memo_of(order), 100_000)

    services.expire_overdue(now() + timedelta(hours=27))

    assert (state(order), owed_back(order)) == ("expired", 100_000)
    assert list(Attempt.objects.late()) == [Attempt.objects.get()]


def test_i9_a_part_that_comes_after_the_end_goes_back(order):
    services.expire_overdue(now() + timedelta(hours=27))

    receive(memo_of(order), 100_000)

    assert (state(order), owed_back(order)) == ("expired", 100_000)


@pytest.mark.parametrize("seed", range(12))
def test_i9_never_ended_with_money_and_no_refund_in_any_interleaving(order, seed):
    chance = random.Random(seed)
    acts = [
        lambda: receive(memo_of(order), chance.choice([50_000, order.total, order.total + 3_000])),
        lambda: receive(memo_of(order), chance.choice([1_000, order.total])),
        lambda: services.expire_overdue(now() + timedelta(hours=27)),
        lambda: services.cancel_unpaid(order) if state(order) == "awaiting_payment" else None,
        lambda: StockRecord.objects.update(num_in_stock=chance.choice([2, 20])),
    ]
    for act in chance.choices(acts, k=7):
        act()

    attempt, ended = Attempt.objects.get(), state(order)
    kept = {"paid": order.total, "awaiting_payment": attempt.captured}.get(ended, 0)
    assert attempt.captured - owed_back(order) == kept
    assert StockRecord.objects.get().num_allocated == (0 if ended in ("expired", "cancelled") else 2)


def test_i6_no_more_than_came_is_ever_asked_back(order):
    receive(memo_of(order), order.total + 5_000)

    with pytest.raises(Exception, match="order"):
        request_refund(order, amount=order.total + 1, reason="x")

    assert owed_back(order) == 5_000


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": ""},
        {"authorization": "Apikey "},
        {"authorization": "Apikey sai"},
        {"authorization": f"Bearer {KEY}"},
        {"X-SePay-Signature": "sha256=00", "X-SePay-Timestamp": "0"},
        {"X-SePay-Signature": "sha256=00"},
        {"X-SePay-Signature": "đ", "X-SePay-Timestamp": "²"},
    ],
    ids=str,
)
def test_i11_a_bank_notice_without_our_key_is_refused_and_changes_nothing(order, headers):
    before = snapshot()

    assert post(notice(memo_of(order), order.total), **headers).status_code == 401
    assert snapshot() == before


@pytest.mark.parametrize(("secret", "age", "status"), [(KEY, 0, 200), (KEY, 301, 401), ("khac", 0, 401)])
def test_i11_a_signed_bank_notice_counts_for_five_minutes(order, secret, age, status):
    import json

    body, timestamp = json.dumps(notice(memo_of(order), order.total)), str(int(time.time()) - age)
    signed = {
        "X-SePay-Signature": sepay.signature(body.encode(), timestamp, secret),
        "X-SePay-Timestamp": timestamp,
        "authorization": "",
    }

    assert post(body, **signed).status_code == status
    assert state(order) == ("paid" if status == 200 else "awaiting_payment")


def test_i11_without_a_key_of_ours_nothing_is_believed(order, settings):
    settings.BANK_WEBHOOK_KEY = ""

    assert post(notice(memo_of(order), order.total), key="").status_code == 401
    assert not BankTransaction.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "[]", "null", "1", "\xff", "[" * 100_000,
        {"transferType": "in"},
        {"transferType": "in", "transferAmount": -1},
        {"transferType": "in", "transferAmount": 0},
        {"transferType": "in", "transferAmount": 10.5},
        {"transferType": "in", "transferAmount": "nhiều"},
        {"transferType": "in", "transferAmount": True},
        {"transferType": "in", "transferAmount": 10**18},
        {"transferType": "in", "transactionDate": "hôm qua"},
        {"transferType": "in", "transactionDate": None},
        {"transferType": "in", "id": None},
        {"transferType": "in", "id": {}},
    ],
    ids=lambda body: str(body)[:40],
)  # fmt: skip
def test_i11_what_is_no_transfer_is_refused_in_words_and_kept_nowhere(body):
    if isinstance(body, dict) and len(body) > 1:
        body = notice("x", 5) | body

    assert post(body).status_code == 400
    assert not BankTransaction.objects.exists()


def test_i11_an_outgoing_transfer_is_heard_and_ignored():
    assert post(notice("luong", 5_000_000, transferType="out")).json() == {"success": True}
    assert not BankTransaction.objects.exists()


def test_i11_an_unknown_bank_provider_is_no_address(client):
    assert client.post("/webhooks/bank/khac/", "{}", content_type="application/json").status_code == 404


def test_a_transfer_of_half_a_billion_is_refused_with_the_reason():
    with pytest.raises(Refused, match=r"499\.999\.999"):
        order_of(basket_of(ProductFactory(stocked__price=500_000_000)), method="transfer")


def test_without_an_account_of_ours_no_transfer_is_offered(settings):
    settings.BANK_HOLDER = ""

    with pytest.raises(Refused, match="Hãy chọn"):
        order_of(method="transfer")
