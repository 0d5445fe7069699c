"""Zones, days and fees as plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.shipping.calendar import arrives_on, is_working, leaves_on, window
from marketplace.shipping.models import ShippingCard
from marketplace.shipping.zones import Zone, region_of, zone_between

days = st.dates(date(2026, 1, 1), date(2035, 12, 1))


def never(day):
    return False


@pytest.mark.parametrize(
    ("sender", "receiver", "zone"),
    [
        ("92", "92", Zone.PROVINCE),  # Cần Thơ
        ("92", "96", Zone.REGION),  # Cà Mau
        ("92", "75", Zone.REGION),  # Đồng Nai, the first of the south
        ("92", "68", Zone.COUNTRY),  # Lâm Đồng, the last of the centre
        ("38", "40", Zone.REGION),  # Thanh Hóa, the first of the centre
        ("38", "37", Zone.COUNTRY),  # Ninh Bình, the last of the north
        ("01", "79", Zone.COUNTRY),
        ("x", "y", Zone.COUNTRY),
    ],
)
def test_a_zone_follows_from_the_two_provinces(sender, receiver, zone):
    assert zone_between(sender, receiver) == zone == zone_between(receiver, sender)


def test_what_is_no_province_code_lies_in_no_region():
    assert region_of("") == region_of("mật ong") == ""


@pytest.mark.parametrize(
    ("ordered", "handling", "leaves"),
    [
        (date(2026, 12, 7), 0, date(2026, 12, 7)),  # a Monday
        (date(2026, 12, 7), 1, date(2026, 12, 8)),
        (date(2026, 12, 12), 1, date(2026, 12, 14)),  # a Saturday: over the Sunday
        (date(2026, 12, 13), 0, date(2026, 12, 14)),  # a Sunday
        (date(2027, 2, 4), 1, date(2027, 2, 10)),  # Tết 2027 is 6 February: 5 to 9 are free
        (date(2027, 4, 29), 1, date(2027, 5, 3)),  # 30/4 and 1/5, then a Sunday
    ],
)
def test_a_parcel_leaves_after_its_handling_days_and_never_on_a_free_day(ordered, handling, leaves):
    assert leaves_on(ordered, handling, never) == leaves


def test_nothing_leaves_while_the_producer_is_closed():
    closed = {date(2026, 12, 8), date(2026, 12, 9)}

    assert leaves_on(date(2026, 12, 7), 1, closed.__contains__) == date(2026, 12, 10)


def test_the_window_spans_the_nearest_and_the_farthest_zone():
    monday = date(2026, 12, 7)

    assert window(monday, [Zone.PROVINCE]) == (date(2026, 12, 8), date(2026, 12, 9))
    assert window(monday, list(Zone)) == (date(2026, 12, 8), date(2026, 12, 12))


@given(days, st.integers(0, 15), st.integers(1, 10))
def test_parcels_leave_and_arrive_on_working_days_only_and_never_backwards(day, handling, transit):
    left = leaves_on(day, handling, never)
    arrived = arrives_on(left, transit)

    assert day <= left < arrived
    assert is_working(left)
    assert is_working(arrived)


@given(days, st.integers(0, 15))
def test_a_later_order_never_leaves_earlier(day, handling):
    assert leaves_on(day, handling, never) <= leaves_on(day + timedelta(days=1), handling, never)


fees = st.integers(0, 200_000)
cards = st.builds(
    ShippingCard,
    first_grams=st.integers(100, 5000),
    fee_region=fees,
    step_region=fees,
    free_from=st.none() | st.integers(1, 2_000_000),
)


@given(cards, st.integers(0, 30_000), st.integers(1, 3_000_000))
def test_more_weight_never_costs_less_and_enough_goods_cost_nothing(card, grams, goods):
    fee = card.fee(grams, goods, Zone.REGION)

    assert fee <= card.fee(grams + 500, goods, Zone.REGION)
    assert fee == 0 or card.free_from is None or goods < card.free_from
    assert isinstance(fee, int)


def test_each_zone_has_its_own_fees():
    card = ShippingCard(fee_province=15_000, fee_region=22_000, fee_country=35_000, step_country=8_000)

    assert [card.fee(1400, 100_000, zone) for zone in Zone] == [20_000, 27_000, 43_000]
