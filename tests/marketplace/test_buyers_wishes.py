"""The wish list: for guests too, merged at signing in, and kept pages stay kept."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalogue.services import suspend_sale
from marketplace.buyers.models import SavedProduct
from marketplace.buyers.services.wishes import MOST, save_products
from tests.factories import BareProductFactory, ProductFactory, SizeFactory, UserFactory

pytestmark = pytest.mark.django_db

OURS = {"sec-fetch-site": "same-origin"}
LIST = "/tai-khoan/yeu-thich/"


def save(client, product, **headers):
    return client.post(reverse("account:wish-save", args=[product.pk]), headers=headers or OURS)


def titles(client):
    return [row["title"] for row in client.get(LIST).context["rows"]]


def test_a_guests_list_stands_in_a_signed_cookie_and_in_no_table(client):
    first, second = ProductFactory(title="Mật ong"), ProductFactory(title="Kẹo dừa")
    save(client, first)
    save(client, second)

    assert titles(client) == ["Kẹo dừa", "Mật ong"]
    assert not SavedProduct.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.cookies[settings.WISHES_COOKIE]["httponly"]


def test_a_forged_cookie_is_an_empty_list(client):
    client.cookies[settings.WISHES_COOKIE] = "WzEsMl0:forged"

    assert client.get(LIST).context["rows"] == []


def test_signing_in_takes_the_guests_list_along(client):
    user, old, new = UserFactory(), ProductFactory(title="Cũ"), ProductFactory(title="Mới")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    save_products(user, [old.pk])
    save(client, new)
    save(client, old)

    client.post("/tai-khoan/login/", {"login": user.email, "password": "mat-khau-kiem-thu"})

    assert sorted(titles(client)) == ["Cũ", "Mới"]
    assert SavedProduct.objects.filter(user=user).count() == 2
    assert client.cookies[settings.WISHES_COOKIE].value == ""


def test_each_sees_only_their_own_list_and_takes_only_from_it():
    product, owner = ProductFactory(), UserFactory()
    save_products(owner, [product.pk])
    other = Client()
    other.force_login(UserFactory())

    other.post(reverse("account:wish-remove", args=[product.pk]))

    assert titles(other) == []
    assert SavedProduct.objects.get().user == owner


def test_what_is_saved_can_be_taken_off_again(client):
    product = ProductFactory()
    save(client, product)

    client.post(reverse("account:wish-remove", args=[product.pk]))

    assert titles(client) == []


def test_an_ended_certificate_is_said_and_there_is_no_way_to_buy(client, today):
    product = ProductFactory(title="Hết hạn")
    save(client, product)
    product.certificates.update(state="withdrawn", withdrawn_on=today)

    page = client.get(LIST).content.decode()

    assert "Đã rút" in page
    assert "Hiện không bán" in page
    assert reverse("basket:add", args=[product.pk]) not in page


def test_a_stopped_sale_shows_no_way_to_buy_and_a_good_product_does(client):
    good, stopped = ProductFactory(), ProductFactory()
    suspend_sale(stopped, reason="thử", actor=UserFactory())
    save(client, good)
    save(client, stopped)

    page = client.get(LIST).content.decode()

    assert reverse("basket:add", args=[good.pk]) in page
    assert reverse("basket:add", args=[stopped.pk]) not in page


def test_a_product_in_pack_sizes_leads_to_its_page(client):
    product = SizeFactory().parent
    save(client, product)

    assert "Chọn quy cách" in client.get(LIST).content.decode()


def test_a_hidden_product_cannot_be_saved(client):
    assert save(client, BareProductFactory(is_public=False)).status_code == 404


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.test"}, {"referer": "http://testserver/"}]
)
def test_a_form_on_another_site_saves_nothing_and_the_visitor_is_asked(client, headers):
    product = ProductFactory()

    answer = save(client, product, **headers)

    assert settings.WISHES_COOKIE not in client.cookies
    assert reverse("account:wish-save-confirmed", args=[product.pk]) in answer.content.decode()


def test_the_answer_to_that_question_needs_a_token():
    product, strict = ProductFactory(), Client(enforce_csrf_checks=True)

    assert strict.post(reverse("account:wish-save-confirmed", args=[product.pk])).status_code == 403
    assert strict.post(reverse("account:wish-remove", args=[product.pk])).status_code == 403
    assert save(strict, product, origin="http://testserver").status_code == 302


@pytest.mark.parametrize(
    ("referer", "back"), [("http://testserver/san-pham/?page=2", "/san-pham/?page=2"), ("https://evil.test/x", LIST)]
)
def test_saving_leads_back_to_where_the_button_stood_and_never_elsewhere(client, referer, back):
    assert save(client, ProductFactory(), **OURS, referer=referer).url == back


def test_who_saved_something_still_gets_kept_pages_that_write_nothing(client):
    product = ProductFactory()
    save(client, product, **OURS, accept="application/json")
    pages = [product.get_absolute_url(), "/san-pham/"]
    for page in pages:
        Client().get(page)

    for page in pages:
        with CaptureQueriesContext(connection) as stranger:
            Client().get(page)
        with CaptureQueriesContext(connection) as saver:
            answer = client.get(page)

        assert len(saver) == len(stranger)
        assert not [query for query in saver.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert settings.CSRF_COOKIE_NAME not in answer.cookies or page == pages[0]


def test_a_list_keeps_the_last_hundred():
    user = UserFactory()
    products = [BareProductFactory().pk for _ in range(3)]
    SavedProduct.objects.bulk_create(SavedProduct(user=user, product=BareProductFactory()) for _ in range(MOST))

    save_products(user, products)

    assert SavedProduct.objects.filter(user=user).count() == MOST
    assert SavedProduct.objects.filter(user=user, product__in=products).count() == 3
