"""What the scan page says: the verdict and everything that moves with the day, and the lot's part."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from email.utils import parseaddr
from functools import cache, lru_cache
from time import time
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.documents import name_of
from catalogue.models import Certificate
from catalogue.picture_files import file_name, fitting
from outlets.models import Outlet
from traceability import codes, looks, verdicts
from traceability.looks import Look, Rows
from traceability.models import Event
from traceability.verdicts import State, say_day

SIGNS = {"green": "✓", "amber": "!", "grey": "–", "red": "✕"}
STARRED = (State.IN_FORCE, State.EXTENDED, State.EXPIRING, State.SUPERSEDED)  # bands under which a plate may stand
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
}


class LotDay(NamedTuple):
    """One date of a lot: its name, the day, the day in words."""

    name: str
    day: date
    words: str


@cache
def css() -> SafeString:
    """The page's own style sheet without its blanks."""
    text = get_template("traceability/scan.css").template.source
    return mark_safe(re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", text)).strip())


@cache
def policy() -> str:
    """The Content-Security-Policy: this one style, the lot's own picture, nothing else."""
    digest = b64encode(hashlib.sha256(css().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def known(rows: Rows, day: date, language: str) -> bytes:
    """The page of a label we issued, as of `day`. `rows` are what looks.rows_of has just read.

    A page may be made from memory: everything it says follows from these arguments, so it is never stale. Only the
    list of shops follows from elsewhere; it is at most five minutes old.
    """
    return _known(rows, day, language, settings.SITE_URL, int(time() + hash(rows) % SHOPS_KEPT) // SHOPS_KEPT)


@lru_cache(maxsize=1024)
def _known(rows: Rows, day: date, language: str, site: str, period: int) -> bytes:
    look = looks.read(rows, language)
    with override(language):
        verdict = verdicts.put(look.state(day), language, **_facts_of_verdict(look, day, language))
        about = _about(look, day, language)
        return _page(verdict, look.facts["code"], language, look=about, lot_part=_lot_part(look, language)).encode()


def refused(state: State, code: str, language: str) -> str:
    """The page of a code nobody issued, in words."""
    with override(language):
        return _page(verdicts.put(state, language), code, language)


def _page(verdict: verdicts.Verdict, code: str, language: str, **parts: object) -> str:
    context = _frame(language) | {"verdict": verdict, "sign": SIGNS[verdict.colour], "code": code}
    context["canonical"] = f"{settings.SITE_URL}/T/{code}"
    return _template().render(context | parts)


@cache
def _template():
    return get_template("traceability/scan.html")


def _frame(language: str) -> dict:
    return {
        "language": language,
        "other": "en" if language == "vi" else "vi",
        "css": css(),
        "host": urlsplit(settings.SITE_URL).netloc,
        "home": reverse("home"),
        "report": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }


def _facts_of_verdict(look: Look, day: date, language: str) -> dict:
    now, then = look.certificate(day), look.at_packing
    facts = {"producer": look.facts["producer"] or _("Chủ thể OCOP"), "lot": look.facts["lot_number"]}
    if now:
        ended = now.revoked_on if now.state == Certificate.State.REVOKED else now.until
        facts |= {"stars": now.stars, "day": say_day(ended, language)}
    return facts | ({"stars_then": then.stars} if then else {})


def _about(look: Look, day: date, language: str) -> dict:
    """What the templates of certificate and scans show."""
    facts, now = look.facts, look.certificate(day)
    status = verdicts.OF_CERTIFICATE[now.status(day) if now else None]
    return {
        "title": facts["title"],
        "code": codes.spaced(facts["code"]),
        "why": facts["recall_reason"] or facts["end_reason"],
        "advice": facts["recall_advice"],
        "now": now,
        "starred": look.state(day) in STARRED,
        "flowers": range(now.stars) if now else (),
        "status": verdicts.WORDINGS[status].word[language].format(day=now and say_day(now.until, language)),
        "issued": say_day(now and now.issued_on, language),
        "until": say_day(now and now.until, language),
        "url": reverse("certificates:detail", args=[now.public_id]) if now else "",
        "then_words": _then(look, language),
        **(_issuer(now, language) if now else {}),
        "is_shared": facts["kind"] == "lot",
        "scans": facts["scan_count"],
        "regions": facts["scan_regions"],
        "first": _first_scan(look, language),
    }


def _issuer(certificate: Certificate, language: str) -> dict[str, str]:
    """Who signed, as printed; where that office is no more, since when, and who answers for it now."""
    issuer = certificate.issuer
    return {
        "issuer": certificate.issuer_as_printed or name_of(issuer),
        "abolished": say_day(issuer and issuer.abolished_on, language),
        "issuer_today": issuer.successor.name if issuer and issuer.successor else "",
    }


def _then(look: Look, language: str) -> str:
    if look.packed_on is None:
        return _("Nhà sản xuất không nêu ngày đóng gói.")
    day = say_day(look.packed_on, language)
    if look.at_packing is None:
        return _("Ngày %(day)s sản phẩm không có chứng nhận OCOP còn hiệu lực.") % {"day": day}
    held = {"day": day, "stars": look.at_packing.stars}
    return _("Ngày %(day)s sản phẩm có chứng nhận OCOP %(stars)s sao còn hiệu lực.") % held


def _first_scan(look: Look, language: str) -> str:
    first = look.facts["first_scanned_at"]
    return say_day(first and localdate(first), language)


def _lot_part(look: Look, language: str) -> SafeString:
    """Who, where, which lot, its steps, shops and story: the same for all labels of a lot."""
    still = tuple((name, value) for name, value in look.facts.items() if name not in OF_ONE_LABEL)
    return _lot_part_of(still, language, int(time()) // SHOPS_KEPT)


@lru_cache(maxsize=1024)
def _lot_part_of(still: tuple, language: str, period: int) -> SafeString:
    facts = dict(still)
    context = {
        "facts": facts,
        "picture": settings.MEDIA_URL + file_name(facts["picture"], fitting(PICTURE_WIDTH)) if facts["picture"] else "",
        "days": _lot_days(facts, language),
        "events": list(Event.objects.filter(lot=facts["lot"]).told()) if facts["lot"] else [],
        "outlets": _outlets(facts["product"]),
        "product_url": _product_url(facts),
        "producer_url": reverse("pages:producer", args=[facts["producer_slug"]]) if facts["producer_slug"] else "",
        "story": Truncator(strip_tags(facts["description"])).words(STORY_WORDS),
    }
    return mark_safe(render_to_string("traceability/_scan_lot.html", context))


def _lot_days(facts: Mapping, language: str) -> list[LotDay]:
    names = {"produced_on": _("Sản xuất"), "packed_on": _("Đóng gói"), "expires_on": _("Hạn dùng")}
    return [LotDay(name, facts[key], say_day(facts[key], language)) for key, name in names.items() if facts[key]]


def _product_url(facts: Mapping) -> str:
    return reverse("catalogue:detail", args=[facts["slug"], facts["product"]]) if facts["is_public"] else ""


def _outlets(product: int) -> list[Outlet]:
    return list(Outlet.objects.listed().stocking(product)[:OUTLETS_SHOWN])
