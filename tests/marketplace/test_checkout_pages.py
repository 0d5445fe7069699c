"""Guest checkout: three screens, nothing typed is lost, one order."""

import re

import pytest

from catalogue.models import PlaceSuccession
from catalogue.services import suspend_sale
from marketplace.basket.models import Line
from marketplace.order.models import Order
from marketplace.partner.models import StockRecord
from tests.factories import BoxFactory, PlaceFactory, ProductFactory, UserFactory
from tests.marketplace.buying import commune

pytestmark = pytest.mark.django_db


def typed(place=None, **changes):
    place = place or commune()
    return {
        "phone": "0912 345 678",
        "recipient": "Nguyễn Thị Kiểm",
        "province": place.parent_id,
        "commune": place.pk,
        "street": "12 đường Thử",
        "note": "gọi trước",
        "email": "khach@example.test",
    } | changes


def fill(client, *products):
    for product in products or [ProductFactory(title="Mật ong bạc hà")]:
        client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1})


def to_review(client, **changes):
    client.post("/thanh-toan/", typed(**changes))
    return client.get("/thanh-toan/xem-lai/")


def ticket(response):
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode()).group(1)


def place(client, review, **changes):
    return client.post("/thanh-toan/dat-hang/", {"ticket": ticket(review), "method": "cod"} | changes)


def test_a_guest_orders_with_seven_fields_and_three_screens(client):
    fill(client)

    form = client.get("/thanh-toan/").context["form"]
    response = place(client, to_review(client))
    shown = client.get(response.url).content.decode()

    order = Order.objects.get()
    assert len(form.fields) == 7
    assert next(iter(form.fields)) == "phone"
    assert response.url == f"/don-hang/{order.number}/"
    assert order.number in shown
    assert (order.phone, order.user, order.guest_email) == ("+84912345678", None, "khach@example.test")


def test_without_script_the_province_is_chosen_first_and_nothing_typed_is_lost(client):
    fill(client)
    here = commune()
    commune(PlaceFactory())

    response = client.post("/thanh-toan/", typed(here, commune="", pick_province="1"))

    shown = response.content.decode()
    assert response.status_code == 200
    assert [str(place) for place in response.context["form"].fields["commune"].queryset] == [str(here)]
    assert "0912 345 678" in shown
    assert "12 đường Thử" in shown


def two_eras():
    """Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh and its heir: xã Tiểu Cần, tỉnh Vĩnh Long."""
    province = PlaceFactory(system="pre2025", name="Tỉnh Trà Vinh", slug="tra-vinh")
    district = PlaceFactory(
        system="pre2025", level="district", name="Huyện Tiểu Cần", slug="huyen-tieu-can", parent=province
    )
    old = PlaceFactory(system="pre2025", level="commune", name="Xã Phú Cần", slug="xa-phu-can", parent=district)
    today = PlaceFactory(name="Tỉnh Vĩnh Long", slug="vinh-long")
    heir = PlaceFactory(level="commune", name="Xã Tiểu Cần", slug="xa-tieu-can", parent=today, code="29308")
    for before, after in ((province, today), (old, heir)):
        PlaceSuccession.objects.create(old=before, new=after)
    return heir


NOW_CALLED = "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh nay là xã Tiểu Cần, tỉnh Vĩnh Long"


@pytest.mark.parametrize("asked", ["Xã Phú Cần, huyện Tiểu Cần, Trà Vinh", "phu can tieu can tra vinh", "Phú Cần"])
def test_an_old_name_is_answered_with_todays_and_nothing_typed_is_lost(client, asked):
    fill(client)
    heir = two_eras()

    shown = client.post(
        "/thanh-toan/", typed(heir, province="", commune="", old_name=asked, find_place="1")
    ).content.decode()

    assert NOW_CALLED in shown
    assert f'value="{heir.pk}"' in shown
    assert "0912 345 678" in shown
    assert "12 đường Thử" in shown


def test_taking_todays_name_fills_province_and_commune_and_the_order_goes_on(client):
    fill(client)
    heir = two_eras()
    blank = typed(heir, province="", commune="", old_name="Phú Cần")

    form = client.post("/thanh-toan/", blank | {"take_place": heir.pk}).context["form"]
    review = to_review(client, province=form["province"].value(), commune=form["commune"].value(), place=heir)

    assert (form["province"].value(), form["commune"].value()) == (str(heir.parent_id), str(heir.pk))
    assert "Xã Tiểu Cần" in review.content.decode()


def test_an_old_province_alone_leads_to_the_communes_of_todays(client):
    fill(client)
    heir = two_eras()

    shown = client.post("/thanh-toan/", typed(heir, province="", old_name="tra vinh", find_place="1"))
    form = client.post("/thanh-toan/", typed(heir, province="", take_place=heir.parent_id)).context["form"]

    assert "Tỉnh Trà Vinh nay thuộc tỉnh Vĩnh Long" in shown.content.decode()
    assert [str(place) for place in form.fields["commune"].queryset] == ["Xã Tiểu Cần"]


def test_an_old_district_offers_its_communes_of_today(client):
    two_eras()

    shown = client.get("/thanh-toan/ten-cu/", {"old_name": "huyện Tiểu Cần, tỉnh Trà Vinh"}).content.decode()

    assert "Huyện Tiểu Cần, tỉnh Trà Vinh nay có xã Tiểu Cần, tỉnh Vĩnh Long" in shown


