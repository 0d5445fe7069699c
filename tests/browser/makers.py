"""What a producer does in the workspace: sends what was ordered, makes a lot, prints and activates its labels."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from marketplace.demo.people import PASSWORD


def sign_in(visitor, role):
    """The one login of the house."""
    visitor.go("/tai-khoan/login/")
    visitor.page.locator("input[name=login]").fill(f"{role}@demo.test")
    visitor.page.locator("input[name=password]").fill(PASSWORD)
    visitor.page.locator("main form").get_by_role("button", name=visitor.says("Đăng nhập")).click()
    visitor.page.wait_for_url(lambda url: "/login/" not in url)


def send_parcel(visitor, number):
    """From "Hôm nay" to a parcel of order `number`: accept, pack, ship."""
    page, says = visitor.page, visitor.says
    visitor.go("/kenh-nha-san-xuat/")
    expect(page.get_by_role("heading", level=1)).to_have_text(says("Hôm nay"))
    visitor.shot("today")
    page.locator("a.task").first.click()
    page.locator("a.row__link", has_text=number).click()
    visitor.shot("parcel-new")
    page.get_by_role("button", name=says("Nhận đơn")).click()
    page.get_by_role("button", name=says("Đã đóng gói xong")).click()
    page.locator("form[action$='/gui/'] input[type=text]").first.fill("Viettel Post")
    page.locator("form[action$='/gui/'] input[type=text]").last.fill("VT123456789")
    page.get_by_role("button", name=says("Đã giao cho đơn vị vận chuyển")).click()
    expect(page.locator("main")).to_contain_text("VT123456789")
    visitor.shot("parcel-shipped")


def deliver(visitor):
    """At the page of a parcel on its way: the buyer has it."""
    visitor.page.get_by_role("button", name=visitor.says("Người mua đã nhận được hàng")).click()
    expect(visitor.page.locator(".page-head .state")).to_have_text(visitor.says("Đã giao"))


def settle_return(visitor, number):
    """From "Hôm nay" to the wish to return goods of order `number`: the money goes back, the goods need not come."""
    page, says = visitor.page, visitor.says
    visitor.go("/kenh-nha-san-xuat/")
    page.locator("a.task[href$='/tra-hang/']").first.click()
    page.locator("a.row__link", has_text=number).click()
    page.get_by_label(says("Lời nhắn cho người mua")).fill("Cảm ơn bạn, chúng tôi hoàn tiền.")
    visitor.shot("return")
    page.get_by_role("button", name=says("Hoàn tiền ngay, không cần gửi lại")).click()
    expect(page.locator(".page-head .state, .state").first).to_have_text(says("Đã hoàn tiền cho yêu cầu này"))


def make_lot(visitor, number, product=None):
    """A lot of today with five activated labels, of the product named or of the first; the address of one label."""
    page, says = visitor.page, visitor.says
    visitor.go("/kenh-nha-san-xuat/tem/lo/them/")
    fill_lot(page, number, product)
    page.locator("main form").get_by_role("button").last.click()
    page.wait_for_url(re.compile(r"/tem/lo/\d+/"))
    page.locator("main a[href$='/tao-tem/']").click()
    visitor.shot("papers")
    page.locator("input[name=count]").fill("5")
    page.get_by_role("button", name=says("Tạo tem và tệp in")).click()
    page.wait_for_url(re.compile(r"/tem/to/\d+/"))
    print_sheet(visitor)
    visitor.shot("sheet-ready")
    page.locator("form[action$='/kich-hoat/'] button").click()
    page.wait_for_load_state()
    visitor.go(page.locator("a.codes__code").first.get_attribute("href"))
    return page.locator("main a[href*='/T/']").first.get_attribute("href")


def fill_lot(page, number, product):
    today = date.today()  # noqa: DTZ011 (typed into a form)
    form = page.locator("main form").last
    form.locator("select[name=product]").select_option(**({"label": product} if product else {"index": 1}))
    form.locator("input[name=number]").fill(number)
    form.locator("input[name=quantity]").fill("20")
    for name, day in {"produced_on": today, "packed_on": today, "expires_on": today + timedelta(days=120)}.items():
        if (field := form.locator(f"input[name={name}]")).count():
            field.fill(day.isoformat())


def print_sheet(visitor):
    """The sheet is a PDF that the browser downloads or shows; ask for it as the link does, once it is ready."""
    link = visitor.page.locator("a[href$='/tep.pdf']")
    expect(link).to_be_visible(timeout=60_000)
    answer = visitor.page.request.get(visitor.site + link.get_attribute("href"))
    assert answer.status == 200, answer.status
    assert answer.body().startswith(b"%PDF")
