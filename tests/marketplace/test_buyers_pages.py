"""A guest finds the way to the wish list and to an order without an account."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_login_page_leads_guests_to_what_needs_no_account(client):
    page = client.get("/tai-khoan/login/").content.decode()

    assert 'href="/don-hang/"' in page
    assert page.count('href="/tai-khoan/yeu-thich/"') == 2
