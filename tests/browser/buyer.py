"""What a buyer does: finds, fills the basket, orders without an account, pays, follows the parcels."""

import re

from playwright.sync_api import expect

from tests.browser import paying

PHONE = "0912 345 678"


def find(visitor, words):
    """Type into the search box of the page at hand and press Enter."""
    box = visitor.page.locator("input[name=q]:visible").first
    box.fill(words)
    box.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/tim-kiem/"))


def narrow(visitor):
    """Choose the first option of a facet; the list then names the filter as a chip."""
    if visitor.page.viewport_size["width"] < 800:
        visitor.page.locator("details.list__sheet > summary").click()
    visitor.page.locator(".facet__option:visible").first.click()
    expect(visitor.page.locator(".list-chips .chip").first).to_be_visible()


def open_product(visitor, title=""):
    """From a list to the page of the first product whose name has these words; gives its heading."""
    named = re.compile(re.escape(title), re.IGNORECASE)
    visitor.page.locator(".product-card__name a", has_text=named).first.click()
    visitor.page.wait_for_url(re.compile(r"/san-pham/[^/]+_\d+/"))
    return visitor.page.get_by_role("heading", level=1).inner_text()


def put_in_basket(visitor):
    visitor.page.locator("form.buy, form.buy-sizes").first.get_by_role(
        "button", name=visitor.says("Thêm vào giỏ")
    ).click()
    visitor.page.wait_for_load_state()


def check_out(visitor):
    """From the basket to the page that asks how to pay. The first time all is asked, later it is remembered."""
    page = visitor.page
    visitor.go("/gio-hang/")
    page.get_by_role("link", name=visitor.says("Tiến hành đặt hàng"), exact=True).click()
    page.wait_for_url(re.compile(r"/thanh-toan/"))
    if not page.get_by_label(visitor.says("Số điện thoại")).input_value():
        fill_delivery(visitor)
        visitor.shot("delivery")
    page.locator("form .button--wide").click()
    page.wait_for_url(re.compile(r"/xem-lai/"))


def fill_delivery(visitor):
    page, says = visitor.page, visitor.says
    page.get_by_label(says("Số điện thoại")).fill(PHONE)
    page.get_by_label(says("Họ và tên người nhận")).fill("Nguyễn Thị Hoa")
    page.get_by_label(says("Tỉnh, thành phố"), exact=True).select_option(index=3)
    choose_commune(visitor)
    page.get_by_label(says("Số nhà, đường, thôn, ấp")).fill("12 đường Hai Bà Trưng")


def choose_commune(visitor):
    """With script the communes come by themselves, without it a button fetches them."""
    button = visitor.page.locator("button[name=pick_province]")
    if button.is_visible():
        button.click()
    commune = visitor.page.get_by_label(visitor.says("Xã, phường"), exact=True)
    commune.locator("option").nth(1).wait_for(state="attached")
    commune.select_option(index=1)


def place_order(visitor, method):
    """Choose `card`, `transfer` or `cod` and order."""
    visitor.page.locator(f"input[name=method][value={method}]").check()
    visitor.page.locator("form").filter(has=visitor.page.locator("input[name=method]")).get_by_role("button").click()


def pay_by_card(visitor, *, is_declined_first):
    """At the provider's page, back on the order's page."""
    page = visitor.page
    page.wait_for_url(re.compile(r"/c/pay/"))
    visitor.shot("card-page")
    if is_declined_first:
        paying.type_card(visitor, paying.DECLINED)
        declined = {"vi": "Thẻ bị từ chối. Hãy thử thẻ khác.", "en": "Your card was declined. Try another card."}
        expect(page.get_by_role("alert")).to_have_text(declined[visitor.language])
        visitor.shot("card-declined")
    paying.type_card(visitor, paying.GOOD)
    page.wait_for_url(re.compile(r"/don-hang/OC"))
    paying.expect_money(visitor, "Đã thanh toán. Cảm ơn bạn.")


def order_number(visitor):
    return visitor.page.get_by_role("heading", level=1).inner_text().strip()


def track(visitor, number, phone=PHONE):
    """Open an order by its number and the phone, as someone who has neither account nor cookie."""
    visitor.go("/don-hang/")
    visitor.page.locator("input[name=number]").fill(number)
    visitor.page.locator("input[name=phone]").fill(phone)
    visitor.page.get_by_role("button", name=visitor.says("Xem đơn hàng")).click()
    visitor.page.wait_for_load_state()
