"""The map of the country as one path of dots: today's communes, each rounded to a grid. No outline is claimed that
nobody surveyed for us; Hoàng Sa and Trường Sa stand on it by name."""

from collections.abc import Iterable
from typing import NamedTuple

from outlets import geo

WIDTH, HEIGHT = 480, 580  # units of the drawing
GRID = 4  # a dot every 4 units


class Islands(NamedTuple):
    """An archipelago (quần đảo) with its name as written on the map."""

    name: str
    province: str
    point: geo.Point

    @property
    def at(self) -> tuple[float, float]:
        """Where its centre falls on the drawing."""
        return geo.on_map(self.point, WIDTH)


ARCHIPELAGOS = (
    Islands("Quần đảo Hoàng Sa", "Đà Nẵng", geo.Point(16.568, 112.135)),
    Islands("Quần đảo Trường Sa", "Khánh Hòa", geo.Point(9.71, 114.45)),
)


def land(points: Iterable[geo.Point]) -> str:
    """SVG path data: one dot (a line of no length) for each cell of the grid that holds a point."""
    cells = sorted({(round(x / GRID) * GRID, round(y / GRID) * GRID) for x, y in map(_on_map, points)})
    return "".join(f"M{x} {y}h0" for x, y in cells)


def _on_map(point: geo.Point) -> tuple[float, float]:
    return geo.on_map(point, WIDTH)
