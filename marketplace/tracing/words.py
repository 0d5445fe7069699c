"""What the desk says of regions and of flags."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Place
from traceability.models import Flag


def region_names() -> dict[str, str]:
    """Provinces of today by code; a country stands for itself. One query."""
    return {place.code: place.short_name for place in Place.objects.provinces()}


def words_of(flag: Flag, regions: dict[str, str]) -> str:
    """The facts of a flag as a sentence."""
    facts = flag.facts
    named = [regions.get(code, code) for code in facts.get("regions", ())]
    match flag.rule:
        case Flag.Rule.BURST:
            return _("%(devices)s máy trong %(hours)s giờ.") % facts
        case Flag.Rule.TRAVEL:
            return _("%(one)s rồi %(other)s, cách nhau %(km)s km, trong %(minutes)s phút.") % {
                "one": named[0],
                "other": named[1],
                **facts,
            }
        case Flag.Rule.SPREAD:
            return ", ".join(named) + "."
        case Flag.Rule.GUESSING:
            return _("%(codes)s mã trong mười phút từ mạng %(network)s.") % facts
        case Flag.Rule.OUT_OF_TIME:
            return ngettext("%(scans)s lượt.", "%(scans)s lượt.", facts["scans"]) % facts
    return ngettext("%(devices)s máy khác.", "%(devices)s máy khác.", facts["devices"]) % facts
