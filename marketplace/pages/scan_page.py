"""What the scan page says: the verdict and everything that moves with the day. The lot's part: scan_lot.py."""

import hashlib
import re
from base64 import b64encode
from datetime import date
from functools import cache, lru_cache
from time import time
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.documents import name_of
from catalogue.models import Certificate
from catalogue.product_codes import parse
from marketplace.pages.scan_lot import SHOPS_KEPT, lot_part
from traceability import codes, looks, tongues, verdicts
from traceability.looks import Look, Rows
from traceability.models import CodeAlias, Label
from traceability.verdicts import State, say_day

SIGNS = {"green": "✓", "amber": "!", "grey": "–", "red": "✕"}
STARRED = (State.IN_FORCE, State.EXTENDED, State.EXPIRING, State.SUPERSEDED)  # bands under which a plate may stand
RECALLED = (State.LOT_RECALLED, State.LABEL_RECALLED)
LOT = looks.NAMES.index("lot")
SPREAD = 97  # seconds between the beginnings of two lots that were entered one after the other


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
    list of shops follows from elsewhere; it is at most five minutes old, with the lot's part that holds it.
    """
    return _known(rows, day, language, settings.SITE_URL, period_of(rows[0][LOT], time()))


def period_of(lot: int | None, seconds: float) -> int:
    """In which five minutes we are. Not all lots begin theirs at once, but all labels of a lot, and its part, do."""
    return int(seconds + (lot or 0) * SPREAD % SHOPS_KEPT) // SHOPS_KEPT


@lru_cache(maxsize=1024)
def _known(rows: Rows, day: date, language: str, site: str, period: int) -> bytes:
    look = looks.read(rows, language)
    with override(language):
        verdict = verdict_of(look, day, language)
        about = about_certificate(look, day, language)
        code, alias = look.facts["code"], look.facts["alias"]
        parts = {"look": about, "lot_part": lot_part(look, language, period), "here": alias and path_of(alias)}
        return _page(verdict, code or alias, language, **parts).encode()


def verdict_of(look: Look, day: date, language: str) -> verdicts.Verdict:
    """What the band says, in the language that is active."""
    return verdicts.put(look.state(day), language, **_facts_of_verdict(look, day, language))


def asks_for_pin(look: Look, day: date) -> bool:
    """Whether the PIN of a label may be tried: it is in use, its sheet has PINs, and nothing was recalled."""
    facts = look.facts
    in_use = facts["pins_printed_at"] and facts["label_state"] == Label.State.ACTIVATED
    return bool(in_use) and look.state(day) not in RECALLED


def refused(state: State, code: str, language: str) -> str:
    """The page of a code nobody issued, in words."""
    with override(language):
        return _page(verdicts.put(state, language), code, language)


def withdrawn(alias: CodeAlias, language: str) -> str:
    """The page of another system's code whose link was withdrawn; read anew each time."""
    with override(language):
        facts = {"system": alias.source or alias.get_kind_display()}
        facts["day"] = say_day(localdate(alias.withdrawn_at), language)
        code = alias.printed or alias.alias
        return _page(verdicts.put(State.LINK_WITHDRAWN, language, **facts), code, language, here=path_of(code))


def path_of(code: str) -> str:
    """The one address of a code, within the site."""
    return f"/T/{quote(code, safe='')}"


def _page(verdict: verdicts.Verdict, code: str, language: str, **parts: object) -> str:
    context = frame(language) | {"verdict": verdict, "sign": SIGNS[verdict.colour], "code": code}
    context |= {"canonical": settings.SITE_URL + path_of(code), "here": ""}
    return _template().render(context | parts)


@cache
def _template():
    return get_template("traceability/scan.html")


def frame(language: str) -> dict:
    """What stands on every scan page. `vi`: the attribute of what stays Vietnamese in another language."""
    with override(tongues.of_site(language)):
        home, report = reverse("home"), reverse("reports:add")
    return {
        "language": language,
        "others": tongues.others(language),
        "vi": mark_safe(' lang="vi"') if language != "vi" else "",
        "css": css(),
        "host": urlsplit(settings.SITE_URL).netloc,
        "home": home,
        "report": report,
    }


def _facts_of_verdict(look: Look, day: date, language: str) -> dict:
    now, then = look.certificate(day), look.at_packing
    facts = {"producer": look.facts["producer"] or _("Chủ thể OCOP"), "lot": look.facts["lot_number"]}
    facts |= {"system": _system(look), "has_code": bool(look.facts["code"] or look.facts["alias_kind"])}
    if now:
        ended = now.revoked_on if now.state == Certificate.State.REVOKED else now.until
        facts |= {"stars": now.stars, "day": say_day(ended, language)}
    return facts | ({"stars_then": then.stars} if then else {})


