"""The basket page, and putting things in and out."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue.services import revoke_certificate
from marketplace.basket.models import Basket, Line
from marketplace.basket.plans import plan_of
from marketplace.basket.services import MAX_PIECES
from marketplace.partner.models import StockRecord
from marketplace.shipping.rates import parcel_fee
from tests.factories import BareProductFactory, ProductFactory, UserFactory
from tests.marketplace.buying import basket_of

pytestmark = pytest.mark.django_db
BASKET = "/gio-hang/"


def put(client, product, **facts):
    return client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1} | facts)


def said(response):
    return [str(message) for message in response.context["messages"]]


def page(client):
    return client.get(BASKET).content.decode()


def test_reading_the_basket_makes_no_basket_no_session_and_no_cookie(client):
    response = client.get(BASKET)

    assert response.status_code == 200
    assert not response.cookies
    assert not Basket.objects.exists()
    assert not Session.objects.exists()


def test_an_empty_basket_says_so_and_shows_the_way(client):
    assert "đang trống" in page(client)
    assert "/san-pham/" in page(client)


def test_a_product_goes_into_the_basket_without_script(client):
    product = ProductFactory(title="Mật ong bạc hà")

    response = put(client, product, quantity=2)

    assert response.status_code == 302
    assert "Mật ong bạc hà" in page(client)
    assert Line.objects.get().quantity == 2


def test_lines_stand_by_producer_with_the_shipping_of_each_parcel_before_any_address(client):
    one, two = ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=600_000)
    put(client, one)
    put(client, two)

    plan = client.get(BASKET).context["plan"]

    assert [parcel.producer for parcel in plan.parcels] == [one.owner, two.owner]
    assert [parcel.shipping for parcel in plan.parcels] == [parcel_fee(500, 100_000), 0]
    assert one.owner.name in page(client)
    assert "725.000" in page(client)


@pytest.mark.parametrize("quantity", ["0", "-1", "abc", "1e9", "100", "", "٣"])
def test_an_impossible_number_is_refused_in_words_and_adds_nothing(client, quantity):
    product = ProductFactory(stocked__num_in_stock=500)

    response = client.post(f"/gio-hang/them/{product.pk}/", {"quantity": quantity}, follow=True)

    assert "từ 1 đến 99" in " ".join(said(response))
    assert not Line.objects.exists()


def test_the_limit_counts_what_is_in_the_basket_already(client):
    product = ProductFactory(stocked__num_in_stock=500)
    put(client, product, quantity=MAX_PIECES)

    put(client, product, quantity=1)

    assert Line.objects.get().quantity == MAX_PIECES


def test_more_than_the_stock_cannot_be_added(client):
    product = ProductFactory(stocked__num_in_stock=3)

    response = client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 4, "next": BASKET}, follow=True)

    assert "Chỉ còn 3" in said(response)[0]


def test_what_is_not_certified_cannot_be_added_by_hand(client):
    product = ProductFactory(certified=False)

    response = client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1, "next": BASKET}, follow=True)

    assert product.title in said(response)[0]
    assert not Line.objects.exists()


@pytest.mark.parametrize("address", ["/gio-hang/them/999999/", "/gio-hang/them/"])
def test_an_unknown_product_is_not_found(client, address):
    assert client.post(address, {"product": "x"}).status_code == 404


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test/", "javascript:alert(1)", "https:evil.test"])
def test_next_never_leaves_the_shop(client, target):
    response = put(client, ProductFactory(), next=target)

    assert response.url == BASKET


def test_a_line_that_stopped_being_sellable_is_named_with_the_reason_and_can_be_removed(client):
    gone, kept = ProductFactory(title="Chè dây"), ProductFactory()
    put(client, gone)
    put(client, kept)
    revoke_certificate(gone.certificates.get(), ground="a", decision_number="1/QĐ", on=localdate())

    shown = client.get(BASKET)
    client.post("/gio-hang/bo-khong-ban/")

    assert [line.title for line in shown.context["plan"].troubled] == ["Chè dây"]
    assert "thu hồi" in shown.context["plan"].troubled[0].trouble
    assert "/thanh-toan/" not in shown.content.decode()
    assert Line.objects.get().product == kept


def test_a_line_with_too_many_pieces_offers_what_is_left(client):
    product = ProductFactory(stocked__num_in_stock=5)
    put(client, product, quantity=5)
    StockRecord.objects.update(num_in_stock=2)

    shown = page(client)

    assert "Chỉ còn 2" in shown
    assert "Giảm còn 2" in shown


def test_a_removed_line_can_be_put_back(client):
    product = ProductFactory()
    put(client, product, quantity=3)

    removed = client.post(f"/gio-hang/dong/{Line.objects.get().pk}/bo/")
    shown = client.get(removed.url).content.decode()
    client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 3})

    assert "Hoàn tác" in shown
    assert Line.objects.get().quantity == 3


@pytest.mark.parametrize(("typed", "then"), [("4", 4), ("0", None), ("nhiều", 2), ("-3", 2), ("21", 2)])
def test_changing_the_number_of_a_line(client, typed, then):
    put(client, ProductFactory(), quantity=2)

    response = client.post(f"/gio-hang/dong/{Line.objects.get().pk}/", {"quantity": typed})

    assert response.status_code == 302
    assert Line.objects.values_list("quantity", flat=True).first() == then


def test_another_visitors_line_is_not_found(client):
    line = basket_of(ProductFactory()).lines.get()
    put(client, ProductFactory())

    assert client.post(f"/gio-hang/dong/{line.pk}/", {"quantity": 9}).status_code == 404
    assert client.post(f"/gio-hang/dong/{line.pk}/bo/").status_code == 404


@pytest.mark.parametrize("address", ["/gio-hang/them/1/", "/gio-hang/dong/1/", "/gio-hang/dong/1/bo/"])
def test_nothing_changes_by_reading(client, address):
    assert client.get(address).status_code == 405


def test_signing_in_takes_the_basket_along(client):
    product, user = ProductFactory(), UserFactory()
    put(client, product)

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.post(reverse("account_login"), {"login": user.email, "password": "mat-khau-kiem-thu"})

    assert Basket.open.get(owner=user).lines.get().product == product
    assert product.title in page(client)


def test_the_page_costs_the_same_for_many_lines(client, django_assert_max_num_queries):
    for _ in range(6):
        put(client, ProductFactory())

    with django_assert_max_num_queries(12):
        client.get(BASKET)


def test_a_basket_that_became_an_order_never_thaws(client):
    from django.core.exceptions import PermissionDenied

    from tests.marketplace.buying import order_of

    basket = order_of().basket
    with pytest.raises(PermissionDenied):
        basket.thaw()


def test_uncertified_products_leave_the_plan_without_parcels():
    basket = basket_of(ProductFactory())
    basket.lines.get().product.certificates.all().delete()

    plan = plan_of(Basket.objects.get(pk=basket.pk), localdate())

    assert not plan.is_orderable
    assert not plan.parcels
    assert plan.total == 0


def test_an_english_visitor_reads_english(client):
    BareProductFactory()

    assert 'lang="en"' in client.get("/en/gio-hang/").content.decode()
