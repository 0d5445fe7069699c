"""Vouchers where visitors, producers and operators meet them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from marketplace.basket import voucher_views
from marketplace.basket.models import Basket
from marketplace.vouchers.models import Chosen, Voucher
from tests.factories import ProducerFactory, ProductFactory, UserFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.cms import in_group
from tests.marketplace.vouchers import chosen, voucher
from tests.marketplace.workspaces import ROOMS, member_of

pytestmark = pytest.mark.django_db
BASKET, USE = "/gio-hang/", "/gio-hang/ma-giam-gia/"
MINE, DESK = f"{ROOMS}ma-giam-gia/", "/quan-tri/ma-giam-gia/"
TYPED = {
    "code": "tet2027",
    "title": "Mừng Tết",
    "percent": "10",
    "most": "50000",
    "amount": "",
    "minimum": "200000",
    "first_day": localdate().isoformat(),
    "last_day": (localdate() + timedelta(days=30)).isoformat(),
    "uses": "100",
    "per_phone": "1",
    "is_listed": "on",
}


@pytest.fixture
def operator(client):
    client.force_login(in_group("operator"))
    return client


def put(client, product):
    client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1})


def type_in(client, code):
    return client.post(USE, {"code": code}, follow=True).content.decode()


def test_a_code_is_typed_used_and_dropped_without_script(client):
    put(client, ProductFactory(stocked__price=100_000))
    code = voucher()

    used = type_in(client, " giam10 ")
    client.post(f"{USE}{code.pk}/bo/")

    assert "Đã dùng mã GIAM10" in used
    assert "−10.000" in used
    assert "Chợ OCOP chịu" in used
    assert "−10.000" not in client.get(BASKET).content.decode()


def test_a_refused_code_says_why_and_is_not_chosen(client):
    put(client, ProductFactory(stocked__price=100_000))
    voucher("CAO500", minimum=500_000)

    assert "còn thiếu 400.000" in type_in(client, "CAO500")
    assert "Không có mã" in type_in(client, "KHONGCO")
    assert not Chosen.objects.exists()


def test_a_code_without_a_basket_is_refused_in_words(client):
    voucher()

    assert "Giỏ hàng đang trống" in type_in(client, "GIAM10")


def test_codes_cannot_be_found_by_trying(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(voucher_views, "TRIES", 3)
    put(client, ProductFactory())
    voucher()

    pages = [type_in(client, code) for code in ("SAI1", "SAI2", "SAI3", "GIAM10")]

    assert "Đã thử quá nhiều mã" in pages[-1]
    assert not Chosen.objects.exists()
    cache.clear()


def test_another_visitors_voucher_is_not_dropped(client):
    theirs = chosen(basket_of(ProductFactory()), voucher())
    put(client, ProductFactory())

    client.post(f"{USE}{Voucher.objects.get().pk}/bo/")

    assert theirs.chosen_vouchers.exists()


def test_listed_vouchers_of_the_baskets_producers_stand_ready_and_others_do_not(client):
    product = ProductFactory()
    put(client, product)
    voucher("SANCHO", is_listed=True)
    voucher("NHANAY", producer=product.owner, is_listed=True)
    voucher("NHAKHAC", producer=ProducerFactory(), is_listed=True)
    voucher("BIMAT1")

    shown = client.get(BASKET).content.decode()

    assert "SANCHO" in shown
    assert "NHANAY" in shown
    assert "NHAKHAC" not in shown
    assert "BIMAT1" not in shown


def test_the_order_page_and_the_mail_say_what_was_saved(client):
    order = order_of(chosen(basket_of(ProductFactory(stocked__price=100_000)), voucher()))
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    shown = client.get(order.get_absolute_url()).content.decode()

    assert "GIAM10" in shown
    assert "−10.000" in shown


def test_the_basket_costs_the_same_for_many_vouchers_and_producers(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(BASKET)
        return len(queries)

    def one_more(number):
        product = ProductFactory()
        put(client, product)
        own = voucher(f"NHA{number}", producer=product.owner)
        chosen(Basket.objects.get(), own)
        voucher(f"SAN{number}", is_listed=True).producers.add(product.owner)

    one_more(0)
    alone = count()
    for number in range(1, 5):
        one_more(number)

    assert count() == alone


def test_a_producer_makes_a_voucher_that_it_pays_for():
    producer = ProducerFactory()
    client = member_of(producer)

    answer = client.post(MINE, TYPED)

    made = Voucher.objects.get()
    assert answer.status_code == 302
    assert (made.code, made.producer, made.most, made.funder) == ("TET2027", producer, 50_000, "producer")
    assert made.created_by == client.get(MINE).wsgi_request.user
    assert "TET2027" in client.get(MINE).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "A"},
        {"code": "CÓ DẤU"},
        {"percent": "91"},
        {"percent": "0"},
        {"percent": ""},
        {"amount": "10000"},
        {"percent": "", "most": "", "amount": "200000"},
        {"percent": "", "amount": "100000"},
        {"last_day": (localdate() - timedelta(days=1)).isoformat()},
        {"uses": "0"},
        {"per_phone": "-1"},
        {"minimum": "999999999999"},
        {"title": ""},
    ],
)
def test_a_voucher_that_cannot_be_is_refused_in_words(wrong):
    answer = member_of().post(MINE, TYPED | wrong)

    assert answer.status_code == 422
    assert "field__error" in answer.content.decode() or "notice--error" in answer.content.decode()
    assert not Voucher.objects.exists()


def test_a_code_exists_once_whoever_made_it():
    voucher("TET2027")

    assert member_of().post(MINE, TYPED).status_code == 422


def test_a_producer_stops_its_own_voucher_only():
    mine, theirs = ProducerFactory(), voucher(producer=ProducerFactory())
    own = voucher("CUATOI", producer=mine)
    client = member_of(mine)

    assert client.post(f"{MINE}{own.pk}/ngung/").status_code == 302
    assert client.post(f"{MINE}{theirs.pk}/ngung/").status_code == 404

    assert set(Voucher.objects.exclude(stopped_at=None)) == {own}


@pytest.mark.parametrize("role", ["packer", "bookkeeper"])
def test_only_who_sells_makes_vouchers(role):
    client = member_of(role=role)

    assert client.get(MINE).status_code == 200
    assert client.post(MINE, TYPED).status_code == 403


def test_an_operator_makes_a_voucher_for_some_producers_and_stops_any(operator):
    producer = ProducerFactory()
    theirs = voucher("NHAKHAC", producer=ProducerFactory())

    assert operator.post(DESK, TYPED | {"producers": [producer.pk]}).status_code == 302
    operator.post(f"{DESK}{theirs.pk}/ngung/")

    made = Voucher.objects.get(code="TET2027")
    assert (made.producer, made.funder, list(made.producers.all())) == (None, "platform", [producer])
    theirs.refresh_from_db()
    assert theirs.stopped_by
    assert "NHAKHAC" in operator.get(DESK).content.decode()


def test_the_desk_opens_for_operators_alone(client):
    client.force_login(UserFactory())

    assert client.get(DESK).status_code == 403
    assert client.post(f"{DESK}1/ngung/").status_code == 403


def test_a_wrong_form_at_the_desk_says_why(operator):
    answer = operator.post(DESK, TYPED | {"percent": ""})

    assert answer.status_code == 422
    assert "một trong hai" in answer.content.decode()
