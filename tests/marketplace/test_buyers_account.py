"""A person's own pages: orders kept in an account, the same again, addresses, details, the right to leave."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from catalogue.services import suspend_sale
from marketplace.accounts.models import User
from marketplace.basket.models import Line
from marketplace.buyers.models import SavedAddress
from marketplace.buyers.services.addresses import save_address
from marketplace.buyers.services.orders import buy_again
from marketplace.notifications.models import OutboxMessage
from marketplace.order.models import Order
from marketplace.partner.models import StockRecord
from tests.factories import BareProductFactory, MembershipFactory, ProductFactory, UserFactory
from tests.marketplace.buyers import facts, opened, signed_in
from tests.marketplace.buying import basket_of, commune, delivery, order_of

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-kiem-thu"


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


# Orders


def test_an_order_page_offers_a_guest_an_account_after_the_order_and_not_before(client):
    order = order_of()

    page = opened(client, order).get(order.get_absolute_url()).content.decode()

    assert "Giữ đơn hàng này trong tài khoản?" in page
    assert f"{reverse('account_signup')}?next={order.get_absolute_url()}" in page


def test_a_proved_order_goes_into_the_account_and_leaves_the_offer():
    user, order = UserFactory(), order_of()
    client = opened(signed_in(user), order)

    client.post(reverse("account:order-keep", args=[order.number]))

    order.refresh_from_db()
    assert order.user == user
    assert "Giữ đơn hàng này" not in client.get(order.get_absolute_url()).content.decode()
    assert order.number in client.get("/tai-khoan/don-hang/").content.decode()


def test_an_order_without_proof_cannot_be_kept():
    order = order_of()

    assert signed_in().post(reverse("account:order-keep", args=[order.number])).status_code == 404

    order.refresh_from_db()
    assert order.user is None


def test_an_order_in_one_account_is_not_taken_into_another():
    owner, order = UserFactory(), order_of()
    thief = opened(signed_in(), order)
    Order.objects.filter(pk=order.pk).update(user=owner)

    found = thief.post(reverse("account:order-find"), {"number": order.number, "phone": "0912345678"})

    assert thief.post(reverse("account:order-keep", args=[order.number])).status_code == 404
    assert found.status_code == 422
    assert Order.objects.get().user == owner


def test_a_number_and_its_phone_bring_an_order_into_the_account():
    user, order = UserFactory(), order_of()

    answer = signed_in(user).post(reverse("account:order-find"), {"number": order.number, "phone": "0912 345 678"})

    assert answer.url == order.get_absolute_url()
    assert Order.objects.get().user == user


def test_twenty_wrong_pairs_close_this_door_too():
    order, client = order_of(), signed_in()
    for _ in range(20):
        client.post(reverse("account:order-find"), {"number": order.number, "phone": "0900000000"})

    closed = client.post(reverse("account:order-find"), {"number": order.number, "phone": "0912345678"})

    assert closed.status_code == 429
    assert Order.objects.get().user is None


def test_what_this_browser_ordered_is_offered_after_signing_in():
    user, order = UserFactory(), order_of()
    order_of(basket_of(ProductFactory()), to=delivery(commune=order.commune))
    client = opened(signed_in(user), order)

    offered = client.get("/tai-khoan/").context["unkept"]
    client.post(reverse("account:orders-keep"))

    assert offered == [order]
    assert [one.user for one in Order.objects.order_by("pk")] == [user, None]


def test_the_list_of_orders_costs_the_same_for_two_and_for_ten(django_assert_max_num_queries):
    user, place = UserFactory(), commune()
    client = signed_in(user)
    for number in range(12):
        to = delivery(commune=place, phone=f"+849123456{number:02}")
        order_of(basket_of(ProductFactory(), ProductFactory(), owner=None), to=to, user=user)

    with django_assert_max_num_queries(10):
        page = client.get("/tai-khoan/don-hang/")
    second = client.get("/tai-khoan/don-hang/?page=2")

    assert page.content.decode().count('class="row order-row"') == 10
    assert second.content.decode().count('class="row order-row"') == 2


def test_one_person_never_sees_anothers_orders():
    order_of(user=UserFactory())

    assert "OC" not in signed_in().get("/tai-khoan/don-hang/").content.decode().split("<main")[1].split("</main")[0]


# The same again


def test_buying_again_adds_what_is_purchasable_and_says_why_not_the_rest(today):
    good, gone, few, ended = (ProductFactory(title=title) for title in ("Còn bán", "Ngừng bán", "Còn ít", "Hết hạn"))
    order = order_of(basket_of((good, 2), gone, (few, 5), ended))
    suspend_sale(gone, reason="thử", actor=UserFactory())
    StockRecord.objects.filter(product=few).update(num_in_stock=8)  # five of them are held
    ended.certificates.update(state="withdrawn", withdrawn_on=today)
    basket = basket_of()

    again = buy_again(order, basket, day=today)

    assert again.added == ["Còn bán", "Còn ít"]
    assert {line.product: line.quantity for line in basket.lines.all()} == {good: 2, few: 3}
    assert [title for title, _why in again.left] == ["Ngừng bán", "Còn ít", "Hết hạn"]
    assert all(why for _title, why in again.left)


def test_a_product_that_is_no_longer_shown_is_not_bought_again(today):
    product = ProductFactory()
    order = order_of(basket_of(product))
    product.is_public = False
    product.save()

    again = buy_again(order, basket_of(), day=today)

    assert not again.added
    assert again.left


def test_a_guest_with_proof_buys_again_and_a_stranger_gets_nothing(client):
    order = order_of()
    address = reverse("account:order-again", args=[order.number])

    stranger = Client().post(address)
    answer = opened(client, order).post(address)

    assert stranger.status_code == 404
    assert answer.url == "/gio-hang/"
    assert "Đã cho vào giỏ" in client.get(answer.url).content.decode()


# Details, and the right to leave


def test_details_are_saved_with_the_family_name_first():
    user = UserFactory()

    signed_in(user).post(
        "/tai-khoan/thong-tin/", {"name": " Nguyễn  Thị Mua ", "phone": "0912345678", "language": "en"}
    )

    user.refresh_from_db()
    assert (user.last_name, user.first_name, user.name) == ("Nguyễn", "Thị Mua", "Nguyễn Thị Mua")
    assert (user.phone, user.language) == ("+84912345678", "en")


def test_everything_kept_about_a_person_comes_as_one_file_and_nothing_of_others():
    user = UserFactory()
    order, others = order_of(user=user), order_of(basket_of(ProductFactory()), to=delivery(), user=UserFactory())
    save_address(user, facts=facts())

    answer = signed_in(user).post(reverse("account:personal-data-export"))

    data = json.loads(answer.content)
    assert data["account"]["email"] == user.email
    assert data["addresses"][0]["address"].startswith("1 ngõ Nhà")
    assert [one["number"] for one in data["orders"]] == [order.number]
    assert others.number not in answer.content.decode()


def leaving(user):
    """A browser whose visitor has just typed the password again."""
    client = signed_in(user)
    client.post("/tai-khoan/reauthenticate/", {"password": PASSWORD})
    return client


def test_an_erased_account_is_nobodys_and_its_orders_stay():
    user = UserFactory(email="toi@example.test", first_name="Mua", phone="+84912345678")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    order = order_of(user=user, to=delivery(email="toi@example.test"))
    save_address(user, facts=facts())

    answer = leaving(user).post(reverse("account:erase"))

    user.refresh_from_db()
    order.refresh_from_db()
    assert answer.url == "/"
    assert (user.is_active, user.name, user.phone, user.has_usable_password()) == (False, "", "", False)
    assert "example.test" not in user.email
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not SavedAddress.objects.exists()
    assert not OutboxMessage.objects.filter(to="toi@example.test").exists()
    assert (order.user, order.recipient) == (user, "Nguyễn Thị Kiểm")


def test_an_account_ends_only_after_the_password_was_asked_again():
    user = UserFactory()

    answer = signed_in(user).post(reverse("account:erase"))

    assert "reauthenticate" in answer.url
    assert User.objects.get(pk=user.pk).is_active


def test_who_works_here_does_not_vanish():
    user = MembershipFactory().user

    leaving(user).post(reverse("account:erase"))

    assert User.objects.get(pk=user.pk).is_active


PAGES = ["index", "orders", "order-find", "addresses", "address-add", "details", "personal-data"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_rooms_answer_their_owner_uncached_and_nobody_else(client, name, language):
    address = language + reverse(f"account:{name}")

    answer = signed_in().get(address)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert client.get(address).status_code == 302


def test_oscars_own_account_pages_answer_nowhere():
    from django.urls import get_resolver

    from tests.test_pages import public_urls

    names = {name for _route, name in public_urls(get_resolver())}

    assert not [name for name in names if name.startswith(("customer:", "wishlists", "reviews"))]
    assert not Line.objects.exists()


def test_a_product_without_a_seller_is_not_bought_again(today):
    order = order_of()
    order.lines.update(product=BareProductFactory())

    assert not buy_again(order, basket_of(), day=today).added
