"""A curator's collection in the browser: renamed and filled in Wagtail, seen on the site by a visitor."""

import pytest
from playwright.sync_api import expect

from marketplace.demo.tales import COLLECTION
from tests.browser import officers

SLUG, VIETNAMESE, _lead, (ENGLISH, _english_lead) = COLLECTION
FICTIONAL = {"vi": "Trà mãng cầu Sông Hậu", "en": "Soursop tea"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_a_curator_publishes_is_on_the_site(new_visitor, language):
    old, new = {"vi": (VIETNAMESE, "Quà quê tuyển chọn"), "en": (ENGLISH, "Hand-picked gifts")}[language]
    curator = new_visitor(language, size={"width": 1280, "height": 800}, name=f"{language}-curator")
    visitor = new_visitor(language, name=f"{language}-collection")
    visitor.go(f"/bo-suu-tap/{SLUG}/")
    added = visitor.page.locator(".product-card__name a", has_text=FICTIONAL[language])
    expect(added).to_have_count(0)

    officers.sign_in(curator, "curator")
    officers.feature(curator, old, new, FICTIONAL["vi"])
    visitor.page.reload()

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(new)
    expect(added).to_have_count(1)
    visitor.shot("collection")
    visitor.go("/")
    expect(visitor.page.locator("main")).to_contain_text(new)
