"""What sending costs and when it arrives, in basket, checkout and order."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils.timezone import localdate
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.models import Place
from marketplace.basket.models import Basket
from marketplace.basket.plans import PlanLine, PlanParcel, plan_of
from marketplace.notifications.models import OutboxMessage
from marketplace.order.services import Refused
from marketplace.shipping.methods import ByProducer
from marketplace.shipping.models import DayOff, ShippingCard
from marketplace.shipping.quotes import card_of
from marketplace.shipping.repository import Repository
from tests.factories import PlaceFactory, ProducerFactory, ProductFactory
from tests.marketplace.buying import basket_of, commune, delivery, order_of

pytestmark = pytest.mark.django_db
BASKET = "/gio-hang/"
FEES = {"fee_province": 15_000, "fee_region": 22_000, "fee_country": 35_000}


@pytest.fixture
def can_tho():
    return PlaceFactory(code="92", name="Thành phố Cần Thơ")


@pytest.fixture
def ha_noi():
    return PlaceFactory(code="01", name="Thành phố Hà Nội")


def with_card(place, **facts):
    producer = ProducerFactory(province=place)
    ShippingCard.objects.create(producer=producer, **(FEES | facts))
    return producer


def put(client, product):
    client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1})


def choose(client, place):
    return client.post("/gio-hang/noi-nhan/", {"province": place.pk})


def page(client):
    return client.get(BASKET).content.decode()


def test_before_a_province_is_chosen_the_basket_says_from_where_to_where_the_fee_lies(client, can_tho):
    put(client, ProductFactory(owner=with_card(can_tho), stocked__price=100_000))

    shown = page(client)

    assert "từ 15.000\xa0₫ đến 35.000\xa0₫" in shown
    assert "từ 115.000\xa0₫ đến 135.000\xa0₫" in shown
    assert "Dự kiến nhận từ" in shown


def test_the_chosen_province_decides_the_fee_and_is_remembered_until_checkout(client, can_tho, ha_noi):
    put(client, ProductFactory(owner=with_card(can_tho), stocked__price=100_000))

    choose(client, ha_noi)

    assert "135.000" in page(client)
    assert "từ 115.000" not in page(client)
    assert client.get("/thanh-toan/").context["form"].chosen_province() == ha_noi.pk


def test_a_choice_can_be_taken_back(client, can_tho):
    put(client, ProductFactory(owner=with_card(can_tho)))
    choose(client, can_tho)

    client.post("/gio-hang/noi-nhan/", {"province": ""})

    assert "đến 35.000" in page(client)


@pytest.mark.parametrize("key", ["999999", "92' OR 1=1"])
def test_a_province_that_does_not_exist_is_not_found_or_nothing(client, key):
    put(client, ProductFactory())

    assert client.post("/gio-hang/noi-nhan/", {"province": key}).status_code in (302, 404)
    assert client.get(BASKET).context["to"] is None


def test_a_producer_without_a_card_keeps_the_platforms_rates(client):
    put(client, ProductFactory(stocked__price=100_000))

    assert "125.000" in page(client)
    assert "tùy nơi nhận" not in client.get("/thanh-toan/").content.decode()


def test_another_province_chosen_forgets_the_commune_typed_before(client, can_tho, ha_noi):
    session = client.session
    session["delivery"] = {"province": str(can_tho.pk), "commune": "5", "recipient": "Lan"}
    session.save()

    choose(client, ha_noi)

    assert client.session["delivery"] == {"province": str(ha_noi.pk), "commune": "", "recipient": "Lan"}


def test_fresh_goods_say_how_far_they_go_and_are_no_order_beyond(client, can_tho, ha_noi):
    producer = with_card(can_tho, fresh_reach=2)
    fresh = ProductFactory(owner=producer, criteria_set="QD26-01")
    basket = basket_of(fresh)
    put(client, fresh)

    before = page(client)
    choose(client, ha_noi)
    after = client.get(BASKET)

    assert f"Hàng tươi của {producer.name} chỉ gửi trong miền Nam." in before
    assert [line.trouble for line in after.context["plan"].troubled] == [
        f"Hàng tươi của {producer.name} chỉ gửi trong miền Nam."
    ]
    with pytest.raises(Refused, match="chỉ gửi trong miền Nam"):
        order_of(basket, to=delivery(commune=commune(ha_noi)), shown_total=1)


def test_other_goods_of_the_same_producer_still_go_there(can_tho, ha_noi):
    basket = basket_of(ProductFactory(owner=with_card(can_tho, fresh_reach=1)))

    assert plan_of(Basket.objects.get(pk=basket.pk), localdate(), ha_noi).is_orderable


def test_the_address_decides_at_placement_and_the_window_is_kept(can_tho, ha_noi):
    product = ProductFactory(owner=with_card(can_tho, handling_days=2), stocked__price=100_000)

    near = order_of(basket_of(product), to=delivery(commune=commune(can_tho)), shown_total=115_000)
    far = order_of(basket_of(product), to=delivery(commune=commune(ha_noi)), shown_total=135_000)

    one, two = near.parcels.get(), far.parcels.get()
    assert (one.shipping, two.shipping) == (15_000, 35_000)
    assert one.window_first < one.window_last < two.window_last


def test_a_total_shown_for_another_province_is_refused(can_tho, ha_noi):
    basket = basket_of(ProductFactory(owner=with_card(can_tho), stocked__price=100_000))

    with pytest.raises(Refused, match="vừa thay đổi"):
        order_of(basket, to=delivery(commune=commune(ha_noi)), shown_total=115_000)


def test_days_off_and_a_pause_move_the_window(can_tho):
    producer, today = with_card(can_tho), localdate()
    basket = basket_of(ProductFactory(owner=producer))

    def first():
        return plan_of(Basket.objects.get(pk=basket.pk), today, can_tho).parcels[0].quote.first

    usual = first()
    DayOff.objects.create(card=producer.shipping_card, first=today, last=today + timedelta(days=6))
    off = first()
    ShippingCard.objects.update(paused_until=today + timedelta(days=20))

    assert usual < off < first()


def test_the_window_stands_in_order_page_and_mails(client):
    order = order_of()
    parcel = order.parcels.get()
    client.post("/don-hang/", {"number": order.number, "phone": "0912345678"})

    shown = client.get(order.get_absolute_url()).content.decode()

    day = f"{parcel.window_last:%d/%m/%Y}"
    assert day in shown
    assert all(day in mail.text for mail in OutboxMessage.objects.all())


def test_oscar_sees_one_method_whose_parts_are_the_parcels(can_tho, ha_noi):
    one, two = ProductFactory(owner=with_card(can_tho), stocked__price=100_000), ProductFactory()
    basket = basket_of(one, two)

    (method,) = Repository().get_shipping_methods(basket, shipping_addr=ha_noi)

    assert method.code == ByProducer.code
    assert method.breakdown(basket) == {one.owner.pk: 35_000, two.owner.pk: 25_000}
    assert method.calculate(basket).incl_tax == 60_000
    assert order_of(basket, to=delivery(commune=commune(ha_noi))).shipping_code == method.code


parts = st.lists(st.tuples(st.integers(1, 20_000), st.integers(1, 3_000_000), st.integers(0, 90_000)), min_size=1)


@settings(max_examples=50)
@given(parts, st.sampled_from([None, "01", "92"]))
def test_the_parts_sum_to_the_charge_to_the_dong(plan_made_of, wanted, code):
    plan = plan_made_of(wanted, code)

    assert plan.shipping == sum(parcel.shipping for parcel in plan.parcels)
    assert plan.total == sum(parcel.total for parcel in plan.parcels)
    assert plan.shipping_lowest <= plan.shipping
    assert all(isinstance(parcel.shipping, int) for parcel in plan.parcels)


@pytest.fixture(scope="module")
def plan_made_of():
    """Plans of parcels made of (grams, đồng, fee) without a database."""
    from marketplace.basket.plans import Plan

    def parcel(grams, goods, fee, to):
        province = Place(code="92", name="Cần Thơ")
        producer = SimpleNamespace(pk=grams, province=province, name="x")
        producer.shipping_card = ShippingCard(fee_country=fee, fee_region=fee // 2, fee_province=fee // 3)
        product = SimpleNamespace(price=goods, grams=grams, is_fresh=False)
        line = PlanLine(SimpleNamespace(product=product, quantity=1), "", True)
        return PlanParcel(producer, localdate(), to, [line])

    def plan(wanted, code):
        to = Place(code=code) if code else None
        return Plan([parcel(*part, to) for part in wanted], [])

    return plan


def test_the_basket_costs_the_same_for_many_producers_with_cards(client, can_tho):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(BASKET)
        return len(queries)

    put(client, ProductFactory(owner=with_card(can_tho)))
    choose(client, can_tho)
    alone = count()
    for _ in range(5):
        put(client, ProductFactory(owner=with_card(can_tho)))

    assert count() == alone <= 14


def test_an_own_card_is_found_and_a_missing_one_is_the_platforms(can_tho):
    assert card_of(with_card(can_tho)).fee_country == 35_000
    assert card_of(ProducerFactory()).fee_country == 25_000
