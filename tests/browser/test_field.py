"""A farmer stands where there is no network: what was opened once opens, what is written waits, and is sent once."""

import re

from playwright.sync_api import expect

from tests.browser import makers
from tests.marketplace.workspaces import picture

ROOM = "/kenh-nha-san-xuat/"
IS_READY = """async () => navigator.serviceWorker.controller && await caches.match(location.href)
    && (await caches.keys()).length === 1 && await caches.match(document.querySelector("[data-offline]").dataset.offline)"""
HAS_PHOTO = """() => new Promise((resolve) => { indexedDB.open("drafts", 1).onsuccess = ({ target }) => {
    const asked = target.result.transaction("photos").objectStore("photos").count();
    asked.onsuccess = () => { target.result.close(); resolve(asked.result === 1); }; }; })"""
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()"""
IS_EMPTY = """async () => !localStorage.length && !(await caches.keys()).length && !(await indexedDB.databases()).length
    && !(await navigator.serviceWorker.getRegistrations()).length"""
MAY_BE_KEPT = {f"{ROOM}khong-co-mang/", f"{ROOM}tem/lo/N/buoc/", f"{ROOM}tem/lo/them/"}
LET_THE_NETWORK_SEEM_UP = "Object.defineProperty(navigator, 'onLine', { get: () => true })"


def open_step(farmer):
    """The form of a harvest of a new lot, once the worker holds it; its address."""
    farmer.go(f"{ROOM}tem/lo/them/")
    makers.fill_lot(farmer.page, "NGOAI-DONG", None)
    farmer.page.locator("main form").get_by_role("button").last.click()
    farmer.page.wait_for_url(re.compile(r"/tem/lo/\d+/$"))
    farmer.page.locator("a.stages__one[href$='viec=harvest']").click()
    until(farmer.page, IS_READY)
    return farmer.page.url


def until(page, predicate):
    """Wait in the page for a predicate that is asynchronous itself, which wait_for_function does not: its promise is true."""
    page.evaluate(f"""async () => {{
        for (const end = Date.now() + 20_000; !(await ({predicate})()); await new Promise((go) => setTimeout(go, 20)))
            if (Date.now() > end) throw new Error("not so after 20 s");
    }}""")


def write(page):
    page.locator("input[name=quantity]").fill("12.5")
    page.locator("select[name=uom]").select_option("C62")
    jpeg = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.locator("input[name=photo]").set_input_files(jpeg)
    until(page, HAS_PHOTO)


def expect_draft(farmer):
    """A copy, which says that it is one, with what was written and the photograph."""
    page = farmer.page
    expect(page.locator("html[data-kept]")).to_be_attached()
    words = "Không có mạng: bản nháp, cả ảnh, được giữ trên máy này; gửi khi có mạng lại."
    expect(page.get_by_text(farmer.says(words))).to_be_visible()
    expect(page.locator("input[name=quantity]")).to_have_value("12.5")
    expect_photo(page)


def expect_photo(page):
    page.wait_for_function("() => document.querySelector('input[name=photo]').files.length === 1")


def test_a_step_written_without_a_network_is_sent_once_and_nothing_stays_behind(new_visitor):
    farmer = new_visitor("vi", name="field")
    page, send = farmer.page, farmer.page.get_by_role("button", name=farmer.says("Ghi vào nhật ký"))
    makers.sign_in(farmer, "producer")
    address = open_step(farmer)

    page.context.set_offline(True)
    write(page)
    page.evaluate(LET_THE_NETWORK_SEEM_UP)
    send.click()
    expect_draft(farmer)
    farmer.shot("no-network")
    page.reload()
    expect_draft(farmer)
    page.goto(farmer.address(f"{ROOM}don-hang/"))
    farmer.shot("not-kept")
    page.locator(f"[data-kept-pages] a[href='{address}']").click()
    expect_draft(farmer)

    page.context.clear_cookies(name="csrftoken")  # the key in the copy is worth nothing any more
    page.context.set_offline(False)
    expect(page.get_by_text(farmer.says("Đã có mạng. Bấm gửi để ghi vào nhật ký."))).to_be_visible()
    send.dblclick()
    expect(page.locator("input[name=quantity]")).to_have_attribute("aria-invalid", "true")  # half a pack
    expect_photo(page)
    page.locator("select[name=uom]").select_option("KGM")
    send.click()
    page.wait_for_url(re.compile(r"/tem/lo/\d+/$"))
    expect(page.get_by_text(farmer.says("Đã ghi vào nhật ký của lô."))).to_be_visible()
    expect(page.locator("main a[href*='/bang-chung/']")).to_have_count(1)
    page.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('draft:'))")

    assert {f"{ROOM}tem/lo/N/buoc/"} <= kept_pages(page) <= MAY_BE_KEPT
    page.context.clear_cookies(name="sessionid")  # the session ends by itself: a draft would stay, the pages go
    page.goto(address)
    assert "/login/" in page.url
    until(page, f"async () => !(await ({KEPT})()).some((path) => path.includes('/tem/lo/'))")
    makers.sign_in(farmer, "buyer")
    until(page, IS_EMPTY)


def kept_pages(page):
    """The paths of what is kept, but for static files; N for the key of a lot."""
    return {re.sub(r"\d+", "N", path) for path in page.evaluate(KEPT) if not path.startswith("/static/")}
