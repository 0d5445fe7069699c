"""What a producer does about parcels that come back and wishes to return goods; the settlement sheet."""

import csv
from io import BytesIO, StringIO

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from catalogue.models import Producer
from marketplace.ledger import payouts
from marketplace.ledger.models import PayoutAccount
from marketplace.ledger.sheet_files import withheld_as_csv
from marketplace.ledger.sheets import month_of, sheet_of
from marketplace.order.models import Parcel
from marketplace.order.returns import ReturnRequest
from marketplace.order.services.returns import ask_for_return, refund_pieces
from marketplace.partner.models import StockRecord
from marketplace.payment.models import Refund
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.money import card_order, completed, delivered, owed_to, pay, product_at, shipped
from tests.marketplace.vouchers import chosen, voucher
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
SHEET = "/kenh-nha-san-xuat/doi-soat/"


def go(client, name, pk, **data):
    return client.post(reverse(f"workspace:{name}", args=[pk]), data, follow=True)


def stock():
    return StockRecord.objects.values_list("num_in_stock", "num_allocated").get()


@pytest.fixture
def product():
    return product_at(100_000, stock=10)


@pytest.fixture
def parcel(settings, product):
    return card_order(settings, (product, 2)).parcels.get()


def test_a_parcel_that_nobody_took_comes_back_and_its_goods_are_paid_back(product, parcel):
    client = member_of(product.owner)
    shipped(parcel)

    go(client, "parcel-undeliverable", parcel.pk, reason="không liên lạc được")
    go(client, "parcel-send-back", parcel.pk)
    go(client, "parcel-receive-back", parcel.pk)

    assert Parcel.objects.get().status == "returned"
    assert Refund.objects.get().amount == parcel.goods
    assert stock() == (8, 0)


def test_what_came_back_is_put_on_the_shelf_by_hand_and_once(product, parcel):
    client = member_of(product.owner)
    shipped(parcel)
    for step in ("undeliverable", "send-back", "receive-back"):
        go(client, f"parcel-{step}", parcel.pk, reason="không nhận")
    field = {f"line-{parcel.lines.get().pk}": "1"}

    go(client, "parcel-restock", parcel.pk, **field)
    half = stock()
    go(client, "parcel-restock", parcel.pk, **field)
    refused = go(client, "parcel-restock", parcel.pk, **field)

    assert (half, stock()) == ((9, 0), (10, 0))
    assert refused.status_code == 422


def test_a_lost_parcel_is_paid_back_whole_and_nothing_returns_to_the_shelf(product, parcel):
    client = member_of(product.owner)
    shipped(parcel)

    go(client, "parcel-lose", parcel.pk, reason="bưu cục báo mất")

    assert Refund.objects.get().amount == parcel.total
    assert stock() == (8, 0)
    assert "Cho hàng trở lại kho" not in client.get(reverse("workspace:parcel", args=[parcel.pk])).content.decode()


def test_the_buyer_reads_why_a_parcel_was_refused(client, product, parcel):
    go(member_of(product.owner), "parcel-reject", parcel.pk, reason="hết nguyên liệu")
    order = parcel.order
    client.post("/don-hang/", {"number": order.number, "phone": order.phone})

    assert "hết nguyên liệu" in client.get(f"/don-hang/{order.number}/").content.decode()


@pytest.fixture
def wish(parcel):
    parcel = delivered(parcel)
    return ask_for_return(parcel, pieces={parcel.lines.get().pk: 1}, reason="broken", words="Vỡ nắp", at=now())


def test_a_wish_stands_on_today_and_in_the_list_with_what_is_wrong(product, wish):
    client = member_of(product.owner)

    assert "yêu cầu trả hàng chờ trả lời" in client.get("/kenh-nha-san-xuat/").content.decode()
    assert "Vỡ nắp" in client.get(reverse("workspace:parcel-return", args=[wish.pk])).content.decode()
    assert wish.parcel.number in client.get(reverse("workspace:parcel-returns")).content.decode()


def test_approving_waits_for_the_goods_and_receiving_pays_back(product, wish):
    client = member_of(product.owner)

    go(client, "parcel-return-answer", wish.pk, act="approve", answer="Xin gửi lại")
    before = Refund.objects.count()
    go(client, "parcel-return-answer", wish.pk, act="settle")

    assert (before, Refund.objects.get().amount) == (0, 100_000)
    assert ReturnRequest.objects.get().state == "settled"
    assert wish.parcel.lines.get().returned == 1


def test_refusing_needs_a_reason_that_the_buyer_reads(client, product, wish):
    member = member_of(product.owner)
    silent = go(member, "parcel-return-answer", wish.pk, act="reject")
    assert (silent.status_code, ReturnRequest.objects.get().state) == (422, "requested")

    go(member, "parcel-return-answer", wish.pk, act="reject", answer="Ảnh cho thấy hàng còn nguyên")

    order = wish.parcel.order
    client.post("/don-hang/", {"number": order.number, "phone": order.phone})
    assert "Ảnh cho thấy hàng còn nguyên" in client.get(f"/don-hang/{order.number}/").content.decode()


