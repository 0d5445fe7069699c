"""What the map shows: the land, the archipelagos, the outlets."""

from collections.abc import Iterable
from typing import NamedTuple

from catalogue.models import Place
from outlets import country, geo
from outlets.models import Outlet

_land: list[str] = []  # places change by law, not while the process runs


class Mark(NamedTuple):
    """An outlet on the drawing, with its number in the list."""

    number: int
    outlet: Outlet
    x: float
    y: float


def land() -> str:
    """Path data of all communes of today; one query per process."""
    if not _land and (points := [geo.Point(*row) for row in _communes()]):
        _land.append(country.land(points))
    return _land[0] if _land else ""


def _communes():
    of_today = Place.objects.filter(system="2025", level="commune", latitude__isnull=False)
    return of_today.values_list("latitude", "longitude")


def marks(outlets: Iterable[Outlet]) -> list[Mark]:
    """Outlets in the order of the list."""
    return [Mark(n, one, *geo.on_map(one.point, country.WIDTH)) for n, one in enumerate(outlets, start=1)]


def map_of(outlets: Iterable[Outlet]) -> dict:
    """Everything that outlets/_map.html draws."""
    return {
        "width": country.WIDTH,
        "height": country.HEIGHT,
        "dot": country.GRID - 1,
        "land": land(),
        "archipelagos": country.ARCHIPELAGOS,
        "marks": marks(outlets),
    }
