"""Gift boxes: no certificate and no star of their own; sold only while every part is sellable."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from catalogue import wording
from catalogue.models import BoxEvent, BoxPart, Certificate, Producer, Product
from catalogue.services import issue_certificate
from tests.catalogue.test_gate import both
from tests.factories import BoxFactory, CertificateFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db


def fresh(product):
    return Product.objects.with_register().get(pk=product.pk)


def on_sale(box, day):
    return both("sellable", box, day) and both("purchasable", box, day)


def test_a_box_of_sellable_parts_is_sold_and_is_not_certified(today):
    box = BoxFactory(parts=[ProductFactory(), SizeFactory()])

    assert on_sale(box, today)
    assert not both("certified", box, today)
    assert fresh(box).certificate_in_force(today) is None


def test_a_certificate_on_a_box_counts_for_nothing(today):
    box = BoxFactory(parts=[ProductFactory(certified=False)])
    CertificateFactory(product=box)

    assert not both("certified", box, today)
    assert not both("sellable", box, today)


def test_no_certificate_can_be_issued_for_a_box(today):
    with pytest.raises(ValidationError):
        issue_certificate(BoxFactory(), stars=3, issued_on=today)


def test_the_history_of_a_box_cannot_be_rewritten():
    event = BoxEvent.objects.create(box=BoxFactory(), added=ProductFactory())

    with pytest.raises(IntegrityError), transaction.atomic():
        BoxEvent.objects.filter(pk=event.pk).update(reason="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_an_empty_box_is_not_sold(today):
    assert not both("sellable", BoxFactory(), today)


ENDS = {
    "revoked": lambda p: Certificate.objects.filter(product=p).update(state="revoked", revoked_on=now().date()),
    "suspended": lambda p: Product.objects.filter(pk=p.pk).update(sale_suspended_at=now()),
    "hidden": lambda p: Product.objects.filter(pk=p.pk).update(is_public=False),
    "producer closed": lambda p: Producer.objects.filter(pk=p.owner_id).update(is_active=False),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_box_leaves_the_shop_with_any_of_its_parts_and_says_which(end, today):
    lost = ProductFactory(title="Nem chua mất chứng nhận")
    box = BoxFactory(parts=[ProductFactory(), lost])
    assert on_sale(box, today)

    end(lost)

    assert not both("sellable", box, today)
    assert not both("purchasable", box, today)
    offer = wording.offer_of(fresh(box), today)
    assert (offer.kind, "Nem chua mất chứng nhận" in offer.sentence) == ("incomplete", True)


def test_a_box_leaves_the_shop_with_the_certificate_of_the_product_of_a_size_in_it(today):
    size = SizeFactory()
    box = BoxFactory(parts=[size])

    ENDS["revoked"](size.parent)

    assert not both("sellable", box, today)


def test_a_part_that_is_sold_out_by_itself_stays_in_the_box(today):
    box = BoxFactory(parts=[ProductFactory(stocked__num_in_stock=0)])

    assert on_sale(box, today)


def test_a_box_in_a_box_is_not_sold(today):
    inner = BoxFactory(parts=[ProductFactory()])

    assert not both("sellable", BoxFactory(parts=[inner]), today)


@pytest.mark.parametrize("broken", [{"is_public": False}, {"sale_suspended_at": now()}])
def test_the_box_itself_can_be_stopped(broken, today):
    box = BoxFactory(parts=[ProductFactory()])
    Product.objects.filter(pk=box.pk).update(**broken)

    assert not both("sellable", box, today)


def test_the_words_cost_the_same_for_two_boxes_as_for_one(django_assert_num_queries, today):
    for _ in range(2):
        BoxFactory(parts=[ProductFactory(), ProductFactory()])

    with django_assert_num_queries(8):
        assert all(p.is_purchasable(today) for p in Product.objects.filter(is_box=True).with_register())


def test_what_lies_behind_a_basket_are_all_certificates_that_decide_on_it():
    size, part = SizeFactory(), ProductFactory()
    box = BoxFactory(parts=[part, size])
    ProductFactory()

    behind = Product.objects.behind([box.pk])

    assert behind == {box.pk, part.pk, size.pk, size.parent_id}
    assert BoxPart.objects.count() == 2
