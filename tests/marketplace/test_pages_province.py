"""A province of today also answers for those it took over."""

import pytest

from catalogue.models import PlaceAlias, PlaceSuccession
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def vinh_long():
    today = PlaceFactory(name="Tỉnh Vĩnh Long", slug="vinh-long")
    for name, slug in (("Tỉnh Trà Vinh", "tra-vinh"), ("Tỉnh Vĩnh Long", "vinh-long")):
        PlaceSuccession.objects.create(old=PlaceFactory(system="pre2025", name=name, slug=slug), new=today)
    return today


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_an_old_province_leads_for_good_to_todays_which_says_so(client, vinh_long, prefix):
    response = client.get(f"{prefix}/tinh/tra-vinh/")

    assert (response.status_code, response["Location"]) == (301, f"{prefix}/tinh/vinh-long/?truoc=tra-vinh")
    told = client.get(response["Location"]).content.decode()
    assert ("Trà Vinh nay thuộc tỉnh Vĩnh Long" if not prefix else "Trà Vinh is now part of tỉnh Vĩnh Long") in told


def test_a_name_that_stayed_answers_itself(client, vinh_long):
    response = client.get("/tinh/vinh-long/")

    assert response.status_code == 200
    assert "nay thuộc" not in response.content.decode()


def test_an_earlier_name_of_a_province_leads_to_it_too(client, vinh_long):
    today = PlaceFactory(name="Thành phố Huế", slug="hue")
    PlaceAlias.objects.create(place=today, name="Thừa Thiên Huế", key="thua thien hue", source="thử")

    response = client.get("/tinh/thua-thien-hue/", follow=True)

    assert response.redirect_chain == [("/tinh/hue/?truoc=thua-thien-hue", 301)]
    assert "Thừa Thiên Huế nay thuộc thành phố Huế" in response.content.decode()


@pytest.mark.parametrize("slug", ["atlantis", "x", "huyen-tieu-can"])
def test_a_province_that_never_was_is_not_found(client, vinh_long, slug):
    assert client.get(f"/tinh/{slug}/").status_code == 404


def test_an_invented_origin_is_not_repeated(client, vinh_long):
    shown = client.get("/tinh/vinh-long/", {"truoc": "<b>ha-noi"}).content.decode()

    assert "nay thuộc" not in shown
