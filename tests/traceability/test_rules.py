"""Rules R1-R7: rows in, findings out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.globe import Point, distance
from traceability import rules
from traceability.rules import DAY, HOUR, Judged, Row, judge

BEGIN = datetime(2026, 11, 20, 3, tzinfo=UTC)
CENTRES = {"01": Point(21.0, 105.7), "79": Point(10.8, 106.7), "31": Point(20.9, 106.5), "92": Point(10.0, 105.5)}
IN_USE = Judged(activated_at=BEGIN - 30 * DAY)


def row(minutes=0.0, network=1, device="a", region=""):
    return Row(BEGIN + timedelta(minutes=minutes), f"10.0.{network}.0/24", device, region)


def crowd(count, minutes, networks=4):
    """`count` devices, one every `minutes`."""
    return [row(minutes * number, number % networks, f"device {number}") for number in range(count)]


def found(label, rows, centres=CENTRES):
    return {one.rule: one for one in judge(label, rows, centres)}


def test_r1_is_when_a_label_was_looked_at_first():
    assert rules.first_scan([row(5), row(2), row(9)]) == row(2).at
    assert rules.first_scan([]) is None


@pytest.mark.parametrize(
    ("rows", "caught"),
    [
        (crowd(10, 1), False),
        (crowd(11, 1), True),
        (crowd(11, 6), True),  # the eleventh at minute 60
        (crowd(11, 6.1), False),
        (crowd(30, 30), False),
        (crowd(31, 30), True),
        (crowd(31, 48), True),  # a day and no minute more
        (crowd(31, 48.1), False),
        ([row(minute, minute % 4, "one device") for minute in range(40)], False),
    ],
)
def test_r2_more_than_10_devices_in_an_hour_or_30_in_a_day_are_a_burst(rows, caught):
    assert ("R2" in found(IN_USE, rows)) == caught


@pytest.mark.parametrize(
    ("one", "other", "minutes", "caught"),
    [
        ("01", "79", 30, True),
        ("79", "01", 30, True),
        ("01", "79", 76, False),  # 1,139 km: a plane takes longer than at 900 km/h
        ("01", "79", 75, True),
        ("01", "31", 1, False),  # 84 km: centres of neighbours say nothing
        ("01", "", 1, False),
        ("01", "XX", 1, False),
        ("01", "01", 0, False),
    ],
)
def test_r3_two_scans_too_far_apart_for_the_time_between_are_impossible(one, other, minutes, caught):
    rows = [row(0, 1, "a", one), row(minutes, 2, "b", other)]

    assert ("R3" in found(IN_USE, rows)) == caught


def test_r3_is_found_past_scans_whose_place_nobody_knows_and_only_once():
    rows = [row(0, 1, "a", "01"), row(5, 2, "b"), row(10, 3, "c", "79"), row(15, 1, "d", "01")]

    travels = [one for one in judge(IN_USE, rows, CENTRES) if one.rule == "R3"]

    assert [one.facts["regions"] for one in travels] == [["01", "79"]]
    assert travels[0].networks == 3


@pytest.mark.parametrize(
    ("km", "minutes", "caught"), [(900, 60, False), (901, 60, True), (900, 59, True), (200, 1, False), (201, 1, True)]
)
def test_r3_what_just_can_be_travelled_is_possible(monkeypatch, km, minutes, caught):
    monkeypatch.setattr(rules, "distance", lambda one, other: km * 1000)

    assert ("R3" in found(IN_USE, [row(0, 1, "a", "01"), row(minutes, 2, "b", "79")])) == caught


@pytest.mark.parametrize(
    ("label", "caught"),
    [
        (Judged(activated_at=None), True),
        (Judged(activated_at=BEGIN + HOUR), True),
        (Judged(activated_at=BEGIN), False),
        (Judged(activated_at=BEGIN, ended_at=BEGIN + HOUR), False),
        (Judged(activated_at=BEGIN, ended_at=BEGIN), False),
        (Judged(activated_at=BEGIN - DAY, ended_at=BEGIN - HOUR), True),
        (Judged(activated_at=BEGIN, expires_on=date(2026, 11, 20) - 90 * DAY), False),
        (Judged(activated_at=BEGIN, expires_on=date(2026, 11, 20) - 91 * DAY), True),
        (Judged(activated_at=BEGIN, expires_on=date.max), False),
        (Judged(is_unit=False, activated_at=None), True),
    ],
)
def test_r4_a_scan_before_use_after_the_end_or_90_days_past_expiry_is_out_of_time(label, caught):
    assert ("R4" in found(label, [row()])) == caught


@pytest.mark.parametrize(
    ("regions", "days", "caught"),
    [
        (["01", "79", "31"], 2, False),
        (["01", "79", "31", "92"], 2, True),
        (["01", "79", "31", "92"], 2.4, False),  # seven days and a bit
        (["01", "79", "31", ""], 1, False),
    ],
)
def test_r5_more_than_three_provinces_in_seven_days_are_too_many(regions, days, caught):
    rows = [row(number * days * 1440, number, f"d{number}", region) for number, region in enumerate(regions)]

    assert ("R5" in found(IN_USE, rows)) == caught


@pytest.mark.parametrize(
    ("tries", "codes"),
    [
        ([(0, 20)], None),
        ([(0, 21)], 21),
        ([(0, 10), (10, 11)], 21),  # the ten minutes begin anywhere
        ([(0, 10), (11, 11)], None),
        ([(0, 21), (60, 400), (120, 30)], 400),
    ],
)
def test_r6_more_than_20_unknown_codes_in_ten_minutes_are_guesses(tries, codes):
    by_this = [("10.0.2.0/24", BEGIN + timedelta(minutes=minute), times) for minute, times in tries]

    found = rules.guessing([*by_this, ("10.0.1.0/24", BEGIN, 20)])

    assert [one.facts for one in found] == ([{"network": "10.0.2.0/24", "codes": codes}] if codes else [])


@pytest.mark.parametrize(
    ("opened", "device", "caught"),
    [(None, "b", False), (BEGIN - HOUR, "b", True), (BEGIN - HOUR, "a", False), (BEGIN + HOUR, "b", False)],
)
def test_r7_another_device_that_scans_after_the_hidden_code_was_opened_is_noticed(opened, device, caught):
    label = Judged(activated_at=BEGIN - DAY, opened_at=opened, opened_by="a")

    assert ("R7" in found(label, [row(0, 1, device)])) == caught


def on_day(number, *looks):
    """Rows of a later day: what each (network, device) brought."""
    return [row(number * 1440 + minutes, *look) for minutes, look in enumerate(looks)]


@pytest.mark.parametrize(
    ("later", "networks"),
    [
        (on_day(1, (1, "x")), 0),  # the opener's own phone has another name the next day
        ([*on_day(1, (1, "x")), *on_day(2, (2, "y")), *on_day(3, (3, "z"))], 0),
        ([*on_day(1, (1, "x"), (2, "y")), *on_day(2, (3, "z"), (4, "v"))], 1),
        (on_day(1, (1, "x"), (2, "y"), (3, "z")), 2),
        (on_day(1, (1, "x"), (2, "y"), (3, "z"), (3, "w")), 2),  # one of the two networks of one may be the opener's
        (on_day(1, (1, "x"), (2, "y"), (3, "z"), (4, "w")), 3),
        (on_day(0, (1, "a"), (2, "b"), (3, "c"), (4, "d")), 3),
        (on_day(0, (1, "a"), (2, "b"), (3, "c")), 2),
        ([*on_day(1, (1, "x"), (2, "y")), *on_day(2, (1, "p"), (2, "q"), (3, "r"), (4, "s"))], 3),
    ],
)
def test_r7_counts_within_a_day_only_what_cannot_be_the_openers_own_phone(later, networks):
    label = Judged(activated_at=BEGIN - DAY, opened_at=BEGIN - HOUR, opened_by="a")

    found = [one for one in judge(label, later, {}) if one.rule == "R7"]

    assert sum(one.networks for one in found) == networks
    assert any(one.is_flag for one in found) == (networks == 3)


def test_r7_leaves_one_device_out_where_nobody_knows_which_is_the_openers():
    label = Judged(activated_at=BEGIN - DAY, opened_at=BEGIN - HOUR)

    assert "R7" not in found(label, [row(0, 1, "b"), row(1, 1, "b")])
    assert found(label, [row(0, 1, "b"), row(1, 2, "c")])["R7"].facts == {"devices": 1}


def test_a_label_shared_by_a_lot_may_be_scanned_by_many_and_everywhere():
    shared = Judged(is_unit=False, activated_at=BEGIN - DAY, opened_at=BEGIN - DAY)
    rows = [*crowd(60, 1), row(1, 1, "x", "01"), row(2, 2, "y", "79"), row(3, 3, "z", "31"), row(4, 4, "w", "92")]

    assert judge(shared, rows, CENTRES) == []
    assert {"R2", "R3", "R5"} <= set(found(IN_USE, rows))


def test_one_network_paints_no_label_however_many_devices_it_plays():
    assert not found(IN_USE, crowd(200, 0.1, networks=1))["R2"].is_flag
    assert not found(IN_USE, crowd(200, 0.1, networks=2))["R2"].is_flag
    assert found(IN_USE, crowd(200, 0.1, networks=3))["R2"].is_flag


rows = st.builds(
    row,
    st.integers(0, 10_000),
    st.integers(1, 5),
    st.sampled_from("abcdefghijklmnop"),
    st.sampled_from(["", *CENTRES]),
)


@given(st.lists(rows, max_size=40), st.randoms())
def test_each_rule_finds_at_most_once_whatever_the_order_of_the_rows(some, random):
    shuffled = list(some)
    random.shuffle(shuffled)

    assert judge(IN_USE, shuffled, CENTRES) == judge(IN_USE, some, CENTRES)
    assert len(found(IN_USE, some)) == len(judge(IN_USE, some, CENTRES))


@given(st.lists(rows, max_size=20), rows)
def test_one_more_scan_never_takes_a_suspicion_of_copies_away(some, one_more):
    earlier = set(found(IN_USE, some)) & {"R2", "R5"}

    assert earlier <= set(found(IN_USE, [*some, one_more]))


def test_hanoi_and_saigon_are_about_1140_km_apart():
    assert 1_130_000 < distance(CENTRES["01"], CENTRES["79"]) < 1_150_000
