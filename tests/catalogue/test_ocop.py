from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue import ocop

days = st.dates(date(2019, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("score", "stars"),
    [
        ("0", 1),
        ("29.99", 1),
        ("30", 2),
        ("49.9", 2),
        ("50", 3),
        ("69.9", 3),
        ("70", 4),
        ("89.99", 4),
        ("90", 5),
        ("100", 5),
    ],
)
def test_a_score_falls_into_its_band(score, stars):
    assert ocop.stars_for(Decimal(score)) == stars


@pytest.mark.parametrize("score", ["-0.01", "100.01"])
def test_a_score_outside_0_to_100_is_refused(score):
    with pytest.raises(ValueError, match="0-100"):
        ocop.stars_for(Decimal(score))


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_more_points_never_earn_fewer_stars(one, other):
    low, high = sorted((one, other))

    assert ocop.stars_for(low) <= ocop.stars_for(high)


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2023, 12, 31), date(2026, 12, 31)),
        (date(2024, 11, 12), date(2027, 11, 12)),
        (date(2024, 8, 31), date(2027, 8, 31)),
    ],
)
def test_a_certificate_ends_on_the_same_day_number_36_months_on(issued, last):
    assert ocop.valid_until(issued) == last


@given(days)
def test_validity_lands_in_the_same_month_three_years_on(issued):
    last = ocop.valid_until(issued)

    assert (last.year, last.month) == (issued.year + 3, issued.month)
    assert last.day == issued.day or (issued.month, issued.day, last.day) == (2, 29, 28)


@given(days, days)
def test_a_later_certificate_never_ends_earlier(one, other):
    first, second = sorted((one, other))

    assert ocop.valid_until(first) <= ocop.valid_until(second)


def test_an_extension_reaches_180_days_at_most():
    assert ocop.latest_extension(date(2026, 7, 1)) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2019, 8, 20), ""),
        (date(2019, 8, 21), "1048/QĐ-TTg"),
        (date(2023, 2, 24), "148/QĐ-TTg"),
        (date(2026, 5, 21), "1489/QĐ-TTg"),
        (date(2026, 5, 22), "26/2026/QĐ-TTg"),
    ],
)
def test_the_rules_of_a_day_are_the_newest_in_force(day, version):
    assert ocop.rule_version_on(day) == version


def test_five_stars_belong_to_the_ministry_and_the_others_to_the_province():
    assert [ocop.authority_for(stars) for stars in (3, 4, 5)] == ["province", "province", "ministry"]
    with pytest.raises(ValueError):
        ocop.authority_for(2)


def test_there_are_26_criteria_sets_in_six_groups():
    assert [known.number for known in ocop.CRITERIA_SETS.values()] == list(range(1, 27))
    assert [len(ocop.sets_of(group)) for group in ocop.GROUPS] == [13, 4, 3, 2, 3, 1]


def test_coffee_and_tea_are_food():
    assert {ocop.group_of(code) for code in ("QD26-11", "QD26-12", "QD26-13")} == {"I"}
    assert ocop.group_of("QD26-99") == ""


def test_the_law_names_six_grounds_of_revocation():
    assert "".join(ocop.REVOCATION_GROUNDS) == "abcdđe"
