"""A passkey made and used in a real browser, with an authenticator that is virtual; and what the page says without script."""

import re

from playwright.sync_api import expect

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_authenticator(page):
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_buyer_makes_a_passkey_and_signs_in_with_it_alone(new_visitor, site):
    page = new_visitor("vi", name="vi-passkey").page
    house = site.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to an address
    with_authenticator(page)

    page.goto(f"{house}/tai-khoan/login/")
    page.get_by_label("E-mail hoặc số điện thoại").fill("buyer@demo.test")
    page.get_by_label("Mật khẩu", exact=True).fill("cho-ocop-demo")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    page.goto(f"{house}/tai-khoan/2fa/webauthn/add/")
    page.get_by_label("Mật khẩu", exact=True).fill("cho-ocop-demo")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("button", name="Tạo khóa trên máy này").click()
    expect(page.locator("main")).to_contain_text("Đã thêm khóa")

    page.goto(f"{house}/tai-khoan/")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto(f"{house}/tai-khoan/login/?next=/tai-khoan/dia-chi/")
    page.get_by_role("button", name=re.compile("Dùng khóa trên máy này")).click()

    expect(page.locator("h1")).to_have_text("Sổ địa chỉ")
