"""The desk's queues: what waits, what a person does about it, and who may."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils.timezone import localdate, now

from marketplace.chart import HEIGHT, WIDTH, chart_of
from marketplace.dashboard.queues import QUEUES, counts
from marketplace.ledger.services import account as side
from marketplace.ledger.services import book
from marketplace.order.models import Order, Parcel
from marketplace.payment import reconciliation, services
from marketplace.payment.models import Attempt, BankClaim, Difference, MoneyAct, Reconciliation, Refund
from tests.doubles.stripe import Double
from tests.factories import ProductFactory
from tests.marketplace.banking import ACCOUNT, BACK, memo_of, receive, transfer_order
from tests.marketplace.banking import account as account
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.cms import in_group, officer_of
from tests.marketplace.test_statements import HEAD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]
DESK = "/quan-tri/hang-doi/"


@pytest.fixture
def operator():
    return in_group("operator")


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


@pytest.fixture
def order():
    return transfer_order()


def state(order):
    return Order.objects.get(pk=order.pk).payment_state


def waiting():
    return {queue.slug: count for queue, count in counts() if count}


ADDRESSES = [
    reverse(
        f"queues:{pattern.name}",
        args=[1] if "int" in str(pattern.pattern) else ["thieu"] if "slug" in str(pattern.pattern) else [],
    )
    for pattern in get_resolver("marketplace.dashboard.queue_urls").url_patterns
]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_queues_open_for_operators_only(client, address, method):
    nobody = getattr(client, method)(address)
    client.force_login(officer_of(order_of().province))

    assert nobody.url.startswith("/tai-khoan/login/")
    assert getattr(client, method)(address).status_code == 403


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_queue_says_when_nothing_waits(desk, language):
    words = {"vi": "Không có gì đang chờ", "en": "Nothing is waiting"}[language]

    pages = [desk.get(f"{DESK}{queue.slug}/", headers={"accept-language": language}) for queue in QUEUES]

    assert all(words in page.content.decode() for page in pages)
    assert desk.get(DESK).status_code == desk.get(f"{DESK}doi-soat/").status_code == 200
    assert desk.get(f"{DESK}khong-co/").status_code == 404


def test_each_kind_of_money_waits_in_its_own_queue(desk, order):
    receive("khong noi dung", 5_000)
    receive(memo_of(order), 5_000)
    over, late = transfer_order(), transfer_order()
    receive(memo_of(over), over.total + 1)
    Order.objects.filter(pk=late.pk).update(hold_until=now() - timedelta(hours=3))
    services.expire_overdue(now())
    receive(memo_of(late), 9_000)

    assert waiting() == {"chua-khop": 1, "thieu": 1, "thua": 1, "tre": 1, "hoan-tien": 2}
    for queue in QUEUES:
        assert desk.get(f"{DESK}{queue.slug}/").status_code == 200


def test_an_unknown_transfer_counts_after_two_people(client, desk, operator, order):
    kept = receive("mua mat ong", order.total)
    address = f"{DESK}giao-dich/{kept.pk}/"
    shown = desk.get(f"{DESK}chua-khop/").content.decode()

    desk.post(address, {"kind": "assign", "number": order.number.lower(), "note": "khách gọi báo"})
    made = BankClaim.objects.get()
    desk.post(f"{DESK}y-kien/{made.pk}/", {"act": "confirm"})
    alone = state(order)
    client.force_login(in_group("operator"))
    seen = client.get(address).content.decode()
    client.post(f"{DESK}y-kien/{made.pk}/", {"act": "confirm"})

    assert "mua mat ong" in shown
    assert "khách gọi báo" in seen
    assert (alone, state(order)) == ("awaiting_payment", "paid")
    assert order.number in client.get(address).content.decode()
    assert MoneyAct.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Vì sao"),
        ({"kind": "assign", "note": "x"}, "Cần điền ô này"),
        ({"kind": "assign", "note": "x", "number": "OC0000000000"}, "Không thấy đơn hàng"),
        ({"kind": "assign", "note": "x", "number": "'; --"}, "Không thấy đơn hàng"),
        ({"kind": "return", "note": "x"}, "Cần điền ô này"),
        ({"kind": "khac", "note": "x"}, "khac"),
    ],
    ids=str,
)
def test_a_mistake_is_named_and_nothing_is_claimed(desk, typed, words):
    kept = receive("x", 5_000)

    answer = desk.post(f"{DESK}giao-dich/{kept.pk}/", typed)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not BankClaim.objects.exists()


def test_an_order_on_delivery_takes_no_transfer(desk):
    kept, cash = receive("x", 5_000), order_of()

    answer = desk.post(f"{DESK}giao-dich/{kept.pk}/", {"kind": "assign", "note": "x", "number": cash.number})

    assert "không chọn trả bằng chuyển khoản" in answer.content.decode()


def test_a_claim_can_be_taken_back(desk):
    kept = receive("x", 5_000)
    desk.post(f"{DESK}giao-dich/{kept.pk}/", {"kind": "return", "note": "nhầm", "reference": "FT5"})

    desk.post(f"{DESK}y-kien/{BankClaim.objects.get().pk}/", {"act": "withdraw"})

    assert BankClaim.objects.get().state == "withdrawn"
    assert waiting() == {"chua-khop": 1}


def test_a_statement_is_read_at_the_desk_and_its_wrong_rows_are_named(desk, order):
    rows = f"22/11/2026,FT1,,{order.total},ck {memo_of(order)}\n22/11/2026,,,5000,x\n"
    given = SimpleUploadedFile("sao-ke.csv", (HEAD + rows).encode())

    shown = desk.post(f"{DESK}sao-ke/", {"statement": given})

    assert shown.status_code == 200
    assert "Dòng 3" in shown.content.decode()
    assert state(order) == "paid"


@pytest.mark.parametrize("data", [b"\x00\x01", b"PK\x03\x04\xff", b"a,b\n1,2\n"])
def test_a_file_that_is_no_statement_is_refused_in_words(desk, data):
    answer = desk.post(f"{DESK}sao-ke/", {"statement": SimpleUploadedFile("x.csv", data)})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_a_short_order_is_ended_and_its_part_goes_back(desk, operator, order):
    receive(memo_of(order), 5_000)

    desk.post(f"{DESK}lan-tra/{Attempt.objects.get().pk}/ket-thuc/")

    assert (state(order), Refund.objects.get().amount) == ("cancelled", 5_000)
    assert MoneyAct.objects.get().by == operator


def test_an_attempt_that_is_not_short_cannot_be_ended_here(desk, order):
    assert desk.post(f"{DESK}lan-tra/{Attempt.objects.get().pk}/ket-thuc/").status_code == 404


def test_a_refund_by_hand_wants_the_banks_reference_and_leaves_the_queue(desk, operator, order):
    receive(memo_of(order), order.total + 9_000)
    address = f"{DESK}hoan/{Refund.objects.get().pk}/"

    empty = desk.post(address, {"reference": " "})
    desk.post(address, {"reference": "FT-CHI-1"})
    again = desk.post(address, {"reference": "FT-CHI-2"})

    refund = Refund.objects.get()
    assert (empty.status_code, again.status_code) == (200, 200)
    assert (refund.state, refund.reference, state(order)) == ("succeeded", "FT-CHI-1", "paid")
    assert waiting() == {}
    assert [(act.kind, act.by) for act in MoneyAct.objects.all()] == [("refund", operator)]
    assert side("bank").balance == order.total


def test_the_journal_names_who_did_what(desk, operator):
    kept = receive("x", 5_000)
    desk.post(f"{DESK}giao-dich/{kept.pk}/", {"kind": "other", "note": "góp vốn"})

    shown = desk.get(f"{DESK}nhat-ky/").content.decode()

    assert "góp vốn" in shown
    assert operator.email in shown


def test_a_parcel_that_nobody_took_waits_with_its_way_to_the_next_step(desk):
    parcel = order_of().parcels.get()
    Parcel.objects.update(status="undeliverable")

    assert waiting() == {"khong-giao-duoc": 1}
    assert parcel.number in desk.get(f"{DESK}khong-giao-duoc/").content.decode()


# Reconciliation


@pytest.fixture
def double(settings):
    with Double() as running:
        settings.STRIPE_API_BASE = running.url
        yield running


def pay_by_card(double):
    order = order_of(basket_of(ProductFactory()), method="card")
    attempt = services.open_attempt(order)
    services.start(attempt, **BACK)
    attempt.refresh_from_db()
    double.books.pay(attempt.reference, "4242424242424242")
    return attempt


def test_a_day_on_which_all_agree_has_its_sums_and_no_difference(double, order):
    attempt = pay_by_card(double)
    services.sync(attempt)
    receive(memo_of(order), order.total, booked_at=now())

    card = reconciliation.reconcile(localdate(), "stripe")
    bank = reconciliation.reconcile(localdate(), "transfer")

    assert (card.told, card.booked) == (attempt.amount, attempt.amount)
    assert (bank.told, bank.booked) == (order.total, order.total)
    assert not Difference.objects.exists()


def test_money_that_we_never_heard_of_waits_until_the_provider_is_asked_again(desk, double):
    attempt = pay_by_card(double)
    Attempt.objects.update(payment_reference=double.books.sessions[attempt.reference]["payment_intent"])
    reconciliation.reconcile(localdate(), "stripe")
    found = Difference.objects.get()
    shown = desk.get(f"{DESK}lech/{found.pk}/").content.decode()

    desk.post(f"{DESK}lech/{found.pk}/", {"act": "ask"})

    assert (found.told, found.booked, found.attempt) == (attempt.amount, 0, attempt)
    assert attempt.order.number in shown
    assert Attempt.objects.get().captured == attempt.amount
    assert Difference.objects.get().settled_at


def test_a_payment_that_is_nobodys_is_named_by_its_key_and_closed_with_a_reason(desk, operator, double):
    pay_by_card(double)
    double.books.sessions.clear()
    Attempt.objects.update(payment_reference="")
    reconciliation.reconcile(localdate(), "stripe")
    found = Difference.objects.get()

    silent = desk.post(f"{DESK}lech/{found.pk}/", {"note": " "})
    desk.post(f"{DESK}lech/{found.pk}/", {"note": "đơn thử của nhà cung cấp"})

    found.refresh_from_db()
    assert found.thing.startswith("pi_")
    assert silent.status_code == 200
    assert (found.settled_by, found.note) == (operator, "đơn thử của nhà cung cấp")


def test_books_that_say_more_than_the_bank_are_a_difference(order):
    receive(memo_of(order), order.total, booked_at=now())
    extra = {side("bank"): 1_000, side("refunds_payable"): -1_000}
    book(f"capture:{Attempt.objects.get().pk}:x", kind="capture", order=order, sides=extra)

    reconciliation.reconcile(localdate(), "transfer")

    found = Difference.objects.get()
    assert (found.told, found.booked) == (order.total, order.total + 1_000)


def test_a_difference_that_has_healed_closes_itself_and_a_second_run_adds_nothing(double):
    attempt = pay_by_card(double)
    Attempt.objects.update(payment_reference=double.books.sessions[attempt.reference]["payment_intent"])
    reconciliation.reconcile(localdate(), "stripe")
    reconciliation.reconcile(localdate(), "stripe")
    open_before = Difference.objects.open().count()
    services.sync(Attempt.objects.select_related("order").get())

    reconciliation.reconcile(localdate(), "stripe")

    assert (open_before, Difference.objects.open().count(), Difference.objects.count()) == (1, 0, 1)
    assert Reconciliation.objects.count() == 1


def test_each_night_looks_at_three_days_once_and_asks_again_when_nobody_answered(double):
    night = now().astimezone().replace(hour=20, minute=0) + timedelta(days=1)  # 03:00 in Vietnam
    double.faults.append({"kind": "error", "path": "/v1/charges", "times": 2})

    reconciliation.reconcile_due(night)
    first = Reconciliation.objects.filter(provider="stripe").count()
    reconciliation.reconcile_due(night + timedelta(hours=1))
    stamps = list(Reconciliation.objects.values_list("at", flat=True))
    reconciliation.reconcile_due(night + timedelta(hours=2))

    assert first == 2
    assert Reconciliation.objects.count() == 6
    assert len(stamps) == 6


def test_without_card_and_account_there_is_nothing_to_compare(settings):
    settings.BANK_BIN = settings.STRIPE_API_BASE = ""

    reconciliation.reconcile_due(now().astimezone().replace(hour=20))

    assert not Reconciliation.objects.exists()


def test_the_page_of_days_shows_chart_and_table(desk, order):
    receive(memo_of(order), order.total, booked_at=now())
    reconciliation.reconcile(localdate(), "transfer")

    shown = desk.get(f"{DESK}doi-soat/").content.decode()

    assert shown.count("<rect") == 2
    assert f"{order.total:,}".replace(",", ".") in shown
    assert "style=" not in shown[shown.index("<figure") : shown.index("</table>")]


@pytest.mark.parametrize("days", [0, 1, 14])
def test_every_bar_lies_inside_the_chart(days):
    drawn = chart_of([(localdate() - timedelta(days=n), n * 100_000 - 200_000, 77_777) for n in range(days)])

    assert len(drawn.bars) == 2 * days
    assert all(
        0 <= bar.x <= bar.x + bar.width <= WIDTH and 0 <= bar.y <= HEIGHT and bar.height >= 0 for bar in drawn.bars
    )


def test_days_without_money_draw_no_bars():
    assert {bar.height for bar in chart_of([(localdate(), 0, 0)]).bars} == {0}


def test_an_account_of_ours_is_shown_on_each_transfer(desk):
    kept = receive("x", 5_000)

    assert ACCOUNT["BANK_ACCOUNT"] in desk.get(f"{DESK}giao-dich/{kept.pk}/").content.decode()
