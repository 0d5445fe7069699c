"""An old name typed into an address: which place of today to take instead.

At most MOST choices; each takes a commune of today, or a province where only that is known.
"""

from typing import NamedTuple

from django.utils.translation import gettext as _

from catalogue import gazetteer
from catalogue.addresses import Gazetteer, Unit
from catalogue.models import Place
from catalogue.place_wording import in_words, within_a_sentence

MOST = 12


class Choice(NamedTuple):
    """`place`: primary key of a commune (or province) of today. `said`: "Xã Phú Cần, … nay là xã Tiểu Cần, …"."""

    place: int
    said: str


def choices_for(text: str) -> list[Choice]:
    """What `text` (an old or present name, with or without marks) may stand for today; five or six queries."""
    known = gazetteer.about(text)
    answer = known.resolve(text)
    units = answer.units or ((answer.within,) if answer.within else ())
    found = [choice for unit in units[:MOST] for choice in _choices(unit, known)]
    return list(dict.fromkeys(found))[:MOST]


def _choices(unit: Unit, known: Gazetteer) -> list[Choice]:
    if unit.level == Place.Level.DISTRICT:
        return [_choice(unit, commune) for commune in Place.objects.heirs_of_district(unit.pk)]
    return [_choice(unit, heir) for heir in known.heirs(unit)]


def _choice(unit: Unit, heir: Unit | Place) -> Choice:
    if unit.pk == heir.pk:
        return Choice(heir.pk, in_words(heir))
    then, now = in_words(unit), within_a_sentence(in_words(heir))
    if unit.level == Place.Level.COMMUNE:
        return Choice(heir.pk, _("%(then)s nay là %(now)s") % {"then": then, "now": now})
    if unit.level == Place.Level.DISTRICT:
        return Choice(heir.pk, _("%(then)s nay có %(now)s") % {"then": then, "now": now})
    return Choice(heir.pk, _("%(then)s nay thuộc %(now)s") % {"then": then, "now": now})
