"""A certificate's life in the browser: the producer's new product, the officer's two decisions, what buyers see."""

import pytest

from tests.browser import buyer as buying
from tests.browser import makers, officers


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_product_is_sold_from_its_registration_to_its_revocation(new_visitor, language):
    title = f"Bánh tét lá dứa {language}"
    maker, officer = new_visitor(language, name=f"{language}-maker"), new_visitor(language, name=f"{language}-officer")
    buyer = new_visitor(language, name=f"{language}-buyer")
    officers.sign_in(maker, "producer")
    officers.add_product(maker, title)
    officers.price(maker, title)
    officers.expect_open(buyer, title, is_open=False)

    officers.sign_in(officer, "officer-cantho")
    officers.register(officer, title)
    label = makers.make_lot(maker, f"BT-{language}", product=title)
    officers.expect_open(buyer, title, is_open=True)
    buying.open_product(buyer, title)
    address = buyer.path
    buying.put_in_basket(buyer)
    officers.expect_sold(buyer, address, label, is_sold=True)
    officers.revoke(officer)
    officers.expect_open(buyer, title, is_open=False)
    officers.expect_sold(buyer, address, label, is_sold=False)
