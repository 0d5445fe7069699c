"""Where a row's places stand in our tables: by code where the source gives one, else by the exact name with accents
inside its own province. A name that fits nothing, or more than one unit, is left open."""

from collections import defaultdict
from functools import cached_property

from catalogue.models import Place
from marketplace.demo.rows import Row


class Gazetteer:
    """All places in memory; 14,149 small tuples, four queries."""

    @cached_property
    def provinces(self) -> dict[str, Place]:
        """Provinces of today by code."""
        return {place.code: place for place in Place.objects.provinces()}

    @cached_property
    def _communes_now(self) -> dict:
        return self._by_parent_and_name("2025", "commune")

    @cached_property
    def _districts_then(self) -> dict:
        return self._by_parent_and_name("pre2025", "district")

    @cached_property
    def _communes_then(self) -> dict:
        return self._by_parent_and_name("pre2025", "commune")

    @cached_property
    def _provinces_then(self) -> dict[str, int]:
        old = Place.objects.filter(system="pre2025", level="province")
        return {place.short_name: place.pk for place in old}

    def origin_now(self, row: Row) -> int | None:
        """Today's commune (primary key) that the source names."""
        return _only(self._communes_now.get((self.provinces[row.province_code].pk, row.commune_now)))

    def origin_then(self, row: Row) -> int | None:
        """The finest unit before July 2025 that the source names and our list knows."""
        province = None if row.is_post_merger else self._provinces_then.get(row.province_then)
        if province is None:
            return None
        district = self._district(province, row.district_then)
        commune = _only(self._communes_then.get((district, row.commune_then)))
        return commune or district or province

    def _district(self, province: int, name: str) -> int | None:
        kinds = ("", "Huyện ", "Thị xã ", "Thành phố ", "Quận ")
        found = [self._districts_then.get((province, kind + name), []) for kind in kinds] if name else []
        return _only([pk for pks in found for pk in pks])

    @staticmethod
    def _by_parent_and_name(system: str, level: str) -> dict:
        names = defaultdict(list)
        rows = Place.objects.filter(system=system, level=level).values_list("parent_id", "name", "pk")
        for parent, name, pk in rows:
            names[parent, name].append(pk)
        return names


def _only(pks: list[int] | None) -> int | None:
    return pks[0] if pks and len(pks) == 1 else None