def _system(look: Look) -> str:
    """Who issued the code that was asked for, when it was not us; "" for our own."""
    kind = look.facts["alias_kind"]
    return (look.facts["alias_source"] or str(CodeAlias.Kind(kind).label)) if kind else ""


def about_certificate(look: Look, day: date, language: str) -> dict:
    """What the templates of certificate and scans show, and the lot's own page: of today and of the day of packing."""
    facts, now = look.facts, look.certificate(day)
    status = verdicts.OF_CERTIFICATE[look.status(day)]
    return {
        "title": facts["title"],
        "is_translated": facts["is_translated"],
        "code": codes.spaced(facts["code"]) if facts["code"] else facts["alias"],
        "alias": _alias(look),
        "why": facts["recall_reason"] or facts["end_reason"],
        "recall": _recall(look, day, language),
        "now": now,
        "starred": look.state(day) in STARRED,
        "flowers": range(now.stars) if now else (),
        "status": verdicts.said(verdicts.WORDINGS[status].word, language).format(
            day=now and say_day(now.until, language), stars=now and now.stars
        ),
        "colour": verdicts.WORDINGS[status].colour,
        "issued": say_day(now and now.issued_on, language),
        "until": say_day(now and now.until, language),
        "ended": say_day(now and now.ended_on, language),
        "url": _certificate_page(now, language) if now else "",
        **_at_packing(look, language),
        **(_issuer(now, language) if now else {}),
        "is_label": facts["code"] is not None,
        "is_shared": facts["kind"] == "lot",
        "pin_of": facts["code"] if asks_for_pin(look, day) else "",
        "scans": facts["scan_count"],
        "regions": facts["scan_regions"],
        "first": _first_scan(look, language),
    }


def _alias(look: Look) -> dict[str, object] | None:
    """Which other system printed the code that was asked for, and how much the code says; None for a code of ours."""
    facts = look.facts
    if not facts["alias_kind"]:
        return None
    code = parse(facts["alias"])
    return {
        "printed": facts["alias"],
        "system": _system(look),
        "leads_to": "label" if facts["code"] else "lot" if facts["lot"] else "product",
        "has_district": bool(code and code.district),
    }


def _recall(look: Look, day: date, language: str) -> dict[str, str] | None:
    """What to do with a recalled pack, whom to turn to, and since when; None where nothing was recalled."""
    if look.state(day) not in RECALLED:
        return None
    facts = look.facts
    at = facts["recalled_at"]
    since = say_day(at and localdate(at), language)
    return {
        "since": since,
        "producer": facts["producer"] or "",
        "phone": facts["producer_phone"] or "",
        "advice": facts["recall_advice"] or "",
    }


def _certificate_page(certificate: Certificate, language: str) -> str:
    with override(tongues.of_site(language)):
        return reverse("certificates:detail", args=[certificate.public_id])


def _issuer(certificate: Certificate, language: str) -> dict[str, str]:
    """Who signed, as printed; where that office is no more, since when, and who answers for it now."""
    issuer = certificate.issuer
    return {
        "issuer": certificate.issuer_as_printed or name_of(issuer),
        "abolished": say_day(issuer and issuer.abolished_on, language),
        "issuer_today": issuer.successor.name if issuer and issuer.successor else "",
    }


def _at_packing(look: Look, language: str) -> dict[str, str]:
    """The certificate's word, colour and sentence for the day of packing."""
    if look.packed_on is None:
        return {"then_words": _("Nhà sản xuất không nêu ngày đóng gói.") if look.facts["lot"] else ""}
    standing, held = look.standing_at_packing
    state, sentence = verdicts.AT_PACKING[standing]
    turned = held and {"revoked": held.ended_on, "withdrawn": held.ended_on, "not_yet": held.issued_on}.get(
        standing, held.until
    )
    facts = {"stars": held and held.stars, "until": say_day(turned or None, language)}
    word = verdicts.said(verdicts.WORDINGS[state].word, language)
    return {
        "then_status": word.format(day=facts["until"], **facts),
        "then_colour": verdicts.WORDINGS[state].colour,
        "then_words": verdicts.said(sentence, language).format(day=say_day(look.packed_on, language), **facts),
    }


def _first_scan(look: Look, language: str) -> str:
    first = look.facts["first_scanned_at"]
    return say_day(first and localdate(first), language)
