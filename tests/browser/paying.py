"""What cards, banks and the clock do to an order, and what its page then says."""

import csv
import io
import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from playwright.sync_api import expect

from catalogue.vietnamese import slugify
from catalogue.wording import dong

GOOD, DECLINED, ASKS_3DS = "4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0027 6000 3184"
KEY, ACCOUNT = "for-development-only", "THU0000000000"  # of settings/dev.py
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def said(visitor, amount):
    """An amount of đồng as this visitor reads it."""
    with translation.override(visitor.language):
        return dong(amount)


def amount_in(locator):
    """The whole đồng that a text names."""
    return int(re.sub(r"\D", "", locator.inner_text()))


def fill_basket(visitor, *titles):
    """Put one of each product into the basket, straight from its page."""
    pages = visitor.page.request.get(f"{visitor.site}/sitemap.xml").text()
    for title in titles:
        visitor.go(re.search(rf"/san-pham/{slugify(title)}_\d+/", pages).group())
        buy = visitor.page.locator("form.buy, form.buy-sizes").first
        buy.get_by_role("button", name=visitor.says("Thêm vào giỏ")).click()
        visitor.page.wait_for_load_state()


def type_card(visitor, number):
    """On the double's page, which says at the top that it is a test."""
    page = visitor.page
    page.wait_for_url(re.compile(r"/c/pay/"))
    expect(page.get_by_role("note")).to_contain_text({"vi": "TRANG THỬ", "en": "TEST PAGE"}[visitor.language])
    page.locator("#number").fill(number)
    page.locator("#pay").click()


def expect_money(visitor, message, *more, **values):
    """What the notice at the top of the order's page says of its money."""
    top = visitor.page.locator("main > .notice, main > #transfer").first
    for words in (visitor.says(message, **values), *map(visitor.says, more)):
        expect(top).to_contain_text(words)


def expect_message(visitor, message, **values):
    """What the shop answered to the last press of a button."""
    expect(visitor.page.locator("main > .notices")).to_contain_text(visitor.says(message, **values))


def total(visitor):
    """Of the order, as its page adds it up; goods and shipping must come to the same."""
    rows = visitor.page.locator("aside .summary").first.locator("dd")
    *parts, whole = [amount_in(row) for row in rows.all()]
    assert sum(parts) == whole > 0
    return whole


def parcel(visitor, producer):
    """The part of the order's page about one producer's parcel."""
    return visitor.page.locator("section.parcel").filter(has_text=producer)


def price_of(parcel, title):
    return amount_in(parcel.locator(".parcel__short > li").filter(has_text=title).locator("> .number"))


def shipping_of(parcel):
    return amount_in(parcel.locator(".parcel__foot").first.locator("strong"))


def asked_for(visitor):
    """(đồng that are missing, memo) of a transfer, as the page tells them."""
    facts = visitor.page.locator(".transfer__value")
    return amount_in(facts.nth(3)), facts.nth(4).inner_text().strip()


def bank_time():
    """Now, as banks write it."""
    return datetime.now(HANOI)


def bank_tells(visitor, memo, amount):
    """The bank's notice of a transfer to the demo's account, with the key that it was given."""
    told = {
        "id": f"trip-{memo}-{amount}",
        "gateway": "TEST",
        "transactionDate": f"{bank_time():%Y-%m-%d %H:%M:%S}",
        "accountNumber": ACCOUNT,
        "content": f"MBVCB.7 {memo} ck",
        "transferType": "in",
        "transferAmount": amount,
        "referenceCode": f"FT{memo}{amount}",
    }
    answer = visitor.page.request.post(
        f"{visitor.site}/webhooks/bank/sepay/", data=told, headers={"authorization": f"Apikey {KEY}"}
    )
    assert answer.json() == {"success": True}


def statement(memo, amount):
    """A bank's statement as CSV with this one transfer, as a file to upload."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Ngày giao dịch", "Số tiền ghi có", "Số tham chiếu", "Nội dung"])
    rows.writerow([f"{bank_time():%d/%m/%Y %H:%M:%S}", f"{amount:,}".replace(",", "."), f"ST{memo}", f"CT den {memo}"])
    return {"name": "sao-ke.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode("utf-8-sig")}


def read_statement(operator, memo, amount):
    """The operator reads the bank's statement at the desk."""
    page, says = operator.page, operator.says
    operator.go("/quan-tri/hang-doi/sao-ke/")
    page.locator("input[type=file]").set_input_files(statement(memo, amount))
    page.get_by_role("button", name=says("Đọc sao kê")).click()
    new = page.locator(".desk__facts > div").filter(has_text=says("Giao dịch mới"))
    expect(new.locator("dd")).to_have_text("1")
    operator.shot("statement")


def send_refund(operator, number, amount):
    """The operator finds the refund in its queue, sends it at the bank and notes the bank's number."""
    page, says = operator.page, operator.says
    operator.go("/quan-tri/hang-doi/hoan-tien/")
    waiting = page.locator(".desk__item").filter(has_text=number)
    expect(waiting).to_contain_text(said(operator, amount))
    operator.shot("queue-refunds")
    waiting.get_by_role("link", name=says("Ghi đã chuyển trả")).click()
    page.locator("input[name=reference]").fill(f"TRA{number}")
    page.get_by_role("button", name=says("Đã chuyển trả")).click()
    expect(page.locator("#messages")).to_contain_text(says("Đã ghi hoàn %(amount)s.", amount=said(operator, amount)))
    expect(page.locator(".desk__item").filter(has_text=number)).to_have_count(0)


def ask_return(visitor, producer, title):
    """One piece of one line of a delivered parcel, because the buyer thought better of it."""
    page, says = visitor.page, visitor.says
    parcel(visitor, producer).get_by_role("link", name=says("Trả hàng")).click()
    page.get_by_label(title).select_option("1")
    page.get_by_label(says("Lý do trả hàng")).select_option("mind")
    visitor.shot("return-form")
    page.get_by_role("button", name=says("Gửi yêu cầu trả hàng")).click()
    expect_message(visitor, "Đã gửi yêu cầu trả hàng. Nhà sản xuất trả lời trong 3 ngày.")
    expect(parcel(visitor, producer)).to_contain_text(says("Chờ nhà sản xuất trả lời"))
    visitor.shot("return-asked")


def come_back(visitor):
    """From the bank's app to the page that stayed open: it asks by itself whether the money came."""
    visitor.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def expect_refund(visitor, amount, state):
    """What of the money goes back, and how far that is."""
    row = visitor.page.locator("aside .summary").nth(1).locator("> div").filter(has_text=said(visitor, amount))
    expect(row.locator("dt")).to_contain_text(visitor.says(state))


def cash_of(parcel):
    """What the courier collects for it."""
    return amount_in(parcel.locator(".parcel__foot").nth(1).locator("strong"))
