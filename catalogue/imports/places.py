"""Where a row's product comes from: the units printed, of before or since 1 July 2025, and the province of today."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from catalogue import gazetteer
from catalogue.addresses import NEW_UNITS_SINCE, Gazetteer, Unit
from catalogue.imports.reading import Facts, RowRefused
from catalogue.models import Place, PlaceAlias, PlaceSuccession
from catalogue.vietnamese import spelling_key

KIND = re.compile(r"^(?:tỉnh|thành phố|tp\.?|t\.)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """`province`: primary key of the province of today; `column` is where the file names it."""

    province: int
    name: str
    column: str
    then: int | None = None  # finest unit of before that is printed and known
    now: int | None = None  # commune of today: printed, or the default heir


def province_key(name: str) -> str:
    """A province's name without its kind: "Tỉnh Hoà Bình", "hòa bình"."""
    return spelling_key(KIND.sub("", name.strip()))


class Places:
    """Provinces of both eras by name, those of today by code. Four queries, once for each import."""

    def __init__(self):
        self.today = {place.pk: place for place in Place.objects.provinces()}
        self.by_code = {place.code: place.pk for place in self.today.values()}
        self.old_codes: dict[str, tuple[int, str]] = {}
        self.by_name: dict[str, int] = {}
        old = PlaceSuccession.objects.filter(old__system="pre2025", old__level="province")
        for link in old.select_related("old").order_by("is_default", "pk"):
            self.by_name[province_key(link.old.name)] = link.new_id
            self.old_codes[link.old.code] = (link.new_id, link.old.name)
        self.by_name |= {province_key(place.name): pk for pk, place in self.today.items()}
        self._add_other_names()

    def _add_other_names(self) -> None:
        """Other spellings and earlier names of provinces of either era (catalogue/data/place_aliases.csv)."""
        for alias in PlaceAlias.objects.filter(place__level="province").select_related("place"):
            if today := self.by_name.get(province_key(alias.place.name)):
                self.by_name.setdefault(province_key(alias.name), today)

    @cached_property
    def _known(self) -> Gazetteer:
        """All units of both eras; read only for a list that names communes. Three queries."""
        return gazetteer.whole()

    def with_units(self, facts: Facts, found: Found) -> Found:
        """As `found`, with the units that are printed; what fits nothing, or several, or another province stays open."""
        if not (facts.commune or facts.district or facts.address):
            return found
        unit = self._unit(facts)
        if unit is None:
            return found
        heir = next(iter(self._known.heirs(unit)), None) if unit.level == "commune" else None
        if heir and heir.parent and heir.parent.pk != found.province:
            return found
        then = unit.pk if unit.system == "pre2025" else None
        return replace(found, then=then, now=heir.pk if heir and heir.level == "commune" else None)

    def _unit(self, facts: Facts) -> Unit | None:
        """The unit printed, first of the lists in use on the day of the decision."""
        eras = ("2025", "pre2025") if facts.issued_on >= NEW_UNITS_SINCE else ("pre2025", "2025")
        answers = [self._known.resolve(facts.origin, system=era) for era in eras]
        exact = next((answer.unit for answer in answers if answer.unit), None)
        around = next((answer.within for answer in answers if answer.within), None)
        return exact or around

    def find(self, facts: Facts) -> Found:
        """Raises RowRefused for a province that is not known, or two that do not agree."""
        named = [(column, text) for column, text in self._stated(facts) if text]
        column, text = named[0] if named else ("province_current_code", facts.province_code)
        pk = self.by_name.get(province_key(text)) if named else self.by_code.get(text)
        if pk is None:
            raise self._unknown(column, text)
        self._refuse_disagreement(facts, pk, named[1:])
        return Found(pk, self.today[pk].name, column)

    def province_of(self, facts: Facts) -> int | None:
        """Its province of today, None where it is not known."""
        try:
            return self.find(facts).province
        except RowRefused:
            return None

    def _stated(self, facts: Facts) -> list[tuple[str, str]]:
        return [("province_stated", facts.province), ("province_current", facts.province_now)]

    def _unknown(self, column: str, text: str) -> RowRefused:
        if column == "province_current_code" and text in self.old_codes:
            pk, name = self.old_codes[text]
            today = self.today[pk]
            return RowRefused(column, f"{text} là mã cũ của {name}; nay là {today.name}, mã {today.code}")
        if column == "province_current_code":
            return RowRefused(column, f"không có mã tỉnh “{text[:20]}” trong 34 tỉnh, thành phố hiện nay")
        return RowRefused(column, f"không có tỉnh “{text[:40]}” trong danh mục trước hoặc sau ngày 1/7/2025")

    def _refuse_disagreement(self, facts: Facts, pk: int, others: list[tuple[str, str]]) -> None:
        """The other columns must mean the same province; a code may be that of either era."""
        today = self.today[pk]
        for column, text in others:
            if self.by_name.get(province_key(text)) != pk:
                raise RowRefused(column, f"“{text[:40]}” không khớp cột khác: sản phẩm thuộc {today.name}")
        code = facts.province_code
        if code and pk not in (self.by_code.get(code), self.old_codes.get(code, (None, ""))[0]):
            raise RowRefused("province_current_code", f"mã {code[:8]} không khớp: {today.name} có mã {today.code}")
