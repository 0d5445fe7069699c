"""Everything the public may know of one lot, on one page (hồ sơ lô hàng): where the scan page leads on to."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import wording
from catalogue.pictures import picture_url
from marketplace.pages import scan_lot, scan_page
from traceability import looks, lot_story, public_items
from traceability.looks import Look
from traceability.models import Event, EvidenceFile, Lot

PICTURE_WIDTH = 480
ICONS = {"green": "verified", "amber": "alert", "grey": "info", "red": "ban"}


class Photo(NamedTuple):
    """A photograph of a step: where its small copy and the kept one are ("" once let go), and what it shows."""

    small: str
    whole: str
    alt: str
    sha256: str


class Step(NamedTuple):
    """A step with its photographs and the laboratory's papers."""

    event: Event
    photos: Sequence[Photo]
    reports: Sequence[EvidenceFile]


@require_safe
def lot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A lot that anyone may read: LotQuerySet.public, the rule of its document and its files."""
    lot = get_object_or_404(Lot.objects.public().select_related("product"), pk=pk)
    language, day = wording.language(), localdate()
    look = looks.of_lot(lot, language)
    return render(request, "pages/lot.html", page_of(lot, look, day, language) | story_of(lot, look))


def page_of(lot: Lot, look: Look, day: date, language: str) -> dict:
    """What is true of it on `day`: nothing of this is ever kept."""
    verdict = scan_page.verdict_of(look, day, language)
    is_vouched = not lot.material and not lot.product.register_note
    return {
        "lot": lot,
        "facts": look.facts,
        "look": scan_page.about_certificate(look, day, language),
        "certificate": look.certificate(day),
        "day": day,
        "verdict": verdict if is_vouched or lot.is_recalled else None,
        "said": wording.register_state(lot.product, day) if lot.product.register_note else None,
        "sign": ICONS[verdict.colour],
        "days": scan_lot.lot_days(look.facts, language),
        "vi": mark_safe(' lang="vi"') if language != "vi" else "",
        "picture": picture_url(lot.product, PICTURE_WIDTH) if lot.product.picture else "",
        "trail": trail_of(lot, look),
    }


def story_of(lot: Lot, look: Look) -> dict:
    """What happened to it, on whose word, and how that can be checked."""
    events = list(lot.events.told().with_files())
    told = public_items.told(look.facts, {event.stage for event in events if not event.declared_at})
    return {
        "steps": [step_of(event) for event in events],
        "areas": lot_story.areas_of(lot),
        "way": lot_story.way_of(lot, events),
        "log": lot_story.in_log(lot),
        "items": [(_(item.name), item.key in told, item.optional) for item in public_items.ITEMS],
        "told": len(told),
        "address": settings.SITE_URL + reverse("pages:lot", args=[lot.pk]),
        "document": reverse("machines:epcis-lot-document", args=[lot.pk]),
    }


def step_of(event: Event) -> Step:
    photos = [one for one in event.evidence.all() if one.kind == EvidenceFile.Kind.PHOTO]
    reports = [one for one in event.evidence.all() if one.kind == EvidenceFile.Kind.REPORT]
    shown = [photo_of(event, one, place, len(photos)) for place, one in enumerate(photos, 1)]
    return Step(event, shown, reports)


def photo_of(event: Event, kept: EvidenceFile, place: int, count: int) -> Photo:
    facts = {"stage": event.get_stage_display(), "day": wording.long_day(localdate(event.at))}
    alt = _("Ảnh công đoạn %(stage)s, ngày %(day)s") % facts
    if count > 1:
        alt = _("%(name)s, ảnh %(place)s trên %(count)s") % {"name": alt, "place": place, "count": count}
    if not default_storage.exists(kept.file.name):
        return Photo("", "", alt, kept.sha256)
    small = reverse("pages:lot-photo", args=[event.lot_id, kept.stored_sha256])
    return Photo(small, reverse("machines:evidence", args=[kept.pk]), alt, kept.sha256)


def trail_of(lot: Lot, look: Look) -> list[tuple[str, str]]:
    """Breadcrumbs; a product out of sight is named and not linked."""
    here = (_("Lô %(number)s") % {"number": lot.number}, "")
    product = lot.product.get_absolute_url() if lot.product.is_public else ""
    return [(_("Sản phẩm"), reverse("catalogue:index")), (look.facts["title"], product), here]
