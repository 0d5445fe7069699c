"""Distances, and the map that holds the whole country."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outlets import country, geo

HANOI, SAIGON = geo.Point(21.0285, 105.8542), geo.Point(10.7769, 106.7009)
points = st.builds(geo.Point, st.floats(8, 23), st.floats(102, 110))


def test_hanoi_lies_about_1144_km_from_saigon():
    assert geo.distance(HANOI, SAIGON) == pytest.approx(1_144_000, rel=0.01)


@given(points, points)
def test_a_distance_is_the_same_in_both_directions_and_never_negative(one, other):
    assert geo.distance(one, other) == pytest.approx(geo.distance(other, one))
    assert geo.distance(one, other) >= 0


@given(points, st.floats(100, 100_000), st.floats(0, 1), st.floats(0, 1))
def test_the_box_holds_every_point_within_reach(centre, metres, up, right):
    box = geo.box_around(centre, metres)
    other = geo.Point(box.south + up * (box.north - box.south) * 1.5, box.west + right * (box.east - box.west) * 1.5)
    inside = box.south <= other.latitude <= box.north and box.west <= other.longitude <= box.east

    assert inside or geo.distance(centre, other) > metres * 0.999


def test_the_map_has_hoang_sa_and_truong_sa_by_name_inside_its_frame():
    names = {islands.name for islands in country.ARCHIPELAGOS}

    assert names == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}
    for islands in country.ARCHIPELAGOS:
        x, y = islands.at
        assert geo.is_in_vietnam(islands.point)
        assert 0 < x < country.WIDTH - 60
        assert 0 < y < country.HEIGHT - 60


def test_land_is_one_dot_per_cell_of_the_grid():
    assert country.land([HANOI, HANOI, SAIGON]).count("M") == 2
