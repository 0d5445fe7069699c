"""Addresses that a buyer keeps: two levels, one default, used at the checkout."""

import pytest
from django.urls import reverse

from marketplace.buyers.models import SavedAddress
from marketplace.buyers.services.addresses import make_default, remove_address, save_address
from tests.factories import PlaceFactory, ProductFactory, UserFactory
from tests.marketplace.buyers import facts, signed_in
from tests.marketplace.buying import commune, order_of

pytestmark = pytest.mark.django_db


def test_the_first_address_is_the_default_and_the_same_place_is_kept_once():
    user, here = UserFactory(), facts()

    first = save_address(user, facts=here)
    same = save_address(user, facts=here)
    second = save_address(user, facts=facts(street="2 ngõ Khác"))

    assert first == same
    assert [one.is_default for one in SavedAddress.objects.of(user)] == [True, False]
    make_default(second)
    assert [one.pk for one in SavedAddress.objects.of(user)] == [second.pk, first.pk]
    remove_address(second)
    assert SavedAddress.objects.get().is_default


def typed(place, **changes):
    return {
        "phone": "0987 654 321",
        "recipient": "Lê Thị Nhà",
        "province": place.parent_id,
        "commune": place.pk,
        "street": "1 ngõ Nhà",
    } | changes


def test_an_address_is_typed_in_two_levels_and_a_mistake_keeps_what_was_typed():
    user, here = UserFactory(), commune()
    client = signed_in(user)

    wrong = client.post("/tai-khoan/dia-chi/them/", typed(here, phone="12"))
    right = client.post("/tai-khoan/dia-chi/them/", typed(here))

    assert wrong.status_code == 422
    assert "1 ngõ Nhà" in wrong.content.decode()
    assert right.url == "/tai-khoan/dia-chi/"
    assert SavedAddress.objects.get().phone == "+84987654321"


def test_a_commune_of_another_province_is_refused():
    here = commune()

    answer = signed_in().post("/tai-khoan/dia-chi/them/", typed(here, province=PlaceFactory().pk))

    assert answer.status_code == 422
    assert not SavedAddress.objects.exists()


@pytest.mark.parametrize("name", ["address", "address-default", "address-remove"])
def test_another_persons_address_is_a_404_for_reading_and_for_writing(name):
    theirs = save_address(UserFactory(), facts=facts())
    stranger, address = signed_in(), reverse(f"account:{name}", args=[theirs.pk])

    statuses = {stranger.post(address, typed(theirs.commune)).status_code, stranger.get(address).status_code}

    assert 404 in statuses
    assert statuses <= {404, 405}
    assert SavedAddress.objects.get().recipient == "Lê Thị Nhà"


def test_the_checkout_begins_with_the_default_address_and_takes_another_by_a_button():
    user = UserFactory()
    home, work = save_address(user, facts=facts()), save_address(user, facts=facts(street="9 phố Làm"))
    client = signed_in(user)
    client.post(f"/gio-hang/them/{ProductFactory().pk}/", {"quantity": 1})

    first = client.get("/thanh-toan/").context["form"]
    taken = client.post("/thanh-toan/", {"take_address": work.pk, "note": "gọi trước"}).context["form"]

    assert first["street"].value() == home.street
    assert (taken["street"].value(), taken["note"].value()) == ("9 phố Làm", "gọi trước")
    assert list(taken.fields["commune"].queryset) == [work.commune]


def test_a_kept_address_of_the_province_chosen_in_the_basket_is_taken():
    user, product = UserFactory(), ProductFactory()
    save_address(user, facts=facts())
    there = save_address(user, facts=facts(commune(), street="7 chợ Kia"))
    client = signed_in(user)
    client.post(f"/gio-hang/them/{product.pk}/", {"quantity": 1})
    session = client.session
    session["delivery"] = {"province": str(there.province_id), "commune": ""}
    session.save()

    assert client.get("/thanh-toan/").context["form"]["street"].value() == "7 chợ Kia"


def test_the_checkout_takes_nobody_elses_address():
    theirs = save_address(UserFactory(), facts=facts())
    client = signed_in()
    client.post(f"/gio-hang/them/{ProductFactory().pk}/", {"quantity": 1})

    page = client.post("/thanh-toan/", {"take_address": theirs.pk})

    assert theirs.street not in page.content.decode()


def test_the_address_of_an_order_is_kept_from_its_page():
    user = UserFactory()
    order = order_of(user=user)

    signed_in(user).post(reverse("account:order-address", args=[order.number]))

    assert SavedAddress.objects.get().line == order.address
