"""What holds of transfers and cash whatever happens, under the names of PAYMENTS.md section 10."""

import random
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, now

from catalogue.services import revoke_certificate
from marketplace.ledger.models import JournalEntry, Posting
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order, Parcel, ParcelEvent
from marketplace.order.services import Refused, expire_order
from marketplace.partner.models import StockRecord
from marketplace.payment import bank, claims, cod_limits, sepay, services
from marketplace.payment.models import Attempt, BankMatch, BankTransaction, MoneyAct, Refund
from marketplace.payment.refunds import request_refund
from tests.factories import ProductFactory, UserFactory
from tests.marketplace.banking import KEY, memo_of, notice, post, receive, told, transfer_order
from tests.marketplace.banking import account as account
from tests.marketplace.buying import basket_of, delivery, order_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]
PHONE = "+84987654321"


@pytest.fixture
def order():
    return transfer_order()


def state(order):
    return Order.objects.get(pk=order.pk).payment_state


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


@pytest.mark.parametrize("model", [BankTransaction, BankMatch, MoneyAct])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_the_bank_told_and_who_did_what_can_only_be_added(order, model, act):
    receive(memo_of(order), order.total)
    MoneyAct.objects.create(kind="x", by=UserFactory(), note="x")
    rows = model.objects.all()

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(id=99) if act == "update" else rows._raw_delete(rows.db)


def test_a_transfer_without_memo_counts_after_a_second_person_confirmed_it(order):
    one, two, kept = UserFactory(), UserFactory(), receive("mua hang", order.total)
    made = claims.claim(kept, kind="assign", order=order, by=one, note="khách gọi báo")
    before = state(order)

    with pytest.raises(claims.SamePerson):
        claims.confirm(made, by=one)
    claims.confirm(made, by=two)

    assert (before, state(order)) == ("awaiting_payment", "paid")
    assert list(MoneyAct.objects.order_by("pk").values_list("kind", "by")) == [("claim", one.pk), ("confirmed", two.pk)]
    assert not BankTransaction.objects.unmatched().exists()


def test_the_database_itself_wants_a_second_person(order):
    made = claims.claim(receive("x", 5_000), kind="other", by=UserFactory(), note="x")

    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(state="confirmed", decided_by=made.by)


def test_a_claim_that_was_withdrawn_leaves_the_transfer_to_be_claimed_again(order):
    one, kept = UserFactory(), receive("x", order.total)
    claims.withdraw(claims.claim(kept, kind="return", by=one, note="x", reference="FT1"), by=one)

    again = claims.claim(kept, kind="assign", order=order, by=one, note="x")
    with pytest.raises(claims.AlreadyDecided):
        claims.claim(kept, kind="other", by=one, note="x")
    claims.confirm(again, by=UserFactory())

    assert state(order) == "paid"


def test_a_transfer_that_went_back_to_its_sender_counts_for_nothing_later(order):
    kept = receive("x", order.total)
    claims.confirm(claims.claim(kept, kind="return", by=UserFactory(), note="x", reference="FT1"), by=UserFactory())

    assert bank.count(kept, Attempt.objects.select_related("order").get()) is None
    assert state(order) == "awaiting_payment"


def test_a_transfer_that_counts_already_cannot_be_claimed(order):
    kept = receive(memo_of(order), order.total)

    with pytest.raises(claims.AlreadyDecided):
        claims.claim(kept, kind="other", by=UserFactory(), note="x")


def test_an_order_on_delivery_is_assigned_no_transfer():
    with pytest.raises(claims.NotByTransfer):
        claims.claim(receive("x", 5), kind="assign", order=order_of(), by=UserFactory(), note="x")


def test_i15_the_parcels_cash_sums_to_the_orders_total():
    order = order_of(basket_of((ProductFactory(), 3), ProductFactory(stocked__price=77_777)))

    assert sum(parcel.cash_due for parcel in order.parcels.all()) == order.total


@pytest.mark.parametrize("status", ["undeliverable", "returning", "returned", "lost", "rejected", "cancelled"])
def test_i15_no_cash_is_due_for_a_parcel_that_nobody_took(status):
    parcel = order_of().parcels.get()
    parcel.status = status

    assert parcel.cash_due == 0


def refuse(order, days_ago=1):
    """Its courier brought the order back."""
    ParcelEvent.objects.create(
        parcel=order.parcels.first(), status="undeliverable", at=now() - timedelta(days=days_ago)
    )
    Order.objects.filter(pk=order.pk).update(payment_state="cancelled")


def of_phone(method="cod"):
    return order_of(method=method, to=delivery(phone=PHONE))


def test_i15_a_phone_that_twice_refused_its_parcels_pays_first_for_ninety_days():
    refuse(of_phone(), days_ago=91)
    refuse(of_phone(), days_ago=89)
    once = of_phone()
    refuse(once)

    with pytest.raises(Refused, match="Số điện thoại này"):
        of_phone()
    assert of_phone("transfer").payment_method == "transfer"
    assert cod_limits.refused_orders("+84900000000", now()) == 0


def test_i15_two_parcels_of_one_order_brought_back_are_one_refusal():
    order = order_of(basket_of(ProductFactory(), ProductFactory()), to=delivery(phone=PHONE))
    for parcel in Parcel.objects.filter(order=order):
        ParcelEvent.objects.create(parcel=parcel, status="undeliverable")

    assert cod_limits.refused_orders(PHONE, now()) == 1


def test_i15_a_phone_has_at_most_two_open_orders_on_delivery():
    first, _second = of_phone(), of_phone()

    with pytest.raises(Refused, match="2 đơn"):
        of_phone()
    expire_order(first)
    assert of_phone().payment_state == "awaiting_cod_confirmation"


@pytest.mark.parametrize(
    ("product", "sentence"),
    [
        ({"stocked__price": 3_000_001}, "3.000.000"),
        ({"criteria_set": "QD26-01"}, "tươi"),
        ({"criteria_set": "QD26-02"}, "tươi"),
    ],
)
def test_i15_too_dear_and_fresh_goods_are_refused_on_delivery_with_the_reason(product, sentence):
    with pytest.raises(Refused, match=sentence):
        order_of(basket_of(ProductFactory(**product)))


def test_a_transfer_of_half_a_billion_is_refused_with_the_reason():
    with pytest.raises(Refused, match=r"499\.999\.999"):
        order_of(basket_of(ProductFactory(stocked__price=500_000_000)), method="transfer")


def test_without_an_account_of_ours_no_transfer_is_offered(settings):
    settings.BANK_HOLDER = ""

    with pytest.raises(Refused, match="Hãy chọn"):
        order_of(method="transfer")
