"""Who may see an order, and what it tells."""

import pytest
from django.core.cache import cache

from marketplace.order.services import accept_parcel, pack_parcel, ship_parcel
from tests.factories import ProductFactory, UserFactory
from tests.marketplace.buying import basket_of, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counter():
    cache.clear()


def ask(client, number, phone):
    return client.post("/don-hang/", {"number": number, "phone": phone})


def test_without_proof_a_real_and_a_made_up_number_show_the_same_form(client):
    order = order_of()

    real = client.get(f"/don-hang/{order.number}/")
    made_up = client.get("/don-hang/OC0000000000/")

    assert real.status_code == made_up.status_code == 200
    assert real.templates[0].name == made_up.templates[0].name == "order/track.html"
    assert order.recipient not in real.content.decode()


@pytest.mark.parametrize("number", ["x", "OC", "OC000000000U0", "%27", "a" * 200])
def test_what_cannot_be_a_number_shows_the_form_too(client, number):
    assert client.get(f"/don-hang/{number}/").status_code == 200


def test_number_and_phone_open_the_order(client):
    order = order_of()
    number = f" {order.number.lower()[:6]}-{order.number[6:]} "

    response = ask(client, number, "0912.345.678")

    assert response.url == f"/don-hang/{order.number}/"
    assert order.number in client.get(response.url).content.decode()


@pytest.mark.parametrize("phone", ["0912345679", "abc"])
def test_a_wrong_pair_gets_one_message(client, phone):
    order = order_of()

    wrong_phone = ask(client, order.number, phone)
    wrong_number = ask(client, "OC0000000000", "0912345678")

    assert wrong_phone.status_code == wrong_number.status_code == 422
    assert wrong_phone.context["form"].non_field_errors() == wrong_number.context["form"].non_field_errors()


def test_twenty_wrong_pairs_close_the_door_for_this_network_only(client):
    order = order_of()
    for _ in range(20):
        ask(client, order.number, "0900000000")

    closed = ask(client, order.number, "0912345678")
    elsewhere = client.post("/don-hang/", {"number": order.number, "phone": "0912345678"}, REMOTE_ADDR="203.0.113.9")

    assert closed.status_code == 429
    assert "mười phút" in closed.content.decode()
    assert elsewhere.status_code == 302


def test_another_persons_order_behind_a_login_is_not_found(client):
    order = order_of(user=UserFactory())
    client.force_login(UserFactory())

    assert client.get(f"/don-hang/{order.number}/").status_code == 404


def test_the_owner_sees_it_without_the_phone(client):
    user = UserFactory()
    order = order_of(user=user)
    client.force_login(user)

    assert order.recipient in client.get(f"/don-hang/{order.number}/").content.decode()


def test_a_stranger_cannot_cancel(client):
    order = order_of()

    client.post(f"/don-hang/{order.number}/huy/")

    order.refresh_from_db()
    assert order.payment_state == "awaiting_cod_confirmation"


def test_each_parcel_has_its_own_way_on_the_page(client):
    order = order_of(basket_of(ProductFactory(), ProductFactory()))
    first = order.parcels.first()
    accept_parcel(first)
    pack_parcel(first)
    ship_parcel(first, tracking="VN123", carrier="Bưu điện")
    ask(client, order.number, "0912345678")

    shown = client.get(f"/don-hang/{order.number}/").content.decode()

    assert "VN123" in shown
    assert "Đã gửi đi" in shown
    assert "Mới đặt" in shown


def test_reading_an_order_writes_nothing(client, django_assert_max_num_queries):
    order = order_of(basket_of(*[ProductFactory() for _ in range(3)]))
    ask(client, order.number, "0912345678")

    with django_assert_max_num_queries(13) as captured:
        client.get(f"/don-hang/{order.number}/")

    assert not [query for query in captured.captured_queries if not query["sql"].startswith("SELECT")]
