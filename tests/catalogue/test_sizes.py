"""Pack sizes: the certificate stands on the product; a size inherits it, unless the decision names sizes."""

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from catalogue import wording
from catalogue.models import Certificate, Product
from marketplace.partner.models import StockRecord
from tests.catalogue.test_gate import both
from tests.factories import ONE_DAY, CertificateFactory, ProductFactory, SizeFactory

pytestmark = pytest.mark.django_db
WORDS = ("certified", "sellable", "purchasable")


def product_in_sizes(**facts):
    return ProductFactory(structure="parent", stocked=False, **facts)


def answers(product, day):
    return tuple(both(word, product, day) for word in WORDS)


def fresh(product):
    return Product.objects.with_register().get(pk=product.pk)


def test_a_size_inherits_its_products_certificate(today):
    size = SizeFactory()

    assert answers(size, today) == answers(size.parent, today) == (True, True, True)


def test_a_size_that_the_decision_does_not_name_has_no_certificate_and_is_not_sold(today):
    product = product_in_sizes(certified=False)
    named, other = SizeFactory(parent=product), SizeFactory(parent=product)
    CertificateFactory(product=named)

    assert answers(named, today) == answers(product, today) == (True, True, True)
    assert answers(other, today) == (False, False, False)
    assert wording.register_state(fresh(other), today).word == "Chưa có chứng nhận OCOP"


def test_a_size_counts_its_own_and_its_products_certificates(today):
    size = SizeFactory(parent=product_in_sizes(certified__stars=3))
    CertificateFactory(product=size, stars=4)
    Certificate.objects.filter(product=size.parent).update(state="revoked", revoked_on=today)

    assert answers(size, today) == (True, True, True)
    assert fresh(size).certificate_in_force(today).stars == 4


ENDS = {
    "revoked": lambda today: {"state": "revoked", "revoked_on": today},
    "withdrawn": lambda today: {"state": "withdrawn", "withdrawn_on": today},
    "expired": lambda today: {"valid_until": today - ONE_DAY},
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ended_for_a_named_size_is_not_made_good_by_its_products_certificate(today, end):
    product = product_in_sizes()
    size, other = SizeFactory(parent=product), SizeFactory(parent=product)
    CertificateFactory(product=size, **ENDS[end](today))

    assert answers(size, today) == (False, False, False)
    assert answers(other, today) == (True, True, True)


def test_a_later_certificate_of_the_product_counts_for_a_size_that_was_named_before(today):
    size = SizeFactory(parent=product_in_sizes())
    issued = size.parent.certificates.get().issued_on - ONE_DAY
    CertificateFactory(product=size, issued_on=issued, state="revoked", revoked_on=today)

    assert answers(size, today) == (True, True, True)


def test_a_product_whose_named_sizes_differ_shows_the_lowest_star(today):
    product = product_in_sizes(certified=False)
    for stars in (5, 3, 4):
        CertificateFactory(product=SizeFactory(parent=product), stars=stars)

    assert fresh(product).certificate_in_force(today).stars == 3
    assert Product.objects.with_star_of(today).get(pk=product.pk).star == 3


@pytest.mark.parametrize("lack", [{"price": None}, {"num_in_stock": 0}])
def test_a_product_is_purchasable_only_when_one_and_the_same_size_is(today, lack):
    product = product_in_sizes(certified=False)
    certified, stocked = SizeFactory(parent=product, stocked=False), SizeFactory(parent=product)
    CertificateFactory(product=certified)
    record = StockRecord.objects.create(
        product=certified, partner=stocked.stockrecord.partner, partner_sku="x", price=1000, num_in_stock=1
    )
    assert answers(product, today) == (True, True, True)

    StockRecord.objects.filter(pk=record.pk).update(**lack)

    assert answers(product, today) == (True, True, False)


def test_stock_of_the_product_itself_counts_for_nothing_once_it_has_sizes(today):
    product = ProductFactory(structure="parent")

    assert answers(product, today) == (True, True, False)


@pytest.mark.parametrize("broken", [{"is_public": False}, {"sale_suspended_at": now()}], ids=["hidden", "suspended"])
@pytest.mark.parametrize("whose", ["parent", "pk"])
def test_what_stops_a_product_or_a_size_stops_the_sale_of_the_size(broken, whose, today):
    size = SizeFactory()
    key = size.parent_id if whose == "parent" else size.pk

    Product.objects.filter(pk=key).update(**broken)

    assert not both("sellable", size, today)
    assert not both("purchasable", size.parent, today)


def test_a_hidden_size_lends_its_product_no_certificate(today):
    product = product_in_sizes(certified=False)
    CertificateFactory(product=SizeFactory(parent=product, is_public=False))

    assert answers(product, today) == (False, False, False)


def test_the_price_shown_is_that_of_the_cheapest_size_that_can_be_bought(today):
    product = product_in_sizes()
    SizeFactory(parent=product, stocked__price=20_000, stocked__num_in_stock=0)
    SizeFactory(parent=product, stocked__price=90_000)
    SizeFactory(parent=product, stocked__price=50_000)

    assert fresh(product).face(today).price == 50_000
    StockRecord.objects.update(num_in_stock=0)
    assert fresh(product).face(today).price == 20_000


def test_lists_of_entries_show_a_product_once(today):
    product = product_in_sizes()
    SizeFactory(parent=product), SizeFactory(parent=product)

    assert list(Product.objects.purchasable(today).entries()) == [product]


def test_a_size_follows_the_name_and_maker_of_its_product():
    size = SizeFactory(parent=product_in_sizes(title="Mật ong"), net_weight_g=500)
    assert (size.title, size.get_absolute_url()) == ("Mật ong, 500\N{NO-BREAK SPACE}g", size.parent.get_absolute_url())

    size.parent.title = "Mật ong tràm"
    size.parent.save()

    size.refresh_from_db()
    assert size.title == "Mật ong tràm, 500\N{NO-BREAK SPACE}g"


@pytest.mark.parametrize("facts", [{"structure": "child"}, {"structure": "parent", "is_box": True}])
def test_the_database_refuses_a_size_without_its_product_and_a_box_in_sizes(facts):
    with pytest.raises(IntegrityError):
        Product.objects.filter(pk=ProductFactory().pk).update(**facts)


def test_the_words_cost_the_same_for_two_products_in_sizes_as_for_one(django_assert_num_queries, today):
    for _ in range(2):
        product = product_in_sizes()
        SizeFactory(parent=product), SizeFactory(parent=product)

    with django_assert_num_queries(6):
        assert all(p.is_purchasable(today) for p in Product.objects.entries().with_register())


def test_a_list_without_sizes_and_boxes_pays_nothing_for_them(django_assert_num_queries, today):
    ProductFactory()

    with django_assert_num_queries(3):
        assert all(p.is_purchasable(today) for p in Product.objects.entries().with_register())
