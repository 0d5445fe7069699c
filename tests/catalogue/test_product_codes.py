import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.product_codes import ProductCode, parse


def test_the_older_form_names_its_district_and_the_list_of_before_2025():
    code = parse("83-829-28780-3-2022")

    assert code == ProductCode(province="83", district="829", commune="28780", serial=3, year=2022)
    assert code.system == "pre2025"


def test_the_form_of_today_has_no_district():
    code = parse("86-29308-12-2026")

    assert code == ProductCode(province="86", district="", commune="29308", serial=12, year=2026)
    assert code.system == "2025"


def test_blanks_and_long_dashes_do_not_matter():
    assert parse(" 86 – 29308 – 12 – 2026 ") == parse("86-29308-12-2026")


@pytest.mark.parametrize(
    "printed", ["", "86-29308-2026", "86-29308-0-1999", "8-29308-1-2026", "８６-29308-1-2026", "x"]
)
def test_anything_else_is_no_product_code(printed):
    assert parse(printed) is None


@given(st.integers(0, 99), st.integers(0, 99_999), st.integers(0, 9999), st.integers(2018, 2099))
def test_what_is_written_is_read_back(province, commune, serial, year):
    code = parse(f"{province:02}-{commune:05}-{serial}-{year}")

    assert (int(code.province), int(code.commune), code.serial, code.year) == (province, commune, serial, year)
