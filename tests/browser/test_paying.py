"""Every way to pay an order of two producers, with what its buyer reads at each step."""

import re

from playwright.sync_api import expect

from marketplace.demo.states import MAKERS
from tests.browser import buyer, makers, paying

RIVER, HILL = (maker.name for maker in MAKERS)
HONEY, MANGO, CAKE = "Mật ong tràm Sông Hậu (mẫu)", "Xoài sấy dẻo Sông Hậu (mẫu)", "Chè lam Lam Kinh (mẫu)"


def orders(visitor, method, *titles):
    """One piece of each, to the page where it is paid; gives the order's page."""
    paying.fill_basket(visitor, *titles)
    buyer.check_out(visitor)
    buyer.place_order(visitor, method)
    visitor.page.wait_for_url(re.compile(r"/c/pay/" if method == "card" else r"/don-hang/OC"))


def test_a_card_that_asks_for_3d_secure_pays_and_one_parcel_is_called_off(new_visitor, shop):
    visitor = new_visitor("vi", name="vi-3ds")
    page = visitor.page
    orders(visitor, "card", HONEY, CAKE)
    paying.type_card(visitor, paying.ASKS_3DS)
    page.locator("#fail").click()
    expect(page.get_by_role("alert")).to_have_text("Xác thực không thành công. Hãy thử lại hoặc dùng thẻ khác.")
    paying.type_card(visitor, paying.ASKS_3DS)
    visitor.shot("3ds")
    page.locator("#complete").click()
    paying.expect_money(visitor, "Đã thanh toán. Cảm ơn bạn.")
    paying.total(visitor)

    dropped = paying.parcel(visitor, HILL)
    amount = paying.price_of(dropped, CAKE) + paying.shipping_of(dropped)
    dropped.get_by_role("link", name="Hủy món").click()
    page.get_by_role("button", name=f"Hủy cả kiện ({paying.said(visitor, amount)})").click()
    paying.expect_message(visitor, "Đã hủy. %(amount)s được hoàn lại.", amount=paying.said(visitor, amount))
    expect(dropped.locator(".parcel__head .state")).to_have_text("Đã hủy")
    expect(paying.parcel(visitor, RIVER).locator(".parcel__head .state")).to_have_text("Mới đặt")
    visitor.shot("parcel-called-off")

    shop.tick()
    page.reload()
    paying.expect_money(visitor, "Đã hoàn một phần tiền", "Tiền về thẻ của bạn trong vài ngày làm việc.")
    paying.expect_refund(visitor, amount, "Đã hoàn")
    visitor.shot("parcel-refunded")


def test_a_card_page_that_was_left_can_be_opened_again_until_the_hold_ends(new_visitor, shop):
    visitor = new_visitor("en", name="en-abandoned")
    page = visitor.page
    orders(visitor, "card", HONEY, CAKE)
    card_page = page.url
    page.locator("#cancel").click()
    paying.expect_money(visitor, "Đơn hàng đang chờ thanh toán.")
    visitor.shot("waiting")
    number, amount = buyer.order_number(visitor), paying.total(visitor)
    page.get_by_role("button", name=visitor.says("Thanh toán %(total)s", total=paying.said(visitor, amount))).click()
    page.wait_for_url(card_page)
    expect(page.locator("strong")).to_contain_text(f"{amount:,}".replace(",", "."))

    shop.tick(("UPDATE order_order SET hold_until = datetime('now', '-1 minute') WHERE number = ?", (number,)))
    page.locator("#pay").click()
    expect(page.locator(".error")).to_have_text("This payment session is no longer open.")
    visitor.go(f"/don-hang/{number}/")
    paying.expect_money(
        visitor,
        "Đơn hàng đã hết hạn.",
        "Hàng không còn được giữ và bạn không bị trừ tiền. Xin đặt lại nếu vẫn muốn mua.",
    )
    for name in (RIVER, HILL):
        expect(paying.parcel(visitor, name).locator(".parcel__head .state")).to_have_text(visitor.says("Đã hủy"))
    visitor.shot("expired")


