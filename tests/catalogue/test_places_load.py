import pytest

from catalogue.models import Place, PlaceSuccession
from catalogue.places_load import load_places

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def loaded():
    return load_places()


def test_loading_places_twice_adds_nothing_the_second_time(loaded):
    assert loaded > 24_000
    assert load_places() == 0
    assert Place.objects.provinces().count() == 34


def test_an_old_commune_knows_the_commune_of_today(loaded):
    old = Place.objects.get(system="pre2025", level="commune", code="16003")
    heir = PlaceSuccession.objects.get(old=old, is_default=True).new

    assert (old.name, heir.name, heir.parent.slug) == ("Xã Hoằng Phụ", "Xã Hoằng Thanh", "thanh-hoa")


def test_a_reused_province_code_means_two_places(loaded):
    names = {place.system: place.name for place in Place.objects.filter(level="province", code="24")}

    assert names == {"pre2025": "Tỉnh Bắc Giang", "2025": "Tỉnh Bắc Ninh"}


def test_every_district_stands_under_its_province_and_islands_have_a_successor(loaded):
    assert not Place.objects.filter(level="district", parent=None).exists()
    assert PlaceSuccession.objects.filter(old__level="district").count() == 5
