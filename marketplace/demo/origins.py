"""Where a row's places stand in our tables: found by catalogue.addresses, which never guesses. What the source does
not name, or names so that it fits nothing or more than one unit, is left open."""

from functools import cached_property

from catalogue import gazetteer
from catalogue.addresses import Gazetteer, Unit
from catalogue.models import Place
from marketplace.demo.rows import Row


class Origins:
    """All places in memory; four queries."""

    @cached_property
    def provinces(self) -> dict[str, Place]:
        """Provinces of today by code."""
        return {place.code: place for place in Place.objects.provinces()}

    @cached_property
    def _known(self) -> Gazetteer:
        return gazetteer.whole()

    def then(self, row: Row) -> int | None:
        """The finest unit before July 2025 (primary key) that the source names and our lists know."""
        unit = None if row.is_post_merger else self._old(row)
        return unit.pk if unit else None

    def now(self, row: Row) -> int | None:
        """Today's commune (primary key): as the source names it, else the heir of the old one."""
        named = f"{row.commune_now}, {self.provinces[row.province_code].name}" if row.commune_now else ""
        unit = self._known.resolve(named, system="2025").unit if named else self._heir(row)
        return unit.pk if unit and unit.level == "commune" else None

    def _heir(self, row: Row) -> Unit | None:
        old = self._old(row)
        return next(iter(self._known.heirs(old)), None) if old and old.level == "commune" else None

    def _old(self, row: Row) -> Unit | None:
        answer = self._known.resolve(row.origin_as_printed, system="pre2025")
        return answer.unit or answer.within
