"""The renewal board (bảng gia hạn, đánh giá lại): which certificates must be filed now, by window and grading round."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalogue import renewal
from catalogue.models import Certificate
from catalogue.queries import CertificateQuerySet
from catalogue.renewal import GradingRound, Renewal
from marketplace.cms import scope
from marketplace.cms.frame import framed, need_desk

MOST = 100  # rows of one column; the list has the rest
COLUMNS = (
    (
        "lost",
        gettext_lazy("Không còn đợt chấm thường kỳ nào kịp: chỉ còn đánh giá lại bằng ý kiến hội đồng, hoặc gia hạn."),
    ),
    ("late", gettext_lazy("Đã quá cửa nộp 180–120 ngày, nhưng hồ sơ nộp trước hạn của đợt dưới đây vẫn kịp.")),
    ("open", gettext_lazy("Nhận hồ sơ đánh giá lại trong cửa này.")),
    ("filed", gettext_lazy("Đã nộp hồ sơ; giấy còn hiệu lực đến ngày cuối.")),
)


class Row(NamedTuple):
    """A certificate and how it stands."""

    certificate: Certificate
    renewal: Renewal


class Column(NamedTuple):
    """A state of the board with its certificates, those that end first on top."""

    state: str
    word: str
    about: str
    rows: list[Row]
    total: int


class RoundCount(NamedTuple):
    """A grading round to come, and how many certificates it is the last chance of."""

    round: GradingRound
    days_to_file: int
    count: int


@require_safe
def renewals(request: HttpRequest) -> HttpResponse:
    """Everything in force that ends within 180 days, in the person's scope. Two queries beside Wagtail's own."""
    need_desk(request)
    day = localdate()
    certificates = scope.certificates(request.user)
    found = list(windows_of(certificates, day))
    rounds = rounds_to_come([between for _key, between in found])
    columns = columns_of(certificates, found)
    context = {"columns": columns, "rounds": rounds, "own": scope.stars_of(request.user)}
    return render(request, "cms/renewals.html", context | framed(_("Bảng đánh giá lại")))


def columns_of(certificates: CertificateQuerySet, found: list[tuple[int, Renewal]]) -> list[Column]:
    """The states of the board, each with the first MOST of its certificates. One query."""
    keys = {state: [key for key, between in found if between.state == state] for state, _about in COLUMNS}
    shown = certificates.in_bulk([key for those in keys.values() for key in those[:MOST]])
    return [
        Column(state, _(renewal.WORDS[state]), about, rows_of(keys[state][:MOST], shown), len(keys[state]))
        for state, about in COLUMNS
    ]


def rows_of(keys: list[int], shown: dict[int, Certificate]) -> list[Row]:
    return [Row(shown[key], renewal_of(shown[key])) for key in keys if key in shown]


def rounds_to_come(found: list[Renewal]) -> list[RoundCount]:
    """Rounds that still take files, each with the certificates that no later round saves."""
    counts = defaultdict(int)
    for between in found:
        if between.state in ("open", "late"):
            counts[between.last_round] += 1
    day = localdate()
    return [
        RoundCount(one, (one.files_by - day).days, count)
        for one, count in sorted(counts.items())
        if one.files_by >= day
    ]


def windows_of(certificates: CertificateQuerySet, day: date) -> Iterator[tuple[int, Renewal]]:
    """Key and window of each whose filing window has opened, those that end first on top, without loading them."""
    for key, last_day, stars, state in certificates.ending_soon(day).values_list("pk", "last_day", "stars", "state"):
        filed = state == Certificate.State.IN_RENEWAL
        yield key, renewal.renewal_of(last_day, stars=stars, day=day, filed=filed)


def renewal_of(certificate: Certificate) -> Renewal:
    """How it stands today between now and its end."""
    filed = certificate.state == Certificate.State.IN_RENEWAL
    return renewal.renewal_of(certificate.until, stars=certificate.stars, day=localdate(), filed=filed)
