"""What officers and curators do in /cms/: register and revoke a certificate, publish a collection."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.browser import makers


def register(officer, title):
    """Enter the certificate of a product that waits for one; four stars, from today."""
    page, today = officer.page, date.today().isoformat()  # noqa: DTZ011 (typed into a form)
    officer.go(f"/cms/san-pham/?q={title}")
    officer.shot("desk-products")
    page.get_by_role("link", name=title).first.click()
    officer.shot("desk-product")
    page.locator("a[href*='/dang-ky/?product=']").click()
    page.locator("select[name=stars]").select_option("4")
    page.locator("input[name=decision_number]").fill(f"12{officer.language}/QĐ-UBND")
    for name in ("decision_date", "issued_on"):
        page.locator(f"input[name={name}]").fill(today)
    page.locator("input[name=issuer_as_printed]").fill("UBND thành phố Cần Thơ")
    leave_calendars(page)
    officer.shot("desk-register")
    submit(page, "/dang-ky/")
    page.wait_for_url(re.compile(r"/cms/chung-nhan/\d+/$"))
    officer.shot("desk-certificate")


def leave_calendars(page):
    """Press beside the calendars that the date fields have opened (a moment after they were entered)."""
    calendars = page.locator(".xdsoft_datetimepicker:visible")
    for _ in range(20):
        page.wait_for_timeout(300)
        if not calendars.count():
            return
        page.locator("body").dispatch_event("mousedown")


def revoke(officer):
    """From a certificate's page: by decision, on the first ground."""
    page = officer.page
    page.locator("a[href$='/thu-hoi/']").first.click()
    page.locator("input[name=ground]").first.check()
    page.locator("input[name=decision_number]").fill("99/QĐ-UBND")
    officer.shot("desk-revoke")
    submit(page, "/thu-hoi/")
    page.wait_for_url(re.compile(r"/cms/chung-nhan/\d+/$"))
    officer.shot("desk-revoked")


def expect_sold(visitor, address, label, *, is_sold):
    """Whether product page, basket and label of one product say so, each on its next request."""
    page, shown = visitor.page, 1 if is_sold else 0
    visitor.go(address)
    expect(page.locator("form.buy")).to_have_count(shown)
    expect(page.locator(".product__facts .star-plate")).to_have_count(shown)
    visitor.shot(f"product-{is_sold}")
    visitor.go("/gio-hang/")
    expect(page.locator(".parcel--troubled")).to_have_count(1 - shown)
    visitor.shot(f"basket-{is_sold}")
    visitor.go(label)
    expect(page.locator(".band--green")).to_have_count(shown)
    expect(page.locator(".band--red")).to_have_count(1 - shown)
    visitor.shot(f"scan-{is_sold}")


def submit(page, ending):
    """Press the form's own button (Wagtail's frame has forms of its own)."""
    assert ending in page.url
    page.locator("main form[method=post] button[type=submit], main form[method=post] button:not([type])").last.click()


def feature(curator, collection, new_title, product):
    """In Wagtail: give a collection another title, put a product into it with the chooser, publish."""
    page = curator.page
    curator.go(f"/cms/pages/search/?q={collection}")
    kind = re.compile("Bộ sưu tập|Collection")  # its showroom has the same title
    found = page.locator("main tr").filter(has_text=kind)
    found.locator("a[href$='/edit/']", has_text=collection).first.click()
    page.locator("[name=title]").fill(new_title)
    page.locator("#id_items-ADD").click()
    choose_product(page, product)
    curator.shot("collection-edited")
    page.locator("button[name=action-publish]").first.evaluate("button => button.click()")
    page.wait_for_url(re.compile(r"/cms/pages/\d+/$"))
    curator.shot("collection-published")


def choose_product(page, title):
    """In the newest of the page's product fields: open the chooser, search, take the first that it finds."""
    page.locator("[data-chooser-action-choose]:visible").last.click()
    window = page.locator(".modal.in, .modal-dialog").last
    window.locator("input[name=q]").fill(title)
    window.locator("a[data-chooser-modal-choice]", has_text=title).first.click()
    expect(window).to_be_hidden()


def add_product(maker, title):
    """A product with its price and stock, which waits for its certificate."""
    page = maker.page
    maker.go("/kenh-nha-san-xuat/san-pham/them/")
    page.locator("input[name=title]").fill(title)
    page.locator("select[name=criteria_set]").select_option(index=5)
    page.locator("input[name=net_weight_g]").fill("500")
    maker.shot("product-form")
    page.get_by_role("button", name=maker.says("Lưu sản phẩm")).click()
    page.wait_for_url(lambda url: "/them/" not in url)
    maker.shot("product-saved")


def price(maker, title):
    """Own price and stock, in the one table of them."""
    maker.go("/kenh-nha-san-xuat/kho/")
    row = maker.page.locator("main tr, main li, main fieldset").filter(has_text=title).last
    row.locator("input:not([type=hidden])").nth(0).fill("150000")
    row.locator("input:not([type=hidden])").nth(1).fill("12")
    maker.shot("stock")
    maker.page.locator("main form button").last.click()
    maker.page.wait_for_load_state()


def expect_open(visitor, title, *, is_open):
    """Whether the list sells it on this very request."""
    visitor.go(f"/tim-kiem/?q={title}")
    cards = visitor.page.locator(".product-card__name a", has_text=title)
    expect(cards).to_have_count(1 if is_open else 0)


sign_in = makers.sign_in
