"""The producer's pack sizes and gift boxes: add, hide, exchange what fell out; each change of a box leaves a line."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue import boxes
from catalogue.models import BoxEvent, BoxPart, Certificate, Product
from marketplace.basket.plans import plan_of
from marketplace.partner.models import StockRecord
from search import services as search
from tests.factories import BoxFactory, PlaceFactory, ProducerFactory, ProductFactory, SizeFactory
from tests.marketplace.buying import basket_of
from tests.marketplace.workspaces import member_of

pytestmark = pytest.mark.django_db
NBSP = "\N{NO-BREAK SPACE}"


def add_size(product, **typed):
    typed = {"amount": "250", "unit": "g", "price": "45.000", "stock": "12"} | typed
    return member_of(product.owner).post(reverse("workspace:sizes", args=[product.pk]), typed)


def lose(product):
    Certificate.objects.filter(product=product).update(state="revoked", revoked_on=localdate())


# Pack sizes


def test_the_first_size_added_makes_what_was_sold_so_far_a_size_too(today):
    product = ProductFactory(net_weight_g=500, stocked__price=80_000, stocked__num_in_stock=7)

    assert add_size(product).status_code == 302

    sizes = Product.objects.with_register().get(pk=product.pk).sizes
    assert [(size.size, size.price, size.free_stock) for size in sizes] == [
        (f"250{NBSP}g", 45_000, 12),
        (f"500{NBSP}g", 80_000, 7),
    ]
    assert all(size.is_purchasable(today) for size in sizes)


def test_what_lay_in_a_basket_or_a_box_stays_there_as_the_first_size(today):
    product = ProductFactory(net_weight_g=500)
    basket, box = basket_of((product, 2)), BoxFactory(parts=[product])

    add_size(product)

    first = Product.objects.get(parent=product, net_weight_g=500)
    basket = type(basket).objects.get(pk=basket.pk)
    assert [line.product for line in plan_of(basket, today).parcels[0].lines] == [first]
    assert box.parts.get().product == first
    assert Product.objects.sellable(today).contains(box)


def test_a_drink_is_sold_by_volume_and_priced_by_the_litre(client):
    product = ProductFactory(criteria_set="QD26-17", net_weight_g=None)
    add_size(product, amount="330", unit="ml", price="18000")

    shown = client.get(product.get_absolute_url()).content.decode()

    assert f"330{NBSP}ml" in shown
    assert f"54.500{NBSP}₫/lít" in shown


def test_the_same_size_twice_is_refused_in_words():
    product = ProductFactory()
    add_size(product)

    answer = add_size(product)

    assert answer.status_code == 422
    assert "đã có quy cách này" in answer.content.decode()


def test_a_size_that_is_no_longer_offered_leaves_the_page(client):
    size = SizeFactory(net_weight_g=333)
    address = size.get_absolute_url()
    SizeFactory(parent=size.parent)
    assert f"333{NBSP}g" in client.get(address).content.decode()

    member_of(size.owner).post(reverse("workspace:size-show", args=[size.pk]), {"hide": "1"})

    assert f"333{NBSP}g" not in client.get(address).content.decode()


def test_stock_and_prices_of_sizes_are_kept_in_the_price_table():
    size = SizeFactory()
    member = member_of(size.owner)
    shown = member.get(reverse("workspace:stock")).content.decode()
    assert f"{size.pk}-price" in shown
    assert f"{size.parent_id}-price" not in shown

    typed = {"price": "99000", "stock": "5", "seen_price": "120000", "seen_stock": "20"}
    member.post(reverse("workspace:stock"), {f"{size.pk}-{name}": value for name, value in typed.items()})

    assert StockRecord.objects.values_list("price", "num_in_stock").get(product=size) == (99_000, 5)


# Gift boxes


def test_a_new_box_is_filled_from_what_is_on_sale():
    seller = ProducerFactory()
    member, candy = member_of(seller), ProductFactory(title="Kẹo dừa sáp")
    ProductFactory(title="Kẹo dừa hết hạn", certified=False)
    search.rebuild()

    member.post(reverse("workspace:box-add"), {"title": "Hộp quà Tết"})
    box = Product.objects.get(is_box=True)
    found = member.get(reverse("workspace:box", args=[box.pk]) + "?q=keo+dua").content.decode()
    member.post(reverse("workspace:box-part-add", args=[box.pk]), {"product": candy.pk})

    assert "Kẹo dừa sáp" in found
    assert "Kẹo dừa hết hạn" not in found
    assert [part.product for part in box.parts.all()] == [candy]
    assert BoxEvent.objects.get().added == candy


def test_a_product_that_cannot_be_bought_does_not_go_into_a_box():
    box = BoxFactory()

    answer = member_of(box.owner).post(
        reverse("workspace:box-part-add", args=[box.pk]), {"product": ProductFactory(certified=False).pk}
    )

    assert "hiện không mua được" in str(next(iter(get_messages(answer.wsgi_request))))
    assert not box.parts.exists()


def test_a_part_that_fell_out_is_exchanged_by_one_press_with_a_line_in_the_history(today):
    lost, good = ProductFactory(title="Nem mất chứng nhận"), ProductFactory(title="Nem thay thế")
    box = BoxFactory(parts=[lost])
    lose(lost)
    member = member_of(box.owner)
    shown = member.get(reverse("workspace:box", args=[box.pk])).content.decode()
    assert "đã bị thu hồi" in shown
    assert "Nem thay thế" in shown

    member.post(reverse("workspace:box-part-exchange", args=[box.parts.get().pk]), {"product": good.pk})

    assert Product.objects.sellable(today).contains(box)
    event = BoxEvent.objects.get()
    assert (event.removed, event.added, event.actor) == (lost, good, box.owner.memberships.get().user)
    assert "đã bị thu hồi" in event.reason


def test_proposals_are_purchasable_of_the_same_group_and_at_a_similar_price(today):
    lost = ProductFactory(criteria_set="QD26-04", stocked__price=100_000)
    box = BoxFactory(parts=[lost])
    fit = ProductFactory(criteria_set="QD26-06", stocked__price=120_000)
    ProductFactory(criteria_set="QD26-21", stocked__price=100_000)  # crafts
    ProductFactory(criteria_set="QD26-04", stocked__price=900_000)
    ProductFactory(criteria_set="QD26-04", stocked__price=100_000, stocked__num_in_stock=0)
    ProductFactory(criteria_set="QD26-04", stocked__price=100_000, certified=False)
    lose(lost)

    assert boxes.proposals(box.parts.get(), today) == [fit]


def test_proposals_put_the_same_province_before_the_same_set_before_the_nearest_price(today):
    home = PlaceFactory()
    lost = ProductFactory(owner__province=home, criteria_set="QD26-04", stocked__price=100_000)
    price = ProductFactory(criteria_set="QD26-06", stocked__price=101_000)
    same_set = ProductFactory(criteria_set="QD26-04", stocked__price=150_000)
    same_place = ProductFactory(owner__province=home, criteria_set="QD26-06", stocked__price=180_000)
    box = BoxFactory(parts=[lost])
    lose(lost)

    assert boxes.proposals(box.parts.get(), today) == [same_place, same_set, price]


def test_a_box_that_stands_still_is_a_task_of_today():
    part = ProductFactory()
    box = BoxFactory(parts=[part])
    lose(part)

    assert "hộp quà ngừng bán vì một món" in member_of(box.owner).get(reverse("workspace:today")).content.decode()


def test_a_part_that_is_in_the_box_already_is_refused(today):
    part = ProductFactory()
    box = BoxFactory(parts=[part, ProductFactory()])

    with pytest.raises(boxes.CannotLieInBox):
        boxes.exchange_part(box.parts.last(), product=part, day=today)
    assert BoxPart.objects.filter(product=part).count() == 1
