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
