"""Every kind of page, as the narrowest phone, a browser without script and a screen reader find it."""

import re

import pytest

from marketplace.run.steps import ROOT

NARROW = {"width": 320, "height": 640}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
KINDS = {
    "home": r"^/$",
    "product": r"^/san-pham/[^/]+_\d+/$",
    "producer": r"^/nha-san-xuat/[^/]+/$",
    "province": r"^/tinh/[^/]+/$",
    "certificate": r"^/chung-nhan/[^/]+/$",
    "outlet": r"^/diem-ban/[^/]+/$",
    "story": r"^/cau-chuyen/[^/]+/$",
    "collection": r"^/bo-suu-tap/[^/]+/$",
    "showroom": r"^/trien-lam/[^/]+/$",
}
FIXED = {
    "list": "/san-pham/",
    "register": "/chung-nhan/",
    "outlets": "/diem-ban/",
    "search": "/tim-kiem/?q=mat+ong",
    "nothing found": "/tim-kiem/?q=zzzzzz",
    "basket": "/gio-hang/",
    "tracking": "/don-hang/",
    "login": "/tai-khoan/login/",
    "login by code": "/tai-khoan/login/code/",
    "wish list": "/tai-khoan/yeu-thich/",
    "unknown label": "/T/0000-0000-0000-0000",
    "lot": "/lo-hang/1/",
}


@pytest.fixture(scope="module")
def addresses(site, chromium):
    """{kind: path}: the first of each kind in the sitemap, and those that no sitemap names."""
    page = chromium.new_page()
    assert page.request.get(f"{site}{FIXED['lot']}").ok
    paths = [re.sub(r"^https?://[^/]+", "", url) for url in re.findall("<loc>([^<]+)</loc>", text_of(page, site))]
    page.close()
    found = {kind: next(filter(re.compile(form).match, paths), None) for kind, form in KINDS.items()}
    return {**{kind: path for kind, path in found.items() if path}, **FIXED}


def text_of(page, site):
    return page.request.get(f"{site}/sitemap.xml").text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_scrolls_sideways_at_320_px_without_script(new_visitor, addresses, language):
    visitor = new_visitor(language, size=NARROW, name=f"{language}-320", java_script_enabled=False)
    wide = []
    for kind, path in addresses.items():
        visitor.page.goto(visitor.address(path))
        visitor.shot(kind.replace(" ", "-"))
        if visitor.page.locator("h1").count() != 1:
            wide.append(f"{kind}: {visitor.page.locator('h1').count()} first headings")
        if not fits(visitor):
            wide.append(f"{kind} is wider than 320 px: {path}")

    assert not wide


def fits(visitor):
    """Script is off for the page, so the width of the whole page is read from the browser's own protocol."""
    session = visitor.page.context.new_cdp_session(visitor.page)
    return session.send("Page.getLayoutMetrics")["cssContentSize"]["width"] <= NARROW["width"]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (make setup)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_grave_fault_for_screen_readers(new_visitor, addresses, scheme):
    visitor = new_visitor("vi", name=f"axe-{scheme}", color_scheme=scheme, bypass_csp=True)
    faults = []
    for kind, path in addresses.items():
        visitor.page.goto(visitor.address(path))
        visitor.page.evaluate(AXE.read_text())
        result = visitor.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        faults += [f"{kind}: {said(fault)}" for fault in result["violations"] if fault["impact"] in GRAVE]

    assert not faults, "\n".join(faults)


def said(fault):
    return f"{fault['id']} x{len(fault['nodes'])} {fault['nodes'][0]['html'][:160]}"
