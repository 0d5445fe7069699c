"""Who signed and signs certificates, made from the places: provinces of both eras, districts, the ministry.

Districts ceased on 1 July 2025 (Resolution 202/2025/QH15); what they signed stays valid to its own last day
(Decision 26/2026/QĐ-TTg, Art. 12.1) and is kept by the province of today.
"""

from collections import Counter
from datetime import date

from django.db import transaction

from catalogue.addresses import NEW_UNITS_SINCE
from catalogue.models import Issuer, Place, PlaceSuccession

MINISTRY = "Bộ Nông nghiệp và Môi trường"
OLD_MINISTRY = "Bộ Nông nghiệp và Phát triển nông thôn"
MINISTRIES_MERGED_ON = date(2025, 3, 1)
BATCH = 1000


@transaction.atomic
def load_issuers() -> int:
    """Add the issuers that are missing; returns how many. Needs the places; loading again adds nothing."""
    before = Issuer.objects.count()
    _add([Issuer(name=MINISTRY, level=Issuer.Level.MINISTRY)])
    _add([_abolished(OLD_MINISTRY, "ministry", None, _known()[MINISTRY], MINISTRIES_MERGED_ON)])
    today = list(Place.objects.provinces())
    _add([Issuer(name=committee(place.name), level=Issuer.Level.PROVINCE, place=place) for place in today])
    known = _known()
    keepers = {place.pk: known[committee(place.name)] for place in today}
    links = PlaceSuccession.objects.filter(old__level="province").values_list("old_id", "new_id")
    heirs = {old: keepers[new] for old, new in links}
    _add(_old_provinces(heirs) + _districts(heirs))
    return Issuer.objects.count() - before


def committee(place: str) -> str:
    """ "Huyện Mỏ Cày Bắc" -> "UBND huyện Mỏ Cày Bắc"."""
    return f"UBND {place[:1].lower()}{place[1:]}"


def _old_provinces(heirs: dict[int, int]) -> list[Issuer]:
    """`heirs`: province of before -> issuer of the province of today, by key."""
    old = Place.objects.former_provinces()
    return [_abolished(committee(place.name), "province", place, heirs[place.pk], NEW_UNITS_SINCE) for place in old]


def _districts(heirs: dict[int, int]) -> list[Issuer]:
    """A name that several provinces have names its province: "UBND huyện Châu Thành, tỉnh Bến Tre"."""
    districts = list(Place.objects.filter(level="district").select_related("parent"))
    often = Counter(committee(place.name) for place in districts)
    made = []
    for place in districts:
        name = committee(place.name)
        if often[name] > 1:
            name += f", {place.parent.name[:1].lower()}{place.parent.name[1:]}"
        made.append(_abolished(name, "district", place, heirs[place.parent_id], NEW_UNITS_SINCE))
    return made


def _abolished(name: str, level: str, place: Place | None, successor: int, day: date) -> Issuer:
    return Issuer(name=name, level=level, place=place, abolished_on=day, successor_id=successor)


def _known() -> dict[str, int]:
    return dict(Issuer.objects.values_list("name", "pk"))


def _add(issuers: list[Issuer]) -> None:
    """Those whose name is new: a province that kept its name stays one issuer."""
    known = _known()
    Issuer.objects.bulk_create([one for one in issuers if one.name not in known], batch_size=BATCH)