def test_an_exact_transfer_pays_both_producers_while_the_page_stays_open(new_visitor):
    visitor = new_visitor("vi", name="vi-transfer")
    page = visitor.page
    orders(visitor, "transfer", HONEY, CAKE)
    missing, memo = paying.asked_for(visitor)
    assert missing == paying.total(visitor)
    expect(page.locator("#transfer h2")).to_have_text(f"Chuyển khoản {paying.said(visitor, missing)}")
    expect(page.locator("#transfer")).to_contain_text("Tài khoản thử nghiệm: đừng chuyển tiền thật.")
    visitor.shot("transfer")

    paying.bank_tells(visitor, memo, missing)
    paying.come_back(visitor)
    paying.expect_money(visitor, "Đã thanh toán. Cảm ơn bạn.")
    visitor.shot("transfer-paid")


def test_a_short_transfer_asks_for_the_rest_and_a_returned_line_is_paid_back(new_visitor):
    visitor, operator = new_visitor("en", name="en-transfer"), new_visitor("en", name="en-operator")
    page = visitor.page
    orders(visitor, "transfer", HONEY, MANGO, CAKE)
    number, whole = buyer.order_number(visitor), paying.total(visitor)
    _missing, memo = paying.asked_for(visitor)
    paying.bank_tells(visitor, memo, 20_000)
    page.get_by_role("link", name=visitor.says("Tôi đã chuyển, kiểm tra lại")).click()
    left = {"received": paying.said(visitor, 20_000), "missing": paying.said(visitor, whole - 20_000)}
    paying.expect_money(visitor, "Đã nhận %(received)s, còn thiếu %(missing)s.", **left)
    assert paying.asked_for(visitor) == (whole - 20_000, memo)
    visitor.shot("transfer-part")

    makers.sign_in(operator, "operator")
    paying.read_statement(operator, memo, whole - 20_000)
    page.reload()
    paying.expect_money(visitor, "Đã thanh toán. Cảm ơn bạn.")

    maker = new_visitor("en", name="en-returns")
    makers.sign_in(maker, "producer")
    makers.send_parcel(maker, number)
    makers.deliver(maker)
    page.reload()
    price = paying.price_of(paying.parcel(visitor, RIVER), MANGO)
    paying.ask_return(visitor, RIVER, MANGO)
    makers.settle_return(maker, number)
    page.reload()
    river = paying.parcel(visitor, RIVER)
    expect(river).to_contain_text(visitor.says("Số tiền hoàn: %(amount)s", amount=paying.said(visitor, price)))
    paying.expect_refund(visitor, price, "Đã yêu cầu")

    paying.send_refund(operator, number, price)
    page.reload()
    paying.expect_money(visitor, "Đã hoàn một phần tiền", "Tiền về tài khoản ngân hàng của bạn.")
    paying.expect_refund(visitor, price, "Đã hoàn")
    expect(paying.parcel(visitor, HILL).locator(".parcel__head .state")).to_have_text(visitor.says("Mới đặt"))
    visitor.shot("line-refunded")


def test_each_parcel_paid_on_delivery_names_its_own_cash(new_visitor):
    visitor = new_visitor("vi", name="vi-cod")
    orders(visitor, "cod", HONEY, CAKE)
    paying.expect_money(visitor, "Đã nhận đơn hàng.")
    parcels = [paying.parcel(visitor, name) for name in (RIVER, HILL)]
    due = [paying.cash_of(parcel) for parcel in parcels]
    assert due == [
        paying.price_of(parcel, title) + paying.shipping_of(parcel)
        for parcel, title in zip(parcels, (HONEY, CAKE), strict=True)
    ]
    assert sum(due) == paying.total(visitor)
    visitor.shot("order-cod")

    parcels[1].get_by_role("link", name="Hủy món").click()
    visitor.page.get_by_role("button", name=re.compile("^Hủy cả kiện")).click()
    paying.expect_message(visitor, "Đã hủy. Bạn trả ít đi %(amount)s khi nhận.", amount=paying.said(visitor, due[1]))
    assert paying.cash_of(parcels[0]) == due[0]
    expect(parcels[1]).not_to_contain_text("Trả khi nhận kiện này")
    visitor.shot("order-cod-less")
