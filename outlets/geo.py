"""Distances on the globe, and where a point falls on our map."""

from math import cos, radians
from typing import NamedTuple

from catalogue.globe import EARTH_RADIUS, Point, distance

__all__ = ["EARTH_RADIUS", "Box", "Point", "box_around", "distance"]

METRES_PER_DEGREE = 111_195  # of latitude


class Box(NamedTuple):
    """Degrees; both ends belong to it."""

    south: float
    west: float
    north: float
    east: float


VIETNAM = Box(south=6.0, west=102.0, north=24.0, east=117.5)  # with Hoàng Sa and Trường Sa


def box_around(point: Point, metres: float) -> Box:
    """A box that holds every point within `metres`."""
    high = metres / METRES_PER_DEGREE
    wide = high / max(cos(radians(point.latitude)), 0.01)
    return Box(point.latitude - high, point.longitude - wide, point.latitude + high, point.longitude + wide)


def is_in_vietnam(point: Point) -> bool:
    """Roughly: inside the box of the country, its islands included."""
    box = VIETNAM
    return box.south <= point.latitude <= box.north and box.west <= point.longitude <= box.east


def on_map(point: Point, width: int) -> tuple[float, float]:
    """Where the point falls on a map of VIETNAM `width` units wide, as (x, y) from the top left corner.

    Degrees east are drawn shorter by the cosine of the middle latitude.
    """
    scale = width / (VIETNAM.east - VIETNAM.west)
    x = (point.longitude - VIETNAM.west) * scale
    y = (VIETNAM.north - point.latitude) * scale / cos(radians((VIETNAM.south + VIETNAM.north) / 2))
    return round(x, 1), round(y, 1)
