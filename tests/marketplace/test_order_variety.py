"""Buying pack sizes and gift boxes: the register is asked of the size, its product and every part."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue.services import revoke_certificate, suspend_sale
from marketplace.basket.models import Basket
from marketplace.basket.plans import plan_of
from marketplace.basket.services import CannotAdd, add_to_basket
from marketplace.order.models import Order
from marketplace.order.services import Refused
from marketplace.partner.models import StockRecord
from tests.factories import BoxFactory, CertificateFactory, ProducerFactory, ProductFactory, SizeFactory
from tests.marketplace.buying import basket_of, order_of

pytestmark = pytest.mark.django_db


def revoke(product):
    revoke_certificate(product.certificates.get(), ground="a", decision_number="1/QĐ", on=localdate())


# Pack sizes


def test_a_size_is_bought_at_its_own_price_and_from_its_own_stock():
    size = SizeFactory(stocked__price=45_000, stocked__num_in_stock=3)
    other = SizeFactory(parent=size.parent, stocked__price=90_000)

    order = order_of(basket_of((size, 2)))

    assert order.goods == 90_000
    assert StockRecord.objects.get(product=size).num_allocated == 2
    assert not StockRecord.objects.get(product=other).num_allocated


def test_the_line_of_a_size_names_it_and_freezes_its_products_certificate():
    size = SizeFactory(
        parent__title="Mật ong tràm", parent__certified__decision_number="77/QĐ-UBND", net_weight_g=250, size_name="Hũ"
    )

    line = order_of(basket_of(size)).lines.get()

    assert line.title == "Mật ong tràm, Hũ 250\N{NO-BREAK SPACE}g"
    assert (line.certificate_number, line.certificate_stars) == ("77/QĐ-UBND", 4)
    assert line.certificate == size.parent.certificates.get()


def test_the_line_of_a_size_that_the_decision_names_freezes_that_certificate():
    size = SizeFactory(parent__certified__stars=3)
    own = CertificateFactory(product=size, stars=5)

    assert order_of(basket_of(size)).lines.get().certificate == own


def test_a_product_in_sizes_cannot_be_added_without_choosing_one(client):
    size = SizeFactory()

    client.post(reverse("basket:add", args=[size.parent_id]), {"quantity": 1})
    assert not Basket.objects.exists()

    client.post(reverse("basket:add"), {"product": size.pk, "quantity": 2})
    assert Basket.objects.get().lines.get().product == size


def test_a_size_that_the_decision_does_not_name_cannot_be_added(today):
    size = SizeFactory(parent__certified=False)
    CertificateFactory(product=SizeFactory(parent=size.parent))

    with pytest.raises(CannotAdd, match="Chưa có chứng nhận OCOP"):
        add_to_basket(Basket(), size, quantity=1, day=today)


def test_a_size_is_refused_by_name_when_its_products_certificate_was_revoked_meanwhile():
    size = SizeFactory(parent__title="Mật ong tràm")
    basket = basket_of(size)

    revoke(size.parent)

    with pytest.raises(Refused, match="Mật ong tràm"):
        order_of(basket)


def test_sizes_of_one_producer_go_in_one_parcel():
    size = SizeFactory()

    order = order_of(basket_of(size, SizeFactory(parent=size.parent)))

    assert order.parcels.count() == 1


# Gift boxes


def test_a_box_goes_in_a_parcel_of_its_seller_and_freezes_each_parts_certificate():
    parts = [ProductFactory(certified__stars=stars) for stars in (3, 5)]
    box = BoxFactory(owner=ProducerFactory(name="Trung tâm quà"), parts=parts)

    order = order_of(basket_of((box, 2)))

    line = order.lines.get()
    assert order.parcels.get().producer == box.owner
    assert (line.certificate, line.certificate_stars, line.certificate_number) == (None, None, "")
    assert [(part.product, part.certificate_stars) for part in line.parts.all()] == [(parts[0], 3), (parts[1], 5)]
    assert [part.certificate_until for part in line.parts.all()] == [p.certificates.get().until for p in parts]


def test_a_box_takes_its_own_stock_and_none_of_its_parts():
    part = ProductFactory()
    box = BoxFactory(parts=[part], stocked__num_in_stock=4)

    order_of(basket_of((box, 3)))

    assert StockRecord.objects.get(product=box).num_allocated == 3
    assert not StockRecord.objects.get(product=part).num_allocated


@pytest.mark.parametrize("end", [revoke, lambda part: suspend_sale(part, reason="đang kiểm tra")])
def test_a_box_whose_part_fell_out_between_basket_and_order_is_refused_with_the_parts_name(end):
    part = ProductFactory(title="Nem chua Lam Kinh")
    box = BoxFactory(title="Hộp quà xứ Thanh", parts=[ProductFactory(), part])
    basket = basket_of(box)

    end(part)

    with pytest.raises(Refused, match=r"Hộp quà xứ Thanh: .*Nem chua Lam Kinh"):
        order_of(basket)
    assert not Order.objects.exists()
    assert Basket.objects.get(pk=basket.pk).status == Basket.OPEN


def test_the_basket_says_which_part_fell_out(client):
    part = ProductFactory(title="Nem chua Lam Kinh")
    box = BoxFactory(parts=[part])
    client.post(reverse("basket:add", args=[box.pk]), {"quantity": 1})

    revoke(part)

    assert "Nem chua Lam Kinh" in client.get(reverse("basket:summary")).content.decode()


def test_a_box_with_something_fresh_in_it_is_not_paid_on_delivery():
    box = BoxFactory(parts=[ProductFactory(criteria_set="QD26-01")])

    with pytest.raises(Refused, match="tươi"):
        order_of(basket_of(box), method="cod")


def test_a_box_weighs_what_lies_in_it(today):
    box = BoxFactory(net_weight_g=None, parts=[ProductFactory(net_weight_g=700), ProductFactory(net_weight_g=800)])

    plan = plan_of(Basket.objects.get(pk=basket_of(box).pk), today)

    assert plan.parcels[0].lines[0].grams == 1500


def test_the_order_page_shows_each_part_with_its_star_of_that_day(client):
    part = ProductFactory(title="Kẹo dừa sáp", certified__stars=3)
    order = order_of(basket_of(BoxFactory(parts=[part])))
    revoke(part)

    client.post(reverse("orders:detail", args=[order.number]), {"number": order.number, "phone": "0912345678"})
    shown = client.get(reverse("orders:detail", args=[order.number])).content.decode()

    assert "Kẹo dừa sáp" in shown
    assert "Lúc đặt: OCOP 3 sao" in shown


def test_the_basket_asks_the_same_number_of_queries_for_two_boxes_as_for_one(today):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(basket):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            plan_of(Basket.objects.get(pk=basket.pk), today)
        return len(queries)

    one = basket_of(BoxFactory(parts=[ProductFactory()]), SizeFactory())
    two = basket_of(*(BoxFactory(parts=[ProductFactory()]) for _ in range(2)), SizeFactory(), SizeFactory())

    assert asked(one) == asked(two)
