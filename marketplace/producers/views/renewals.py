"""Đánh giá lại: own certificates, when to file for each, and what to prepare."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import dossier, ocop
from catalogue.models import Producer
from marketplace.producers.access import members_only
from marketplace.producers.queries import certificates_on_board, products_of
from marketplace.producers.renewals import row_of


class Paper(NamedTuple):
    """A piece of evidence, and where this site shows it: its address and words, or ""."""

    name: str
    url: str
    link: str


@require_safe
@members_only
def board(request: HttpRequest) -> HttpResponse:
    """The renewal board of a producer; three queries of its own."""
    day = localdate()
    context = {
        "rows": [row_of(one, day) for one in certificates_on_board(request.producer, day)],
        "papers": papers_of(request.producer),
        "samples": dossier.SAMPLES,
        "whole": ocop.RENEWAL_OPENS_DAYS,
        "day": day,
    }
    return render(request, "workspace/renewals.html", context)


def papers_of(producer: Producer) -> list[Paper]:
    """The evidence of the dossier with what this site already holds."""
    here = {
        "stall": (producer.get_absolute_url(), _("Gian hàng trên Chợ OCOP")),
        "sales": (reverse("workspace:parcels"), _("Đơn hàng trên Chợ OCOP")),
        "trace": (reverse("workspace:labels"), _("Lô và tem trên Chợ OCOP")),
    }
    if first := products_of(producer).first():
        here["story"] = (first.get_absolute_url(), _("Trang sản phẩm trên Chợ OCOP"))
    return [Paper(_(one.name), *here.get(one.here, ("", ""))) for one in dossier.EVIDENCE]
