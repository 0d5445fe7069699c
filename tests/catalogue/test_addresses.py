"""Addresses against a small country of our own; the whole one: test_places_load.py."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.addresses import Gazetteer, Unit, names_of

TRA_VINH = Unit(1, "pre2025", "province", "Tỉnh Trà Vinh")
TIEU_CAN = Unit(2, "pre2025", "district", "Huyện Tiểu Cần", TRA_VINH)
PHU_CAN = Unit(3, "pre2025", "commune", "Xã Phú Cần", TIEU_CAN)
OLD_VINH_LONG = Unit(4, "pre2025", "province", "Tỉnh Vĩnh Long")
VINH_LONG = Unit(5, "2025", "province", "Tỉnh Vĩnh Long")
NEW_TIEU_CAN = Unit(6, "2025", "commune", "Xã Tiểu Cần", VINH_LONG)
OLD_THANH_HOA = Unit(10, "pre2025", "province", "Tỉnh Thanh Hóa")
HOANG_HOA = Unit(11, "pre2025", "district", "Huyện Hoằng Hóa", OLD_THANH_HOA)
HOANG_PHU_HEAVY = Unit(12, "pre2025", "commune", "Xã Hoằng Phụ", HOANG_HOA)
HOANG_PHU_SHARP = Unit(13, "pre2025", "commune", "Xã Hoằng Phú", HOANG_HOA)
THANH_HOA = Unit(14, "2025", "province", "Tỉnh Thanh Hóa")
HOANG_THANH = Unit(15, "2025", "commune", "Xã Hoằng Thanh", THANH_HOA)
NEW_HOANG_PHU = Unit(16, "2025", "commune", "Xã Hoằng Phú", THANH_HOA)
BAC_GIANG = Unit(20, "pre2025", "province", "Tỉnh Bắc Giang")
LUC_NGAN = Unit(21, "pre2025", "district", "Huyện Lục Ngạn", BAC_GIANG)
CHU_TOWN = Unit(22, "pre2025", "district", "Thị xã Chũ", BAC_GIANG)
CHU = Unit(23, "pre2025", "commune", "Phường Chũ", CHU_TOWN)
BAC_NINH = Unit(24, "2025", "province", "Tỉnh Bắc Ninh")
CHU_NOW = Unit(25, "2025", "commune", "Phường Chũ", BAC_NINH)
BRVT = Unit(30, "pre2025", "province", "Tỉnh Bà Rịa - Vũng Tàu")
BA_RIA = Unit(31, "pre2025", "district", "Thành phố Bà Rịa", BRVT)
HCM = Unit(32, "2025", "province", "Thành phố Hồ Chí Minh")
WARD_1 = Unit(33, "pre2025", "commune", "Phường 1", BA_RIA)

COUNTRY = Gazetteer(
    [value for value in globals().values() if isinstance(value, Unit)],
    [
        (TRA_VINH.pk, VINH_LONG.pk, True),
        (OLD_VINH_LONG.pk, VINH_LONG.pk, True),
        (OLD_THANH_HOA.pk, THANH_HOA.pk, True),
        (BAC_GIANG.pk, BAC_NINH.pk, True),
        (BRVT.pk, HCM.pk, True),
        (PHU_CAN.pk, NEW_TIEU_CAN.pk, True),
        (HOANG_PHU_SHARP.pk, NEW_HOANG_PHU.pk, True),
        (HOANG_PHU_HEAVY.pk, NEW_HOANG_PHU.pk, False),
        (HOANG_PHU_HEAVY.pk, HOANG_THANH.pk, True),
        (CHU.pk, CHU_NOW.pk, True),
    ],
    [(CHU.pk, "Thị trấn Chũ", "Huyện Lục Ngạn"), (BRVT.pk, "Vũng Tàu", ""), (HCM.pk, "TPHCM", "")],
)


@pytest.mark.parametrize(
    "printed",
    [
        "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh",
        "Phú Cần, Tiểu Cần, Trà Vinh",
        "X. Phú Cần, H. Tiểu Cần, T. Trà Vinh, Việt Nam",
        "Số 5 ấp Chợ, xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh",
        "xã Phú Cần huyện Tiểu Cần tỉnh Trà Vinh",
        "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh (nay: xã Tiểu Cần, tỉnh Vĩnh Long)",
        "Xã Phú Cần, Trà Vinh",
        "xã Phú Cần, huyện Tiểu Cần, tỉnh Vĩnh Long",
        "Xa\u0303 Phu\u0301 Câ\u0300n, huyện Tiểu Cần, tỉnh Tra\u0300 Vinh",
    ],
)
def test_a_printed_address_names_its_old_unit_and_that_has_its_heir(printed):
    answer = COUNTRY.resolve(printed)

    assert (answer.kind, answer.unit) == ("exact", PHU_CAN)
    assert COUNTRY.heirs(answer.unit) == [NEW_TIEU_CAN]


def test_marks_tell_two_communes_apart():
    heavy = COUNTRY.resolve("xã Hoằng Phụ, huyện Hoằng Hóa, tỉnh Thanh Hóa")
    sharp = COUNTRY.resolve("xã Hoằng Phú, huyện Hoằng Hóa, tỉnh Thanh Hóa")

    assert (heavy.unit, sharp.unit) == (HOANG_PHU_HEAVY, HOANG_PHU_SHARP)
    assert COUNTRY.heirs(heavy.unit) == [HOANG_THANH, NEW_HOANG_PHU]  # the default one first


def test_where_the_tone_mark_stands_does_not_matter():
    assert COUNTRY.resolve("xã Hoằng Phụ, huyện Hoằng Hoá, tỉnh Thanh Hoá").unit == HOANG_PHU_HEAVY


def test_without_marks_there_are_choices_and_no_answer():
    answer = COUNTRY.resolve("xa hoang phu, huyen hoang hoa, thanh hoa")

    assert (answer.kind, answer.unit) == ("ambiguous", None)
    assert set(answer.units) == {HOANG_PHU_HEAVY, HOANG_PHU_SHARP}


@pytest.mark.parametrize("typed", ["xa phu can tieu can tra vinh", "phu can tra vinh", "phú cần, trà vinh", "phu can"])
def test_what_is_typed_without_commas_or_marks_is_offered(typed):
    assert PHU_CAN in COUNTRY.resolve(typed).units


def test_wrong_marks_are_offered_and_never_taken():
    assert COUNTRY.resolve("Xã Phù Cần, huyện Tiểu Cần, tỉnh Trà Vinh").kind == "ambiguous"


@pytest.mark.parametrize("printed", ["Thị trấn Chũ, huyện Lục Ngạn, tỉnh Bắc Giang", "TT Chũ, Lục Ngạn, Bắc Giang"])
def test_an_earlier_name_leads_to_the_unit_that_bore_it(printed):
    assert COUNTRY.resolve(printed).unit == CHU


def test_an_earlier_name_under_another_kind_is_only_offered():
    answer = COUNTRY.resolve("Xã Chũ, huyện Lục Ngạn, tỉnh Bắc Giang")

    assert (answer.kind, answer.units) == ("ambiguous", (CHU,))


@pytest.mark.parametrize("written", ["Bà Rịa - Vũng Tàu", "Bà Rịa – Vũng Tàu", "tỉnh Bà Rịa-Vũng Tàu", "Vũng Tàu"])
def test_a_province_is_known_under_each_of_its_spellings(written):
    assert COUNTRY.resolve(written).unit == BRVT


@pytest.mark.parametrize("written", ["TPHCM", "TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh", "TP Hồ Chí Minh"])
def test_a_city_is_known_by_its_short_forms(written):
    assert COUNTRY.resolve(written).unit == HCM


def test_a_name_that_both_lists_have_is_todays_unless_the_list_is_named():
    assert COUNTRY.resolve("Vĩnh Long").unit == VINH_LONG
    assert COUNTRY.resolve("Vĩnh Long", system="pre2025").unit == OLD_VINH_LONG
    assert COUNTRY.resolve("Trà Vinh", system="2025").kind == "unknown"


def test_a_commune_nobody_knows_is_unknown_within_what_is():
    answer = COUNTRY.resolve("Xã Không Có, huyện Tiểu Cần, tỉnh Trà Vinh")

    assert (answer.kind, answer.units, answer.within) == ("unknown", (), TIEU_CAN)


def test_a_hamlet_or_a_street_before_a_district_claims_nothing():
    assert COUNTRY.resolve("Ấp Chợ, huyện Tiểu Cần, tỉnh Trà Vinh").unit == TIEU_CAN


def test_wards_are_known_with_and_without_a_leading_zero():
    assert COUNTRY.resolve("Phường 01, thành phố Bà Rịa, Bà Rịa - Vũng Tàu").unit == WARD_1
    assert COUNTRY.resolve("P1, TP. Bà Rịa, Bà Rịa - Vũng Tàu").unit == WARD_1


@pytest.mark.parametrize("text", ["", " , ,", "Atlantis", "😀", "Việt Nam", "x" * 5000, "a, " * 500])
def test_nonsense_names_nothing(text):
    assert COUNTRY.resolve(text).kind == "unknown"


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text):
    assert COUNTRY.resolve(text).kind in ("exact", "ambiguous", "unknown")


@given(st.sampled_from(["", "pre2025", "2025"]), st.permutations(["Phú Cần", "Tiểu Cần", "Trà Vinh", "Chũ"]))
def test_an_exact_answer_is_one_unit_of_the_list_asked_for(system, names):
    answer = COUNTRY.resolve(", ".join(names), system=system)

    assert (answer.unit is None) == (answer.kind != "exact")
    assert all(system in ("", unit.system) for unit in answer.units)


@pytest.mark.parametrize(
    ("written", "kind", "bare"),
    [
        ("Quận Hóa", "quận", "Hóa"),
        ("Quan Hóa", "", "Quan Hóa"),
        ("Thị Xã Mường Lay", "thị xã", "Mường Lay"),
        ("TP.Huế", "thành phố", "Huế"),
        ("Q.3", "quận", "3"),
        ("Tĩnh Gia", "", "Tĩnh Gia"),
    ],
)
def test_a_name_is_parted_from_its_kind(written, kind, bare):
    name = names_of(written)[0]

    assert (name.kind, name.bare) == (kind, bare)
