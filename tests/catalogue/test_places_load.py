import pytest
from django.db import transaction

from catalogue import gazetteer
from catalogue.models import Place, PlaceAlias, PlaceSuccession
from catalogue.places_load import load_places

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """How many rows were added. Loaded once for this file; each test rolls back to it, the file to nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_places()
        transaction.set_rollback(True)


def test_loading_places_twice_adds_nothing_the_second_time(loaded):
    assert loaded > 25_000
    assert PlaceAlias.objects.count() > 850
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


@pytest.mark.parametrize(
    ("printed", "then", "now"),
    [
        ("xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh", "Xã Phú Cần", "Xã Tiểu Cần, Tỉnh Vĩnh Long"),
        ("xã Hoằng Phụ, huyện Hoằng Hóa, tỉnh Thanh Hóa", "Xã Hoằng Phụ", "Xã Hoằng Thanh, Tỉnh Thanh Hóa"),
        ("xã Hoằng Phú, huyện Hoằng Hóa, tỉnh Thanh Hóa", "Xã Hoằng Phú", "Xã Hoằng Phú, Tỉnh Thanh Hóa"),
        ("thị trấn Chũ, huyện Lục Ngạn, tỉnh Bắc Giang", "Phường Chũ", "Phường Chũ, Tỉnh Bắc Ninh"),
        ("xã Nam Dương, huyện Lục Ngạn, tỉnh Bắc Giang", "Xã Nam Dương", "Xã Nam Dương, Tỉnh Bắc Ninh"),
        ("thị trấn Dương Đông, huyện Phú Quốc, Kiên Giang", "Phường Dương Đông", "Đặc khu Phú Quốc, Tỉnh An Giang"),
        ("xã Thạch Kim, huyện Lộc Hà, tỉnh Hà Tĩnh", "Xã Thạch Kim", "Xã Lộc Hà, Tỉnh Hà Tĩnh"),
        ("xã Tân Mộc, huyện Lục Ngạn, tỉnh Bắc Giang", "Xã Tân Mộc", "Xã Nam Dương, Tỉnh Bắc Ninh"),
    ],
)
def test_a_printed_address_is_found_in_both_eras_by_all_units_and_by_the_few_it_names(loaded, printed, then, now):
    for known in (gazetteer.whole(), gazetteer.about(printed)):
        answer = known.resolve(printed, system="pre2025")
        heir = known.heirs(answer.unit)[0]

        assert (answer.unit.name, f"{heir.name}, {heir.parent.name}") == (then, now)


@pytest.mark.parametrize(
    ("typed", "province"),
    [
        ("Thừa Thiên Huế", "Thành phố Huế"),
        ("Thừa Thiên - Huế", "Thành phố Huế"),
        ("TP. HCM", "Thành phố Hồ Chí Minh"),
        ("Sài Gòn", "Thành phố Hồ Chí Minh"),
        ("Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
        ("Đắc Lắc", "Tỉnh Đắk Lắk"),
        ("Daklak", "Tỉnh Đắk Lắk"),
        ("Kontum", "Tỉnh Quảng Ngãi"),
        ("Bến Tre", "Tỉnh Vĩnh Long"),
    ],
)
def test_a_province_is_found_under_the_names_people_give_it(loaded, typed, province):
    known = gazetteer.about(typed)

    assert [str(heir) for heir in known.heirs(known.resolve(typed).unit)] == [province]


def test_a_commune_merged_away_before_the_lists_froze_stays_unknown(loaded):
    answer = gazetteer.about("xã Thái Sơn, huyện Hiệp Hòa, tỉnh Bắc Giang").resolve(
        "xã Thái Sơn, huyện Hiệp Hòa, tỉnh Bắc Giang"
    )

    assert (answer.kind, str(answer.within)) == ("unknown", "Huyện Hiệp Hòa")


def test_looking_up_one_address_takes_four_queries(loaded, django_assert_num_queries):
    with django_assert_num_queries(4):
        gazetteer.about("xa phu can tieu can tra vinh")
