"""Chứng nhận & tem: own certificates, lots and labels."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalogue import wording
from marketplace.accounts.roles import LABEL, may
from marketplace.producers.access import (
    get_own_lot,
    members_only,
)
from marketplace.producers.forms_lots import StepForm
from marketplace.producers.queries import certificates_of, lots_of
from marketplace.producers.renewals import renewal_of
from marketplace.producers.views.lots import story_of
from traceability.models import Label, Lot


@require_safe
@members_only
def labels_room(request: HttpRequest) -> HttpResponse:
    """Certificates with their days left, and lots with their labels."""
    day = localdate()
    certificates = [
        {
            "certificate": c,
            "state": wording.state_of(c, day),
            "days_left": c.days_left(day) if c.is_in_force(day) else None,
            "renewal": renewal_of(c, day).state if c.is_in_force(day) else "",
        }
        for c in certificates_of(request.producer).select_related("superseded_by")
    ]
    context = {
        "certificates": certificates,
        "lots": lots_of(request.producer),
        "day": day,
        "may_label": may(request.membership, LABEL),
    }
    return render(request, "workspace/labels.html", context)


@require_safe
@members_only
def lot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One own lot: facts, steps, sheets and labels."""
    return show(request, get_own_lot(request, pk))


def show(request: HttpRequest, lot: Lot, *, status: int = 200) -> HttpResponse:
    tally = lot.labels.tally()
    context = {
        "lot": lot,
        "left": lot.labels_left,
        "sheets": lot.label_sheets.all(),
        "tally": [(name, tally[state]) for state, name in Label.State.choices if state in tally],
        **story_of(lot),
        "correctable": StepForm.STAGES if may(request.membership, LABEL) else (),
        "is_readable": Lot.objects.public().contains(lot),
        "may_label": may(request.membership, LABEL),
    }
    return render(request, "workspace/lot.html", context, status=status)
