"""Distances on the globe."""

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS = 6_371_000  # metres


class Point(NamedTuple):
    """Degrees north and east."""

    latitude: float
    longitude: float


def distance(one: Point, other: Point) -> float:
    """Metres along the ground (haversine)."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))
