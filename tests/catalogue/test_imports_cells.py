"""What one cell says, in the many ways that people and spreadsheets write it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.imports.cells import Unreadable, read_date, read_stars, refuse_lost_letters, text_of
from catalogue.imports.register import decision_key, maker_key
from catalogue.vietnamese import spelling_key

MAC = date(1904, 1, 1)


@pytest.mark.parametrize(
    "text",
    ["4", "4 sao", "4.0", "****", "★★★★", "Bốn sao", "BỐN SAO", "4*", "4 ★", "Hạng 4 sao", "OCOP 4 sao", "đạt 4 sao"],
)
def test_four_stars_are_read_however_they_are_written(text):
    assert read_stars(text) == 4


@pytest.mark.parametrize("text", ["2", "6 sao", "**", "", "sao", "4 sao (tiềm năng 5 sao)", "3-4 sao", "4,5", "44"])
def test_what_is_no_star_of_a_certificate_is_refused(text):
    with pytest.raises(Unreadable, match="hạng sao phải là"):
        read_stars(text)


@pytest.mark.parametrize(
    "written", ["2026-08-05", "5/8/2026", "05-08-2026", "5.8.2026", "ngày 5 tháng 8 năm 2026", "05 tháng 8 năm 2026",
                "2026-08-05 00:00:00", date(2026, 8, 5), 46239, 46239.0, "46239"]
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written):
    assert read_date(written) == date(2026, 8, 5)


def test_the_number_of_a_day_counts_from_the_epoch_of_its_workbook():
    assert read_date(46239 - 1462, MAC) == date(2026, 8, 5)


@pytest.mark.parametrize("written", ["2025", 2025, 2025.0])
def test_a_year_alone_is_no_day(written):
    with pytest.raises(Unreadable, match="chỉ có năm 2025"):
        read_date(written)


@pytest.mark.parametrize("written", ["8/2026", "5/8/26", "31/2/2026", "8/25/2026", "hôm qua", True, 4.5, "2026-13-01"])
def test_what_is_no_day_is_refused(written):
    with pytest.raises(Unreadable):
        read_date(written)


@given(st.one_of(st.text(max_size=30), st.floats(allow_nan=True), st.integers(), st.booleans(), st.none()))
def test_any_cell_is_a_day_or_refused(value):
    with suppress(Unreadable):
        assert isinstance(read_date(value), date)


@pytest.mark.parametrize(("value", "text"), [(86.0, "86"), (86, "86"), ("  a \n b ", "a b"), (None, ""), (True, "")])
def test_a_cell_is_text_on_one_line(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize("text", ["M?t ong", "S\ufffdn phẩm", "MËt ong ®Æc biÖt", "R¸u h÷u c¬"])
def test_lost_letters_are_noticed(text):
    with pytest.raises(Unreadable):
        refuse_lost_letters(text)


@pytest.mark.parametrize(
    "text", ["Mật ong?", "Cà phê Đắk Hà®", "Rượu 30°", "Trà (túi lọc) – hộp 20g", "H'Mông", "Café Krông Ana"]
)
def test_names_with_marks_of_their_own_are_left_alone(text):
    refuse_lost_letters(text)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà Bình", "hòa  bình"), ("Thuỷ sản", "Thủy sản"), ("Mật ong - U Minh", "mật ong U Minh")]
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert spelling_key(one) == spelling_key(other)


@pytest.mark.parametrize(("one", "other"), [("Xã Hoằng Phụ", "Xã Hoằng Phú"), ("Chè", "Che"), ("Đăng", "Dăng")])
def test_letters_and_tones_tell_names_apart(one, other):
    assert spelling_key(one) != spelling_key(other)


def test_a_short_form_names_the_same_producer_in_one_province_only():
    assert maker_key(1, "HTX Ong Vàng") == maker_key(1, "Hợp tác xã Ong Vàng")
    assert maker_key(1, "HTX Bình Minh") != maker_key(2, "HTX Bình Minh")


def test_a_decision_is_one_however_it_is_typed():
    assert decision_key(" 1234 / qđ-ubnd") == decision_key("1234/QĐ-UBND")
