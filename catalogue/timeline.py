"""A product's stars through the years: spans for a drawing (star_figure) and a list that says the same in words.

Nothing here asks the database: certificates must come with `superseded_by`. Everything follows from columns and the
day; a certificate that was revoked in May counted until the eve.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue import ocop
from catalogue.models import Certificate
from catalogue.queries import STATES_IN_FORCE
from catalogue.star_figure import Figure, figure_of
from catalogue.wording import long_day

ONE_DAY = timedelta(days=1)
NO_SIZES = MappingProxyType({})


class Span(NamedTuple):
    """Days on which one certificate counted, both included; `end` before `start`: it never did."""

    certificate: Certificate
    start: date
    printed_end: date  # without an extension
    end: date
    status: str  # as Certificate.status


class Entry(NamedTuple):
    """One line of the history: `tone` is good, bad or none; `detail` names the decision, the ground, a lapse."""

    on: date
    tone: str
    text: str
    detail: str = ""


class Timeline(NamedTuple):
    """`entries` say in words what `spans` let one draw; the first day at the top."""

    spans: list[Span]
    entries: list[Entry]
    day: date
    is_illustrative: bool

    @property
    def figure(self) -> Figure | None:
        """The drawing; None without a certificate."""
        return figure_of(self.spans, self.day)


def timeline_of(certificates: Iterable[Certificate], day: date, sizes: Mapping[int, str] = NO_SIZES) -> Timeline:
    """The certificates of one product as they stand on `day`.

    Each pack size that a decision names has a history of its own; `sizes` gives its name by its primary key.
    """
    spans = sorted((span_of(one, day) for one in certificates), key=lambda span: (span.start, span.certificate.pk or 0))
    histories = groupby(sorted(spans, key=_holder), key=_holder)
    entries = [entry for holder, own in histories for entry in _history(own, day, sizes.get(holder, ""))]
    illustrative = any(span.certificate.dates_are_illustrative for span in spans)
    return Timeline(spans, sorted(entries, key=lambda entry: entry.on), day, illustrative)


def _holder(span: Span) -> int:
    return span.certificate.product_id or 0


def span_of(certificate: Certificate, day: date) -> Span:
    end = last_counted(certificate)
    return Span(certificate, certificate.issued_on, min(end, certificate.valid_until), end, certificate.status(day))


def last_counted(certificate: Certificate) -> date:
    """The last day on which it counted: the eve of the act that ended it, else its last day."""
    act = _ending_act(certificate)
    return min(certificate.until, act - ONE_DAY) if act else certificate.until


def _ending_act(certificate: Certificate) -> date | None:
    superseded = certificate.state == Certificate.State.SUPERSEDED
    follower = certificate.superseded_by if superseded else None
    return follower.issued_on if follower else certificate.ended_on


# In words


def _history(spans: Iterable[Span], day: date, size: str) -> Iterator[Entry]:
    """What happened to one holder's certificates, the first on top; `size` names the pack size that holds them."""
    for before, span in pairwise([None, *spans]):
        for entry in _entries(before, span, day):
            yield entry._replace(text=f"{size}: {entry.text}") if size else entry


def _entries(before: Span | None, span: Span, day: date) -> Iterator[Entry]:
    yield _given(before, span)
    yield from _renewal(span.certificate)
    yield from _extension(span.certificate)
    yield from _ending(span, day)


def _given(before: Span | None, span: Span) -> Entry:
    certificate = span.certificate
    facts = {"stars": certificate.stars, "day": long_day(certificate.valid_until)}
    text = _change(before and before.certificate.stars, certificate.stars) % facts
    details = (_decision(certificate.decision_number), _lapse(before, span))
    return Entry(span.start, "good", text, ". ".join(filter(None, details)))


def _change(before: int | None, stars: int) -> str:
    if before is None:
        return _("Công nhận %(stars)s sao, đến hết ngày %(day)s")
    if before == stars:
        return _("Công nhận lại %(stars)s sao, đến hết ngày %(day)s")
    if before < stars:
        return _("Nâng lên %(stars)s sao, đến hết ngày %(day)s")
    return _("Xuống %(stars)s sao, đến hết ngày %(day)s")


def _lapse(before: Span | None, span: Span) -> str:
    """ "Sau 78 ngày không có chứng nhận", or "" when one followed the other."""
    days = (span.start - before.end) // ONE_DAY - 1 if before else 0
    if days < 1:
        return ""
    said = ngettext("Sau %(count)s ngày không có chứng nhận", "Sau %(count)s ngày không có chứng nhận", days)
    return said % {"count": days}


def _renewal(certificate: Certificate) -> Iterator[Entry]:
    if certificate.renewal_filed_on:
        yield Entry(certificate.renewal_filed_on, "none", _("Nộp hồ sơ đánh giá lại"))


def _extension(certificate: Certificate) -> Iterator[Entry]:
    if certificate.extended_until:
        text = _("Gia hạn đến hết ngày %(day)s") % {"day": long_day(certificate.extended_until)}
        yield Entry(certificate.valid_until + ONE_DAY, "good", text, _basis(certificate.extension_basis))


def _ending(span: Span, day: date) -> Iterator[Entry]:
    certificate = span.certificate
    if certificate.state == Certificate.State.REVOKED:
        ground = _(ocop.REVOCATION_GROUNDS.get(certificate.revocation_ground, certificate.revocation_ground))
        details = (ground, _decision(certificate.revocation_decision))
        yield Entry(certificate.revoked_on, "bad", _("Bị thu hồi"), ". ".join(filter(None, details)))
    elif certificate.state == Certificate.State.WITHDRAWN:
        yield Entry(certificate.withdrawn_on, "none", _("Giấy chứng nhận được rút"))
    elif certificate.state in STATES_IN_FORCE and span.end < day:
        yield Entry(span.end, "none", _("Hết hạn: đây là ngày cuối cùng"))


def _decision(number: str) -> str:
    return _("Quyết định %(number)s") % {"number": number} if number else ""


def _basis(text: str) -> str:
    return _("Căn cứ: %(text)s") % {"text": text} if text else ""