def test_a_second_click_pays_back_nothing_more(product, wish):
    client = member_of(product.owner)
    for _ in range(2):
        go(client, "parcel-return-answer", wish.pk, act="settle")

    assert Refund.objects.count() == 1


# The sheet
def some_month(settings, product):
    """Two sales, one of which partly came back."""
    first = completed(card_order(settings, (product, 3)).parcels.get())
    completed(card_order(settings, product).parcels.get())
    refund_pieces(first, {first.lines.get().pk: 1}, reason="vỡ", by=None)
    return sheet_of(product.owner, localdate().replace(day=1))


def test_the_sheets_totals_are_the_ledgers(settings, product):
    sheet = some_month(settings, product)

    totals = sheet.totals
    assert totals["net"] == owed_to(product.owner) == 3 * 93_500
    assert totals["goods"] == totals["net"] + totals["fee"] + totals["vat"] + totals["pit"] == 300_000
    assert [row.is_return for row in sheet.rows] == [False, False, True]


def test_the_sheet_says_when_it_was_paid(settings, product):
    PayoutAccount.objects.create(producer=product.owner, bank="VCB", number="0011001234567", holder="A")
    some_month(settings, product)
    payout = payouts.draft_payouts().payouts.get()
    payouts.settle_payout(payouts.send_payout(payouts.approve_payout(payout)), reference="FT26", at=now())

    rows = sheet_of(product.owner, localdate().replace(day=1)).rows

    assert {row.payout for row in rows} == {payout}
    page = member_of(product.owner).get(SHEET).content.decode()
    assert "FT26" in page
    assert "đã chi" in page


def test_the_csv_holds_the_same_numbers(settings, product):
    sheet = some_month(settings, product)

    answer = member_of(product.owner).get(SHEET + "tep.csv")

    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(sheet.rows) + 2
    assert [int(cell) for cell in rows[-1][3:9]] == list(sheet.totals.values())


def test_the_pdf_can_be_read_and_holds_the_same_sum(settings, product):
    import pypdfium2

    some_month(settings, product)

    answer = member_of(product.owner).get(SHEET + "tep.pdf")

    words = pypdfium2.PdfDocument(BytesIO(answer.content))[0].get_textpage().get_text_range()
    assert "280.500" in words
    assert "Bảng đối soát" in words


@pytest.mark.parametrize("text", ["", "x", "2026-13", "9999-01", "0001-01", "2026-11-22"])
def test_a_month_that_is_none_is_this_month(text, today):
    assert month_of(text, today) == today.replace(day=1)


def test_a_sheet_without_a_sale_says_so(product):
    assert "Tháng này chưa có kiện nào giao xong" in member_of(product.owner).get(SHEET).content.decode()


def test_only_the_owner_says_where_the_money_goes(product):
    form = {"bank": "Vietcombank", "number": "0011 0012 34567", "holder": "Nguyễn Văn Đạt"}

    refused = member_of(product.owner, "bookkeeper").post(SHEET + "tai-khoan/", form)
    member_of(product.owner).post(SHEET + "tai-khoan/", form)

    assert refused.status_code == 403
    said = PayoutAccount.objects.get()
    assert (said.number, said.holder) == ("0011001234567", "NGUYEN VAN DAT")


@pytest.mark.parametrize("number", ["", "12", "12a4567", "1" * 25])
def test_a_number_that_no_bank_has_is_refused_in_words(product, number):
    answer = member_of(product.owner).post(SHEET + "tai-khoan/", {"bank": "VCB", "number": number, "holder": "A"})

    assert answer.status_code == 422
    assert not PayoutAccount.objects.exists()


@pytest.mark.parametrize("field", ["bank", "holder"])
def test_a_name_that_a_table_would_take_for_a_formula_is_refused(product, field):
    form = {"bank": "VCB", "number": "0011001234567", "holder": "A"} | {field: "=HYPERLINK(1)"}

    answer = member_of(product.owner).post(SHEET + "tai-khoan/", form)

    assert answer.status_code == 422
    assert not PayoutAccount.objects.exists()


def test_the_sheet_says_what_the_platforms_voucher_added_and_a_producers_own_lowers_the_sale(settings, product):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    for made in (
        voucher("SAN10", percent=10, amount=None),
        voucher("NHA10", percent=10, amount=None, producer=product.owner),
    ):
        delivered(pay(order_of(chosen(basket_of(product), made), method="card")).parcels.get())

    borne, own = sheet_of(product.owner, localdate().replace(day=1)).rows
    page = member_of(product.owner).get(SHEET).content.decode()

    assert (borne.goods, borne.added) == (100_000, 10_000)
    assert (own.goods, own.added) == (90_000, 0)
    assert page.count("trong đó sàn bù mã giảm giá") == 1


def test_a_producers_name_is_no_formula_in_the_table_of_taxes():
    row = {"producer": Producer(name="=cmd|' /C calc'!A0"), "goods": 100_000, "vat": 1_000, "pit": 500}

    told = withheld_as_csv([row]).decode("utf-8-sig")

    assert told.splitlines()[1].startswith("'=cmd")
