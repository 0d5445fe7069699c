"""What a buyer who pays by transfer sees: on the order's page, in the checkout, and when changing their mind."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now

from marketplace.order.models import Order
from marketplace.payment import checks, services
from marketplace.payment.models import Attempt
from marketplace.payment.providers.transfer import TEST_BIN, bank_name
from marketplace.payment.vietqr import decode
from tests.doubles.stripe import Double
from tests.factories import ProductFactory
from tests.marketplace.banking import ACCOUNT, BACK, memo_of, receive, transfer_order
from tests.marketplace.banking import account as account
from tests.marketplace.test_checkout_pages import fill, place, to_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("account")]


@pytest.fixture
def order():
    return transfer_order()


@pytest.fixture
def double(settings):
    with Double() as running:
        settings.STRIPE_API_BASE = running.url
        yield running


def seen(client, order, language=""):
    """The order's page as the buyer's browser sees it."""
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})
    return client.get(f"{language}/don-hang/{order.number}/")


def state(order):
    return Order.objects.get(pk=order.pk).payment_state


def test_the_page_says_where_how_much_and_with_which_memo(client, order):
    response = seen(client, order)

    shown, pay = response.content.decode(), response.context["pay"]
    for fact in (
        "Vietcombank",
        ACCOUNT["BANK_ACCOUNT"],
        ACCOUNT["BANK_HOLDER"],
        memo_of(order),
        f"{order.total:,}".replace(",", "."),
    ):
        assert fact in shown
    asked = decode(pay.payload)
    assert (asked.account, asked.amount, asked.memo) == (ACCOUNT["BANK_ACCOUNT"], order.total, memo_of(order))
    assert "<svg" in shown


def test_the_page_needs_neither_script_nor_style_of_its_own(client, order):
    shown = seen(client, order).content.decode()

    section = shown[shown.index('id="transfer"') :]
    assert "style=" not in section
    assert re.search(rf'href="/don-hang/{order.number}/">Tôi đã chuyển', section)


def test_after_a_part_the_page_asks_for_the_rest_with_a_new_symbol(client, order):
    before = seen(client, order).context["pay"].payload
    receive(memo_of(order), 65_000)

    response = seen(client, order)

    assert "Đã nhận 65.000" in response.content.decode()
    assert decode(response.context["pay"].payload).amount == order.total - 65_000
    assert response.context["pay"].payload != before


def test_once_paid_the_page_asks_for_nothing(client, order):
    receive(memo_of(order), order.total)

    shown = seen(client, order).content.decode()

    assert "Đã thanh toán" in shown
    assert memo_of(order) not in shown


def test_an_order_that_ended_with_money_says_that_it_goes_back(client, order):
    receive(memo_of(order), 65_000)
    services.expire_overdue(now() + timedelta(hours=27))

    shown = seen(client, order).content.decode()

    assert "Chúng tôi đã nhận 65.000" in shown
    assert "không bị trừ tiền" not in shown


def test_the_page_speaks_english_too(client, order):
    shown = seen(client, order, "/en").content.decode()

    assert "Transfer memo" in shown
    assert "check again" in shown


def test_the_symbol_can_be_saved_as_a_picture_by_its_buyer_only(client, order):
    address = f"/don-hang/{order.number}/vietqr.png"
    stranger = client.get(address).status_code
    seen(client, order)

    picture = client.get(address)

    assert (stranger, picture["content-type"], picture.content[:4]) == (404, "image/png", b"\x89PNG")


def test_a_phones_camera_reads_the_symbol(client, order):
    from io import BytesIO

    import zxingcpp
    from PIL import Image

    pay = seen(client, order).context["pay"]

    read = zxingcpp.read_barcodes(Image.open(BytesIO(pay.png())).convert("L"))
    assert [found.text for found in read] == [pay.payload]


def test_the_checkout_offers_it_and_leads_to_the_symbol(client):
    fill(client)
    review = to_review(client)

    response = place(client, review, method="transfer")
    shown = client.get(response.url)

    assert 'value="transfer"' in review.content.decode()
    assert shown.context["pay"].memo == Attempt.objects.get().reference


def test_too_dear_for_a_transfer_says_why(client):
    fill(client, ProductFactory(stocked__price=500_000_000))

    assert "499.999.999" in to_review(client).content.decode()


def test_the_account_of_tests_says_so_and_no_real_site_may_have_it(client, order, settings):
    settings.BANK_BIN = TEST_BIN

    assert "đừng chuyển tiền thật" in seen(client, order).content.decode()
    assert [error.id for error in checks.no_test_account_outside_development(None)] == ["payment.E001"]
    settings.BANK_BIN = "970436"
    assert checks.no_test_account_outside_development(None) == []


def test_an_unknown_bank_is_named_by_its_number():
    assert bank_name("970999") == "BIN 970999"


def test_a_card_that_was_left_can_be_paid_by_transfer(client, double):
    order = transfer_order_by_card()
    services.start(services.open_attempt(order), **BACK)
    seen(client, order)

    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "transfer"})
    receive(Attempt.objects.get(order=order, provider="transfer").reference, order.total)

    card = Attempt.objects.get(order=order, provider="stripe")
    assert (state(order), card.state) == ("paid", "cancelled")
    assert double.books.sessions[card.reference]["status"] == "expired"


def test_a_card_that_turns_out_paid_stops_the_change_and_shows_it(client, double):
    order = transfer_order_by_card()
    services.start(services.open_attempt(order), **BACK)
    seen(client, order)
    double.books.pay(Attempt.objects.get().reference, "4242424242424242")

    shown = client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "transfer"}, follow=True)

    assert "Đã thanh toán" in shown.content.decode()
    assert Attempt.objects.count() == 1


def test_a_transfer_to_the_memo_of_before_the_change_still_pays_and_closes_the_card(client, double, order):
    seen(client, order)
    memo = memo_of(order)
    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "card"})

    receive(memo, order.total)
    services.close_forgotten()

    assert state(order) == "paid"
    assert Attempt.objects.get(provider="stripe").state == "cancelled"


def test_paid_both_ways_the_second_money_goes_back(client, double, order):
    seen(client, order)
    memo = memo_of(order)
    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "card"})
    receive(memo, order.total)
    card = Attempt.objects.get(provider="stripe")
    double.books.pay(card.reference, "4242424242424242")

    services.sync(card)
    services.submit_refunds()

    assert state(order) == "paid"
    assert sum(refund["amount"] for refund in double.books.refunds.values()) == order.total


def test_a_card_page_that_ended_while_the_order_is_still_held_begins_anew(client, double, order):
    seen(client, order)
    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "card"})
    ended = Attempt.objects.get(provider="stripe")
    double.books.expire_session(ended.reference)
    services.sync(ended)

    answer = client.post(f"/thanh-toan/{order.number}/tra-tien/")

    begun = Attempt.objects.unfinished().get()
    assert (state(order), begun.provider) == ("awaiting_payment", "stripe")
    assert answer["Location"] == begun.pay_url != ended.pay_url


def test_once_a_part_came_the_way_of_paying_stays(client, double, order):
    receive(memo_of(order), 65_000)
    page = seen(client, order)

    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "card"})

    assert page.context["ways"] == []
    assert Order.objects.get().payment_method == "transfer"


@pytest.mark.parametrize("method", ["", "cod", "transfer", "x"])
def test_what_is_no_other_way_changes_nothing(client, order, method):
    seen(client, order)

    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": method})

    assert (Order.objects.get().payment_method, Attempt.objects.count()) == ("transfer", 1)


def test_a_stranger_cannot_change_how_an_order_is_paid(client, double, order):
    client.post(f"/thanh-toan/{order.number}/doi-cach-tra/", {"method": "card"})

    assert Order.objects.get().payment_method == "transfer"


def test_a_blocked_phone_reads_why_before_it_orders(client):
    from tests.marketplace.buying import order_of

    order_of()
    order_of()
    fill(client)

    shown = to_review(client)

    assert "mỗi số có nhiều nhất 2 đơn" in shown.content.decode()
    assert place(client, shown).status_code == 409


def transfer_order_by_card():
    from tests.marketplace.buying import basket_of, order_of

    return order_of(basket_of(ProductFactory()), method="card")
