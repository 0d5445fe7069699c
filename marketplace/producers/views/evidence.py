"""Photographs and reports of own lots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.machines.evidence import file_answer
from marketplace.producers.access import members_only
from traceability.models import EvidenceFile


@require_safe
@members_only
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that goes with a step of an own lot."""
    return file_answer(get_object_or_404(EvidenceFile, pk=pk, event__lot__product__owner=request.producer))