@pytest.mark.parametrize("choice", ["", "x", "999999999", "99999999999999999999", "-1"])
def test_a_place_that_is_none_is_not_taken(client, choice):
    fill(client)
    here = commune()

    response = client.post("/thanh-toan/", typed(here, take_place=choice))

    assert response.status_code == 200
    assert response.context["form"]["commune"].value() == str(here.pk)


def test_a_name_nobody_knows_is_said_to_be_unknown_whatever_was_typed(client):
    fill(client)
    here = two_eras()

    for asked in ("Atlantis", "<b>đậm</b>", "x" * 3000, "Atlan\0tis"):
        shown = client.post("/thanh-toan/", typed(here, old_name=asked, commune="")).content.decode()
        assert "Chưa thấy tên này" in shown
        assert "<b>đậm" not in shown


def test_the_communes_of_a_province_can_be_fetched_alone(client):
    here = commune()

    assert here.name in client.get("/thanh-toan/xa-phuong/", {"province": here.parent_id}).content.decode()
    assert client.get("/thanh-toan/xa-phuong/", {"province": "'"}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "", "Cần số điện thoại"),
        ("phone", "12345", "chưa đúng"),
        ("recipient", " ", "Cần tên người nhận"),
        ("province", "x", "trong danh sách"),
        ("commune", "999999", "của tỉnh đã chọn"),
        ("street", "", "Cần số nhà"),
        ("email", "khach@", "không đúng"),
    ],
)
def test_a_mistake_is_named_and_the_rest_is_kept(client, field, value, sentence):
    fill(client)

    response = client.post("/thanh-toan/", typed(**{field: value}))

    shown = response.content.decode()
    assert response.status_code == 422
    assert sentence in shown
    assert "gọi trước" in shown


def test_a_commune_of_another_province_is_refused(client):
    fill(client)
    elsewhere = commune(PlaceFactory())

    response = client.post("/thanh-toan/", typed(commune=elsewhere.pk))

    assert response.status_code == 422


def test_no_step_can_be_skipped(client):
    assert client.get("/thanh-toan/").url == "/gio-hang/"
    fill(client)

    assert client.get("/thanh-toan/xem-lai/").url == "/thanh-toan/"
    assert client.post("/thanh-toan/dat-hang/", {"ticket": "x"}).url == "/thanh-toan/xem-lai/"
    assert not Order.objects.exists()


def test_the_review_shows_each_parcel_and_the_total(client):
    fill(client, ProductFactory(stocked__price=100_000), ProductFactory(stocked__price=80_000))

    shown = to_review(client).content.decode()

    assert shown.count('class="parcel"') == 2
    assert "230.000" in shown


def test_a_double_click_leads_to_the_same_order(client):
    fill(client)
    review = to_review(client)

    first, second = place(client, review), place(client, review)

    assert first.url == second.url
    assert Order.objects.count() == 1


def test_a_product_that_stopped_selling_is_named_and_nothing_is_lost(client):
    product = ProductFactory(title="Mật ong bạc hà")
    fill(client, product)
    review = to_review(client)
    suspend_sale(product, reason="đang kiểm tra")

    response = place(client, review)

    assert response.status_code == 409
    assert "Mật ong bạc hà" in " ".join(response.context["sentences"])
    assert Line.objects.count() == 1
    assert "12 đường Thử" in response.content.decode()


def test_a_price_that_changed_since_the_review_is_shown_before_it_is_charged(client):
    fill(client)
    review = to_review(client)
    StockRecord.objects.update(price=999_000)

    response = place(client, review)

    assert response.status_code == 409
    assert "vừa thay đổi" in response.content.decode()
    assert place(client, response).status_code == 302


def test_a_made_up_method_is_refused(client):
    fill(client)

    assert place(client, to_review(client), method="card").status_code == 409
    assert place(client, to_review(client), method="free").status_code == 409
    assert not Order.objects.exists()


def test_fresh_goods_say_why_they_cannot_be_paid_on_delivery(client):
    fill(client, ProductFactory(criteria_set="QD26-01"))

    shown = to_review(client).content.decode()

    assert "nông sản tươi" in shown


def test_a_lost_session_asks_for_the_address_again_and_keeps_the_basket(client):
    fill(client)
    review = to_review(client)
    client.cookies.pop("sessionid")

    response = place(client, review)

    assert response.url == "/thanh-toan/"
    assert Line.objects.count() == 1


def test_a_signed_in_buyer_owns_the_order(client):
    user = UserFactory()
    client.force_login(user)
    fill(client)

    place(client, to_review(client))

    assert Order.objects.get().user == user


def test_every_post_needs_its_token():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    assert client.post("/thanh-toan/", typed()).status_code == 403
    assert client.post("/thanh-toan/dat-hang/", {}).status_code == 403
    assert client.post("/gio-hang/them/1/", {}).status_code == 403


@pytest.mark.parametrize("in_a_box", [False, True])
def test_alcohol_is_ordered_only_by_who_says_to_be_an_adult(client, in_a_box):
    spirits = ProductFactory(criteria_set="QD26-14")
    fill(client, BoxFactory(parts=[ProductFactory(), spirits]) if in_a_box else spirits)
    review = to_review(client)
    assert 'name="adult" value="1" required' in review.content.decode()

    refused = place(client, review)
    assert refused.status_code == 409
    assert "đã đủ 18 tuổi" in refused.content.decode().split('role="alert"')[1]
    assert not Order.objects.exists()

    place(client, refused, adult="1")
    assert Order.objects.count() == 1


def test_a_basket_without_alcohol_asks_nobody_for_an_age(client):
    fill(client)

    assert 'name="adult"' not in to_review(client).content.decode()
