"""Vouchers in basket and order: what they take off, from which lines, who bears it, and when it is given back."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.basket.models import Basket
from marketplace.basket.plans import plan_of
from marketplace.order.models import Line, LineDiscount, Order
from marketplace.order.services import Refused, cancel_order, expire_order
from marketplace.order.services.holds import revive_order
from marketplace.vouchers.models import Chosen, Use, Voucher
from marketplace.vouchers.services import take_along
from stories.models import CollectionIndex, CollectionItem, CollectionPage
from stories.services import publish_under, section
from tests.factories import ProducerFactory, ProductFactory, SizeFactory, UserFactory
from tests.marketplace.buying import basket_of, delivery, order_of
from tests.marketplace.vouchers import chosen, voucher

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def collection():
    def made(*products):
        page = CollectionPage(title="Bộ", slug="bo")
        page.items = [CollectionItem(product=product) for product in products]
        return publish_under(section(CollectionIndex), page)

    return made


def plan(basket):
    return plan_of(Basket.objects.get(pk=basket.pk), localdate())


def trouble(basket):
    return [saving.trouble for saving in plan(basket).savings]


def shares_of(order):
    rows = LineDiscount.objects.filter(line__order=order).order_by("line", "pk")
    return list(rows.values_list("code", "amount", "funder"))


def test_the_platforms_voucher_parts_over_all_lines_and_the_order_keeps_the_shares():
    one, two = ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=50_000)
    basket = chosen(basket_of(one, two), voucher(percent=10))

    order = order_of(basket)

    assert [line.price for line in Line.objects.order_by("pk")] == [90_000, 45_000]
    assert [line.price_before for line in Line.objects.order_by("pk")] == [100_000, 50_000]
    assert shares_of(order) == [("GIAM10", 10_000, "platform"), ("GIAM10", 5_000, "platform")]
    assert sum(parcel.total for parcel in order.parcels.all()) == order.total == 135_000 + order.shipping
    assert Use.objects.get().amount == order.saved == 15_000
    assert Voucher.objects.get().used == 1


def test_a_producers_voucher_covers_that_producers_lines_alone_and_is_borne_by_it():
    one, two = ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=50_000)
    basket = chosen(basket_of(one, two), voucher("NHA1", producer=one.owner, amount=30_000, minimum=90_000))

    order = order_of(basket)

    assert shares_of(order) == [("NHA1", 30_000, "producer")]
    assert [parcel.goods for parcel in order.parcels.all()] == [70_000, 50_000]


def test_the_producers_voucher_goes_first_and_the_platforms_takes_off_what_is_left():
    product = ProductFactory(stocked__price=200_000)
    basket = chosen(basket_of(product), voucher("SAN10"), voucher("NHA50", producer=product.owner, percent=50))

    order = order_of(basket)

    assert shares_of(order) == [("NHA50", 100_000, "producer"), ("SAN10", 10_000, "platform")]


def test_a_second_voucher_of_the_same_funder_takes_the_place_of_the_first():
    basket = chosen(basket_of(ProductFactory()), voucher("MOT1"), voucher("HAI2", percent=20))

    assert [saving.code for saving in plan(basket).savings] == ["HAI2"]


def test_two_of_one_funder_that_slipped_in_together_do_not_both_count():
    basket = basket_of(ProductFactory(stocked__price=100_000))
    for one in (voucher("MOT1"), voucher("HAI2")):
        Chosen.objects.create(basket=basket, voucher=one)

    found = plan(basket)

    assert [saving.amount for saving in found.savings] == [10_000, 0]
    assert "Mỗi đơn chỉ dùng một mã của sàn" in found.savings[1].trouble


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"last_day": localdate() - ONE_DAY, "first_day": localdate() - 9 * ONE_DAY}, "đã hết hạn ngày"),
        ({"first_day": localdate() + ONE_DAY}, "dùng được từ ngày"),
        ({"uses": 3, "used": 3}, "đã hết lượt"),
        ({"stopped_at": now()}, "đã ngừng"),
        ({"minimum": 500_000}, "còn thiếu 400.000"),
    ],
)
def test_a_voucher_that_takes_nothing_off_says_why(facts, words):
    basket = chosen(basket_of(ProductFactory(stocked__price=100_000)), voucher(**facts))

    assert words in trouble(basket)[0]
    assert plan(basket).goods == 100_000


def test_a_voucher_of_a_producer_who_is_not_in_the_basket_says_whose_it_is():
    other = ProducerFactory(name="Hợp tác xã Bên Kia")
    basket = chosen(basket_of(ProductFactory()), voucher(producer=other))

    assert trouble(basket) == ["Mã GIAM10 chỉ dùng cho hàng của Hợp tác xã Bên Kia."]


def test_a_platform_voucher_may_be_for_some_producers_only():
    one, two = ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=100_000)
    narrow = voucher()
    narrow.producers.add(two.owner)

    order = order_of(chosen(basket_of(one, two), narrow))

    assert LineDiscount.objects.get(line__order=order).line.product == two


def test_a_platform_voucher_may_be_for_a_collection_pack_sizes_included(collection):
    size, other = SizeFactory(), ProductFactory()
    page = collection(size.parent)
    narrow = voucher()
    narrow.collections.add(page)

    order = order_of(chosen(basket_of(size, other), narrow))

    assert LineDiscount.objects.get(line__order=order).line.product == size


def test_a_collection_without_products_covers_nothing(collection):
    narrow = voucher()
    narrow.collections.add(collection())

    assert "thuộc phạm vi" in trouble(chosen(basket_of(ProductFactory()), narrow))[0]


def test_an_offer_needs_no_typing_and_yields_to_a_chosen_voucher():
    basket = basket_of(ProductFactory(stocked__price=100_000))
    voucher("TUDONG", percent=5, is_automatic=True)

    alone = plan(basket).goods
    chosen(basket, voucher("GO20", percent=20))

    assert (alone, plan(basket).goods) == (95_000, 80_000)


def test_a_voucher_never_makes_sending_dearer():
    basket = chosen(basket_of(ProductFactory(stocked__price=510_000)), voucher(percent=50))

    assert plan(basket).shipping == 0


def test_a_voucher_that_ended_between_looking_and_ordering_refuses_the_order_and_says_why():
    basket = chosen(basket_of(ProductFactory(stocked__price=100_000)), voucher())
    total = plan(basket).total
    Voucher.objects.update(stopped_at=now())

    with pytest.raises(Refused, match="đã ngừng"):
        order_of(basket, shown_total=total)

    assert not Order.objects.exists()


def test_one_phone_uses_a_voucher_as_often_as_it_says():
    limited, to = voucher(per_phone=1), delivery()
    order_of(chosen(basket_of(ProductFactory()), limited), to=to)

    with pytest.raises(Refused, match="đã dùng mã GIAM10 đủ 1 lần"):
        order_of(chosen(basket_of(ProductFactory()), limited), to=to)
    other = order_of(
        chosen(basket_of(ProductFactory()), limited), to=delivery(phone="+84987654321", commune=to.commune)
    )

    assert other.saved
    assert Voucher.objects.get().used == 2 == Use.objects.count()


@pytest.mark.parametrize("end", [cancel_order, expire_order])
def test_what_ends_gives_its_use_back_once(end):
    order = order_of(chosen(basket_of(ProductFactory()), voucher(uses=1)))

    end(order)

    assert Voucher.objects.get().used == 0
    assert Use.objects.standing().count() == 0
    again = order_of(chosen(basket_of(ProductFactory()), Voucher.objects.get()), to=delivery(phone="+84987654321"))
    assert again.saved


def test_late_money_takes_the_use_again_or_finds_it_gone():
    limited = voucher(uses=1)
    order = order_of(chosen(basket_of(ProductFactory()), limited))
    expire_order(order)

    assert revive_order(order)
    assert Voucher.objects.get().used == 1

    Order.objects.update(payment_state="awaiting_cod_confirmation")
    cancel_order(order)
    order_of(chosen(basket_of(ProductFactory()), Voucher.objects.get()), to=delivery(phone="+84987654321"))

    assert not revive_order(order)
    assert Voucher.objects.get().used == 1


def test_a_refused_order_uses_no_voucher():
    basket = chosen(basket_of(ProductFactory()), voucher())

    with pytest.raises(Refused):
        order_of(basket, method="gold")

    assert Voucher.objects.get().used == 0


def test_the_guests_voucher_comes_along_at_the_login_unless_the_person_chose_one():
    guest, own = basket_of(ProductFactory()), basket_of(ProductFactory(), owner=UserFactory())
    product = ProductFactory()
    chosen(guest, voucher("KHACH1"), voucher("NHA1", producer=product.owner))
    chosen(own, voucher("RIENG1"))

    take_along(guest, own)

    assert set(own.chosen_vouchers.values_list("voucher__code", flat=True)) == {"RIENG1", "NHA1"}


prices = st.lists(st.integers(1, 900_000), min_size=1, max_size=4)
terms = st.one_of(
    st.builds(dict, percent=st.integers(1, 90), most=st.none() | st.integers(1, 90_000)),
    st.builds(lambda amount: {"amount": amount, "minimum": amount + 1}, st.integers(1, 500_000)),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prices, terms, terms)
def test_whatever_is_taken_off_the_sums_stand_to_the_dong(db, prices, ours, theirs):
    products = [ProductFactory(stocked__price=price) for price in prices]
    basket = basket_of(*products)
    number = Voucher.objects.count()
    chosen(basket, voucher(f"SAN{number}", **ours), voucher(f"NHA{number}", producer=products[0].owner, **theirs))

    order = order_of(basket, to=delivery(phone=f"+849{number:08}"))

    lines = list(order.lines.all())
    assert all(line.price > 0 for line in lines)
    assert sum(line.price for line in lines) == order.goods == sum(parcel.goods for parcel in order.parcels.all())
    for line in lines:
        assert line.price_before - line.price == sum(share.amount for share in line.discount_shares.all())
    assert order.saved == sum(use.amount for use in order.voucher_uses.all())
