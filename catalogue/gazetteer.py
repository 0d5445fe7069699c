"""The units and earlier names of the database, for catalogue.addresses."""

from collections.abc import Iterable

from django.db.models import Q

from catalogue.addresses import KINDS, Gazetteer, Unit, keys_of
from catalogue.models import Place, PlaceAlias, PlaceSuccession
from catalogue.vietnamese import slugify

COLUMNS = ("pk", "system", "level", "name", "parent_id")
LINK = ("old_id", "new_id", "is_default")
ALIAS = ("place_id", "name", "within")
FROM_LARGE_TO_SMALL = {"province": 0, "district": 1, "commune": 2}
KIND_SLUGS = [slugify(kind) for level in ("district", "commune") for kind in KINDS[level]]


def whole() -> Gazetteer:
    """All units, for many addresses at once. Three queries, some 26,000 rows."""
    units = _units(Place.objects.values_list(*COLUMNS))
    return Gazetteer(units, PlaceSuccession.objects.values_list(*LINK), PlaceAlias.objects.values_list(*ALIAS))


def about(*texts: str) -> Gazetteer:
    """What these few addresses may name, and no more. Four queries."""
    keys = {key for text in texts for key in keys_of(text)}
    slugs = {f"{kind}{key}".replace(" ", "-") for key in keys for kind in ("", *(f"{slug}-" for slug in KIND_SLUGS))}
    aliases = list(PlaceAlias.objects.filter(key__in=keys).values_list(*ALIAS))
    asked = Q(level="province") | Q(slug__in=slugs) | Q(pk__in={place for place, _name, _within in aliases})
    found = Place.objects.filter(asked).values_list("pk", "parent_id", "parent__parent_id")
    known = {pk for row in found for pk in row if pk}
    links = list(PlaceSuccession.objects.filter(old__in=known).values_list(*LINK))
    known |= {new for _old, new, _is_default in links}
    return Gazetteer(_units(Place.objects.filter(pk__in=known).values_list(*COLUMNS)), links, aliases)


def _units(rows: Iterable[tuple]) -> list[Unit]:
    units: dict[int, Unit] = {}
    for pk, system, level, name, parent in sorted(rows, key=lambda row: FROM_LARGE_TO_SMALL[row[2]]):
        units[pk] = Unit(pk, system, level, name, units.get(parent))
    return list(units.values())
