import pytest

from catalogue.models import Place
from catalogue.place_wording import in_words, origin_in_words, within_a_sentence


def place(level, name, parent=None):
    return Place(level=level, name=name, parent=parent)


TRA_VINH = place("province", "Tỉnh Trà Vinh")
TIEU_CAN = place("district", "Huyện Tiểu Cần", TRA_VINH)
PHU_CAN = place("commune", "Xã Phú Cần", TIEU_CAN)
VINH_LONG = place("province", "Tỉnh Vĩnh Long")
NEW_TIEU_CAN = place("commune", "Xã Tiểu Cần", VINH_LONG)
OLD_THANH_HOA = place("province", "Tỉnh Thanh Hóa")
HAU_LOC = place("district", "Huyện Hậu Lộc", OLD_THANH_HOA)
THANH_HOA = place("province", "Tỉnh Thanh Hóa")
BOTH = "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh (nay: xã Tiểu Cần, tỉnh Vĩnh Long)"


@pytest.mark.parametrize(
    ("printed", "then", "now", "province", "words"),
    [
        ("Xã Phú Cần, Tiểu Cần, Trà Vinh", PHU_CAN, NEW_TIEU_CAN, VINH_LONG, BOTH),
        ("", PHU_CAN, NEW_TIEU_CAN, VINH_LONG, BOTH),
        (
            "Thị trấn Cầu Quan, Tiểu Cần, Trà Vinh",
            TIEU_CAN,
            None,
            VINH_LONG,
            "Thị trấn Cầu Quan, Tiểu Cần, Trà Vinh (nay: tỉnh Vĩnh Long)",
        ),
        ("Tiểu Cần, Trà Vinh", TIEU_CAN, None, VINH_LONG, "Huyện Tiểu Cần, tỉnh Trà Vinh (nay: tỉnh Vĩnh Long)"),
        ("Hậu Lộc, Thanh Hóa", HAU_LOC, None, THANH_HOA, "Huyện Hậu Lộc cũ, tỉnh Thanh Hóa"),
        ("Trà Vinh", TRA_VINH, None, VINH_LONG, "Tỉnh Vĩnh Long (trước 1/7/2025: tỉnh Trà Vinh)"),
        ("Thanh Hóa", OLD_THANH_HOA, None, THANH_HOA, "Tỉnh Thanh Hóa"),
        ("Xã Tiểu Cần, Vĩnh Long", None, NEW_TIEU_CAN, VINH_LONG, "Xã Tiểu Cần, tỉnh Vĩnh Long"),
        ("", None, None, VINH_LONG, "Tỉnh Vĩnh Long"),
        ("Cù lao nào đó", None, None, None, "Cù lao nào đó"),
    ],
)
def test_an_origin_is_said_in_both_eras_as_far_as_it_is_known(printed, then, now, province, words):
    assert origin_in_words(printed, then, now, province) == words


def test_only_the_first_kind_is_written_large():
    assert in_words(PHU_CAN) == "Xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh"


@pytest.mark.parametrize(
    ("name", "small"),
    [("Thị Xã Mường Lay", "thị xã Mường Lay"), ("Thành phố Huế", "thành phố Huế"), ("Xã Xà", "xã Xà")],
)
def test_a_kind_is_written_small_within_a_sentence(name, small):
    assert within_a_sentence(name) == small
