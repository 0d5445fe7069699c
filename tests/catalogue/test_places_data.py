"""The committed places file keeps its promises, whatever package it was made from."""

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "catalogue" / "data"


@pytest.fixture(scope="module")
def places():
    return json.loads(gzip.decompress((DATA / "places.json.gz").read_bytes()))


def test_the_country_has_34_provinces_and_3321_communes_today_and_had_63_696_and_10035(places):
    names = ("provinces_2025", "communes_2025", "provinces_pre2025", "districts_pre2025", "communes_pre2025")

    assert [len(places[name]) for name in names] == [34, 3321, 63, 696, 10035]


def test_each_code_stands_for_one_unit_and_names_a_known_parent(places):
    for name, parents in (("communes_2025", "provinces_2025"), ("communes_pre2025", "districts_pre2025")):
        assert len({row[0] for row in places[name]}) == len(places[name])
        assert {row[2] for row in places[name]} <= {row[0] for row in places[parents]}


def test_every_old_commune_has_exactly_one_default_successor(places):
    defaults = Counter(before for before, _, is_default in places["successions"] if is_default)

    assert {row[0] for row in places["communes_pre2025"]} <= defaults.keys()
    assert set(defaults.values()) == {1}


def test_successors_are_communes_of_today_in_the_province_their_own_became(places):
    province_of_district = {code: province for code, _, province in places["districts_pre2025"]}
    old = {row[0]: province_of_district[row[2]] for row in places["communes_pre2025"]} | province_of_district
    new = {row[0]: row[2] for row in places["communes_2025"]}
    heirs = dict(places["province_successions"])

    assert all(new[after] == heirs[old[before]] for before, after, _ in places["successions"])


def test_places_convert_by_code_where_names_without_accents_mislead(places):
    names = {row[0]: row[1] for row in places["communes_2025"]}
    heirs = {before: names[after] for before, after, is_default in places["successions"] if is_default}

    assert heirs["16003"] == "Xã Hoằng Thanh"  # Hoằng Phụ, not the Hoằng Phú that free text gives


def test_namesakes_far_away_are_no_successors(places):
    links = {(before, after) for before, after, _ in places["successions"]}
    old = {row[0]: row for row in places["communes_pre2025"]}
    vinh_thanh = [before for before, _ in links if old.get(before, [0, "", 0])[1:] == ["Xã Thạnh Quới", "924"]]
    names = {row[0]: row[1] for row in places["communes_2025"]}

    assert vinh_thanh
    assert {names[after] for before, after in links if before in vinh_thanh} == {"Xã Thạnh Quới"}


def test_every_commune_lies_in_vietnam(places):
    assert all(8 <= lat <= 23.5 and 102 <= lon <= 115 for *_, lat, lon in places["communes_2025"])


def test_provinces_follow_the_published_table(places):
    with (DATA / "provinces_63_to_34.csv").open(encoding="utf-8") as file:
        table = sorted([row["legacy_code"], row["current_code"]] for row in csv.DictReader(file))

    assert sorted(places["province_successions"]) == table


def test_the_districts_end_and_443_old_communes_were_split(places):
    """The source knows 471; 28 of them only by a namesake far away, which is left out (SOURCE_NOTE)."""
    heirs = Counter(before for before, _, _ in places["successions"])

    assert sum(1 for count in heirs.values() if count > 1) == 443
    assert "districts_2025" not in places


def test_misplaced_points_of_the_source_cost_no_successor(places):
    links = {(before, after) for before, after, _ in places["successions"]}

    assert {("04957", "04924"), ("30157", "30130")} <= links


def test_an_earlier_name_belongs_to_a_unit_that_bears_another_or_lies_elsewhere_now(places):
    districts = {code: name for code, name, _ in places["districts_pre2025"]}
    now = {code: (name, districts[parent]) for code, name, parent in places["communes_pre2025"]}
    earlier = {(code, name, within) for code, name, within in places["earlier_names"]}

    assert len(earlier) == len(places["earlier_names"]) > 800
    assert {code for code, _, _ in earlier} <= now.keys() | districts.keys()
    assert not any((name, within) == now.get(code) for code, name, within in earlier)
    assert {("07525", "Thị trấn Chũ", "Huyện Lục Ngạn"), ("213", "Huyện Yên Dũng", "Tỉnh Bắc Giang")} <= earlier


def test_a_district_divided_among_others_has_no_earlier_name(places):
    assert "Huyện Lộc Hà" not in {name for _, name, _ in places["earlier_names"]}


def test_each_name_kept_by_hand_has_its_source_and_its_unit(places):
    known = {
        ("pre2025", "province"): places["provinces_pre2025"],
        ("2025", "province"): places["provinces_2025"],
        ("pre2025", "district"): places["districts_pre2025"],
        ("pre2025", "commune"): places["communes_pre2025"],
    }
    codes = {kind: {row[0] for row in rows} for kind, rows in known.items()}
    with (DATA / "place_aliases.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert all(row["code"] in codes[row["system"], row["level"]] for row in rows)
    assert all(row["source"] and (row["within"] or row["level"] == "province") for row in rows)
