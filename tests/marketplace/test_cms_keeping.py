"""What an office keeps beside certificates: facts of products, protected names, whether a producer sells."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from catalogue.models import IpAsset, PlaceSuccession, Producer, Product
from marketplace.cms.people import entries_of
from tests.factories import BoxFactory, MembershipFactory, PlaceFactory, ProducerFactory, ProductFactory, SizeFactory
from tests.marketplace.buying import basket_of, order_of
from tests.marketplace.cms import product_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def sent_to(desk, where, pk, **typed):
    return desk.post(reverse(where, args=[pk]), typed)


# Products ---------------------------------------------------------------------------------------
def facts(product, **changes):
    written = {
        "criteria_set": product.criteria_set,
        "net_weight_g": 500,
        "origin_as_printed": product.origin_as_printed,
    }
    return written | changes


def test_an_officer_corrects_facts_and_the_page_says_so_on_the_next_request(desk, officer, province):
    product = ProductFactory(owner=ProducerFactory(province=province))
    page = Client().get(product.get_absolute_url()).content.decode()
    assert "Nơi khô mát" not in page

    answer = sent_to(
        desk, "products_desk:inspect", product.pk, **facts(product, storage="Nơi khô mát", upc="9521234567899")
    )

    assert answer.status_code == 302
    product.refresh_from_db()
    assert (product.storage, product.upc) == ("Nơi khô mát", "9521234567899")
    assert "Nơi khô mát" in Client().get(product.get_absolute_url()).content.decode()
    history = desk.get(reverse("products_desk:inspect", args=[product.pk])).content.decode()
    assert "Sửa thông tin sản phẩm" in history
    assert officer.email in history


def test_a_correction_writes_only_what_was_changed(desk, province):
    product = ProductFactory(owner=ProducerFactory(province=province))
    held = Product.objects.get(pk=product.pk)
    Product.objects.filter(pk=product.pk).update(ingredients="Mật ong")  # meanwhile, by the producer

    sent_to(desk, "products_desk:inspect", held.pk, **facts(product, storage="Nơi khô", ingredients="Mật ong"))

    product.refresh_from_db()
    assert (product.storage, product.ingredients) == ("Nơi khô", "Mật ong")


@pytest.mark.parametrize("typed", ["9521234567890", "123", "abc", "2012345678900"])
def test_a_number_that_is_no_gtin_is_refused_with_a_sentence(desk, province, typed):
    product = product_of(province)

    answer = sent_to(desk, "products_desk:inspect", product.pk, **facts(product, upc=typed))

    assert answer.status_code == 200
    assert answer.context["form"].errors["upc"]
    assert Product.objects.get(pk=product.pk).upc in (None, "")


def two_eras(province):
    """Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh and its heir, a commune of `province`."""
    old = PlaceFactory(system="pre2025", name="Tỉnh Trà Vinh", slug="tra-vinh")
    district = PlaceFactory(
        system="pre2025", level="district", name="Huyện Tiểu Cần", slug="huyen-tieu-can", parent=old
    )
    commune = PlaceFactory(system="pre2025", level="commune", name="Xã Phú Cần", slug="xa-phu-can", parent=district)
    heir = PlaceFactory(level="commune", name="Xã Tiểu Cần", slug="xa-tieu-can", parent=province, code="29308")
    for before, after in ((old, province), (commune, heir)):
        PlaceSuccession.objects.create(old=before, new=after)
    return commune, heir


ORIGIN = "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh"


def test_an_origin_of_before_is_joined_to_its_unit_of_today(desk, province):
    product, (then, now) = product_of(province), two_eras(province)

    sent_to(desk, "products_desk:inspect", product.pk, **facts(product, origin_as_printed=ORIGIN))

    product.refresh_from_db()
    assert (product.origin_as_printed, product.origin_then, product.origin_now) == (ORIGIN, then, now)
    assert "nay: xã Tiểu Cần" in desk.get(reverse("products_desk:inspect", args=[product.pk])).content.decode()


def test_an_origin_in_another_province_is_refused(desk, province):
    product = product_of(province)
    two_eras(PlaceFactory(name="Tỉnh Vĩnh Long", slug="vinh-long"))

    answer = sent_to(desk, "products_desk:inspect", product.pk, **facts(product, origin_as_printed=ORIGIN))

    assert "nay thuộc Tỉnh Vĩnh Long" in str(answer.context["form"].errors["origin_as_printed"])
    assert Product.objects.get(pk=product.pk).origin_as_printed == ""


@pytest.mark.parametrize(
    "build", [lambda owner: SizeFactory(parent__owner=owner), lambda owner: BoxFactory(owner=owner)]
)
def test_pack_sizes_and_gift_boxes_have_a_form_too(desk, province, build):
    made = build(ProducerFactory(province=province))

    assert sent_to(desk, "products_desk:inspect", made.pk, net_weight_g="250", upc="").status_code == 302


def test_a_product_of_another_province_is_not_there(desk):
    foreign = product_of(PlaceFactory())

    assert desk.get(reverse("products_desk:inspect", args=[foreign.pk])).status_code == 404
    assert sent_to(desk, "products_desk:inspect", foreign.pk, storage="x").status_code == 404


# Protected names ----------------------------------------------------------------------------------
def name(**changes):
    return {"kind": "gi", "name": "Cam Mẫu", "number": "00123", "holder": "UBND mẫu"} | changes


def test_an_office_enters_a_protected_name_of_its_province_with_the_products_that_bear_it(desk, province):
    product = ProductFactory(owner=ProducerFactory(province=province))

    answer = desk.post(reverse("names_desk:add"), name(products=[product.pk], province=PlaceFactory().pk))

    asset = IpAsset.objects.get()
    assert (answer.status_code, asset.province, list(asset.products.all())) == (302, province, [product])
    assert "Cam Mẫu" in Client().get(product.get_absolute_url()).content.decode()
    assert "Cam Mẫu" in desk.get(reverse("names_desk:index")).content.decode()


def test_a_protected_name_of_another_province_is_neither_seen_nor_changed(desk):
    foreign = IpAsset.objects.create(**name(), province=PlaceFactory())

    assert "Cam Mẫu" not in desk.get(reverse("names_desk:index")).content.decode()
    assert desk.get(reverse("names_desk:edit", args=[foreign.pk])).status_code == 404
    assert sent_to(desk, "names_desk:edit", foreign.pk, **name(name="Khác")).status_code == 404
    assert desk.get(reverse("ip_assets:index")).status_code in (302, 403, 404)


def test_products_of_other_provinces_cannot_be_put_under_ones_own_name(desk, province):
    foreign = product_of(PlaceFactory())

    answer = desk.post(reverse("names_desk:add"), name(products=[foreign.pk]))

    assert (answer.status_code, IpAsset.objects.count()) == (200, 0)


# Producers ------------------------------------------------------------------------------------------
def closing(desk, producer, act="close", reason="Giải thể theo thông báo 12/TB"):
    return sent_to(desk, "producers_desk:close", producer.pk, act=act, reason=reason)


def test_closing_a_producer_stops_every_sale_on_the_next_request_and_keeps_the_reason(desk, officer, province):
    product = ProductFactory(owner=ProducerFactory(province=province))
    buyer = Client()
    assert "Thêm vào giỏ" in buyer.get(product.get_absolute_url()).content.decode()

    assert closing(desk, product.owner).status_code == 302

    page = buyer.get(product.get_absolute_url()).content.decode()
    assert "Thêm vào giỏ" not in page
    assert "Nhà sản xuất đã ngừng bán tại Chợ OCOP." in page
    assert not Product.objects.purchasable(localdate()).exists()
    (line,) = entries_of(product.owner)
    assert (line.action, line.user, line.data["reason"]) == ("ocop.closed", officer, "Giải thể theo thông báo 12/TB")


def test_what_was_ordered_before_is_still_sent(desk, province):
    product = ProductFactory(owner=ProducerFactory(province=province))
    parcel = order_of(basket_of(product)).parcels.get()
    packer = Client()
    packer.force_login(MembershipFactory(producer=product.owner).user)
    closing(desk, product.owner)

    answer = packer.get(reverse("workspace:parcel", args=[parcel.pk]))

    assert answer.status_code == 200
    assert parcel.number in answer.content.decode()


def test_a_producer_is_not_closed_without_a_reason(desk, province):
    producer = ProducerFactory(province=province)

    assert closing(desk, producer, reason=" ").status_code == 200
    assert Producer.objects.get(pk=producer.pk).is_active


def test_a_closed_producer_sells_again_once_reopened(desk, province):
    product = ProductFactory(owner=ProducerFactory(province=province))
    closing(desk, product.owner)

    closing(desk, product.owner, act="reopen", reason="Đã kiện toàn")

    assert product in Product.objects.purchasable(localdate())


def test_the_second_of_two_tabs_is_told_that_it_happened_already(desk, province):
    producer = ProducerFactory(province=province)
    closing(desk, producer)

    answer = closing(desk, producer)

    assert "Vừa có người khác đổi việc này" in answer.content.decode()
    assert entries_of(producer).count() == 1


def test_a_producer_of_another_province_cannot_be_closed(desk):
    foreign = ProducerFactory(province=PlaceFactory())

    assert closing(desk, foreign).status_code == 404
    assert Producer.objects.get(pk=foreign.pk).is_active


def test_the_producers_own_people_cannot_close_it(client, province):
    member = MembershipFactory(producer=ProducerFactory(province=province))
    client.force_login(member.user)

    assert closing(client, member.producer).status_code in (302, 403)
    assert Producer.objects.get(pk=member.producer.pk).is_active
