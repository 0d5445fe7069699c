"""The operator's desk of money: payouts from draft to bank, refunds by line, returns that producers left."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils.timezone import now

from marketplace.ledger.models import Payout, PayoutAccount, PayoutBatch
from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnRequest
from marketplace.order.services.returns import ask_for_return, reject_return
from marketplace.payment.models import Refund
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import balance, card_order, completed, delivered, owed_to, product_at, shipped
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(settings):
    """Sold twice, delivered more than a week ago; its producer has an account."""
    product = product_at(100_000, kind="company")
    PayoutAccount.objects.create(producer=product.owner, bank="Vietcombank", number="0011001234567", holder="CTY MAU")
    for _ in range(2):
        completed(card_order(settings, product).parcels.get())
    return product


def act(desk, what, **data):
    return desk.post(reverse("payouts:step", args=[PayoutBatch.objects.get().pk]), {"act": what, **data})


def test_a_batch_goes_from_draft_to_paid_and_the_bank_gets_a_file(desk, product):
    desk.post(reverse("payouts:draft"))
    act(desk, "approve")
    file = desk.get(reverse("payouts:file", args=[PayoutBatch.objects.get().pk]))
    act(desk, "send")
    act(desk, "settle", payout=Payout.objects.get().pk, reference="FT2611")

    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    payout = Payout.objects.get()
    assert rows[1] == ["1", "CTY MAU", "0011001234567", "Vietcombank", "190000", payout.words]
    assert (payout.state, payout.reference) == ("settled", "FT2611")
    assert (owed_to(product.owner), balance("bank")) == (0, -190_000)


def test_the_pages_say_what_is_free_and_what_was_drawn_up(desk, product):
    before = desk.get(reverse("payouts:index")).content.decode()
    desk.post(reverse("payouts:draft"))
    after = desk.get(reverse("payouts:index")).content.decode()
    batch = desk.get(reverse("payouts:batch", args=[PayoutBatch.objects.get().pk])).content.decode()

    assert "190.000" in before and str(product.owner) in before
    assert "Chưa có khoản nào hết hạn trả hàng" in after
    assert "0011001234567" in batch


def test_the_taxes_of_a_month_are_told_per_household(desk, settings, product):
    household = product_at(200_000, kind="household")
    delivered(card_order(settings, household).parcels.get())

    file = desk.get(reverse("payouts:taxes"))

    rows = list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))
    assert rows[1:] == [[household.owner.name, "200000", "2000", "1000"], ["Cộng", "200000", "2000", "1000"]]
    assert balance("tax_withheld", "vat") + balance("tax_withheld", "pit") == -3_000


def test_an_unapproved_payout_is_not_in_the_file(desk, product):
    desk.post(reverse("payouts:draft"))

    file = desk.get(reverse("payouts:file", args=[PayoutBatch.objects.get().pk]))

    assert len(file.content.decode().strip().splitlines()) == 1


def test_a_step_too_early_is_said_and_changes_nothing(desk, product):
    desk.post(reverse("payouts:draft"))

    page = act(desk, "settle")

    assert Payout.objects.get().state == "draft"
    assert "đã ở bước khác" in desk.get(page.url).content.decode()


def test_with_nothing_free_no_batch_is_drawn_up(desk):
    page = desk.post(reverse("payouts:draft"), follow=True).content.decode()

    assert "Chưa có khoản nào chi được" in page
    assert not PayoutBatch.objects.exists()


@pytest.mark.parametrize("name", ["payouts:index", "money:index"])
def test_nobody_else_opens_the_desk_of_money(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
    assert member_of().get(reverse(name)).status_code == 403


def pieces(desk, parcel, count, **data):
    field = {f"line-{parcel.lines.get().pk}": str(count)}
    return desk.post(reverse("money:pieces", args=[parcel.pk]), {**field, **data})


def test_an_operator_refunds_one_of_two_delivered_pieces(desk, settings):
    order = card_order(settings, (product_at(33_333), 2))
    parcel = delivered(order.parcels.get())

    pieces(desk, parcel, 1, reason="khách gửi ảnh hỏng")

    refund = Refund.objects.get()
    assert (refund.amount, refund.reason) == (33_333, "khách gửi ảnh hỏng")
    assert refund.by is not None
    page = desk.get(reverse("money:order", args=[order.number])).content.decode()
    assert "khách gửi ảnh hỏng" in page


def test_an_operator_calls_off_what_has_not_left(desk, settings):
    order = card_order(settings, (product_at(33_333), 2))

    pieces(desk, order.parcels.get(), 2, reason="nghi gian lận")

    assert Parcel.objects.get().status == "cancelled"
    assert Refund.objects.get().amount == order.total


def test_a_refund_without_a_reason_is_not_made(desk, settings):
    order = card_order(settings, product_at())

    page = pieces(desk, delivered(order.parcels.get()), 1)

    assert not Refund.objects.exists()
    assert "Lý do" in desk.get(page.url).content.decode()


@pytest.mark.parametrize(("more", "count"), [(0, 1), (1, 0)])
def test_goodwill_is_the_platforms_cost_and_never_more_than_was_paid(desk, settings, more, count):
    order = card_order(settings, product_at())
    delivered(order.parcels.get())

    desk.post(reverse("money:goodwill", args=[order.number]), {"amount": order.total + more, "reason": "giao chậm"})

    assert Refund.objects.count() == count
    assert balance("dispute_loss") == order.total * count


def test_an_operator_overrules_a_refusal(desk, settings):
    parcel = delivered(card_order(settings, product_at()).parcels.get())
    wish = ask_for_return(parcel, pieces={parcel.lines.get().pk: 1}, reason="broken", at=now())
    reject_return(wish, answer="không tin")
    assert parcel.number in desk.get(reverse("money:index")).content.decode()

    desk.post(reverse("money:answer", args=[wish.pk]), {"act": "settle", "answer": "Sàn thấy ảnh rõ"})

    assert ReturnRequest.objects.get().state == "settled"
    assert Refund.objects.count() == 1


def test_a_wish_without_an_answer_becomes_the_operators_after_three_days(settings):
    parcel = delivered(card_order(settings, product_at()).parcels.get())
    wish = ask_for_return(parcel, pieces={parcel.lines.get().pk: 1}, reason="broken", at=now())
    waits = ReturnRequest.objects.for_the_operator

    assert list(waits(now() + timedelta(days=2, hours=23))) == []
    assert list(waits(now() + timedelta(days=3, minutes=1))) == [wish]


def test_a_lost_parcel_is_noted_by_the_operator(desk, settings):
    parcel = shipped(card_order(settings, product_at()).parcels.get())

    desk.post(reverse("money:step", args=[parcel.pk]), {"act": "lose"})

    assert Parcel.objects.get().status == "lost"


def test_cash_that_a_courier_pays_in_leaves_the_list(desk):
    parcel = delivered(order_of(basket_of(product_at())).parcels.get())
    before = desk.get(reverse("money:index")).content.decode()

    desk.post(reverse("money:remitted", args=[parcel.pk]), {"kept": "15000"})

    assert parcel.number in before
    assert parcel.number not in desk.get(reverse("money:index")).content.decode().split("Tiền thu hộ chưa nộp")[1]
    assert balance("bank") == parcel.total - 15_000


@pytest.mark.parametrize("words", ["OC0000000000", "không phải mã", ""])
def test_an_order_that_is_none_is_said(desk, words):
    assert desk.get(reverse("money:index"), {"q": words}).status_code == 200


def test_an_order_is_found_as_people_type_it(desk, settings):
    order = card_order(settings, product_at())

    answer = desk.get(reverse("money:index"), {"q": order.number.lower()})

    assert answer.url == reverse("money:order", args=[order.number])
