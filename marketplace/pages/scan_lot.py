"""The lot's part of the scan page: who, where, which lot, its steps, shops and story. The same for all labels of a lot.

No verdict stands here, so it may be made from memory. At most two queries: the steps with the growing areas, and the shops.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.picture_files import file_name, fitting
from outlets.models import Outlet
from traceability import public_items, tongues
from traceability.looks import Look
from traceability.scan_steps import told_of
from traceability.verdicts import say_day

OUTLETS_SHOWN = 3
STORY_WORDS = 60
PICTURE_WIDTH = 320  # pixels
SHOPS_KEPT = 300  # seconds
OF_ONE_LABEL = {
    "code",
    "label",
    "label_state",
    "end_reason",
    "scan_count",
    "scan_regions",
    "first_scanned_at",
    "flagged_at",
    "pins_printed_at",
    "alias",
}


class LotDay(NamedTuple):
    """One date of a lot: its name, the day, the day in words."""

    name: str
    day: date
    words: str


def lot_part(look: Look, language: str, period: int) -> SafeString:
    """The lot's part in the language that is active; its shops are those found in this `period`, however often it asks."""
    still = tuple((name, value) for name, value in look.facts.items() if name not in OF_ONE_LABEL)
    return _lot_part_of(still, language, period, look.may_read_lot)


@lru_cache(maxsize=1024)
def _lot_part_of(still: tuple, language: str, period: int, may_read_lot: bool) -> SafeString:
    facts = dict(still)
    events, areas = told_of(facts["lot"]) if facts["lot"] else ([], [])
    told = public_items.told(facts, {event.stage for event in events if not event.declared_at})
    context = {
        "facts": facts,
        "vi": mark_safe(' lang="vi"') if language != "vi" else "",
        "picture": settings.MEDIA_URL + file_name(facts["picture"], fitting(PICTURE_WIDTH)) if facts["picture"] else "",
        "days": lot_days(facts, language),
        "events": events,
        "areas": areas,
        "told": len(told),
        "asked": len(public_items.ITEMS),
        "missing": [_(item.name) for item in public_items.missing(told) if not item.optional],
        "story": Truncator(strip_tags(facts["description"].replace("<", " <"))).words(STORY_WORDS),
    }
    with override(tongues.of_site(language)):
        context |= _links(facts, may_read_lot)
    return mark_safe(render_to_string("traceability/_scan_lot.html", context))


def _links(facts: Mapping, may_read_lot: bool) -> dict:
    """Where one may go on to, in a language of the site."""
    here = {"tinh": facts["province_slug"]} if facts["province_slug"] else None
    return {
        "outlets": [_outlet(outlet) for outlet in _outlets(facts)],
        "lot_url": reverse("pages:lot", args=[facts["lot"]]) if may_read_lot else "",
        "outlets_url": reverse("outlets:list", query=here),
        "product_url": _product_url(facts),
        "producer_url": reverse("pages:producer", args=[facts["producer_slug"]]) if facts["producer_slug"] else "",
    }


def lot_days(facts: Mapping, language: str) -> list[LotDay]:
    """The dates that its maker states, in the language that is active."""
    names = {
        "harvested_on": _("Thu hoạch"),
        "produced_on": _("Sản xuất"),
        "packed_on": _("Đóng gói"),
        "expires_on": _("Hạn dùng"),
    }
    return [LotDay(name, facts[key], say_day(facts[key], language)) for key, name in names.items() if facts[key]]


def _product_url(facts: Mapping) -> str:
    return reverse("catalogue:detail", args=[facts["slug"], facts["product"]]) if facts["is_public"] else ""


def _outlets(facts: Mapping) -> list[Outlet]:
    """Those that say they sell it; where nobody does, those of its province."""
    found = list(Outlet.objects.listed().to_go_to_for(facts["product"], facts["province_id"])[:OUTLETS_SHOWN])
    return [outlet for outlet in found if outlet.stocks] or found


def _outlet(outlet: Outlet) -> dict[str, object]:
    return {
        "name": outlet.name,
        "url": outlet.get_absolute_url(),
        "address": outlet.address,
        "stocks": outlet.stocks,
        "is_illustration": outlet.is_illustration,
    }
