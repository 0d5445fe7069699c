"""Trang quét còn thiếu gì: what buyers do not find when they scan a label."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.producers.access import members_only
from marketplace.producers.completeness import rows_of
from traceability import public_items


@require_safe
@members_only
def gaps(request: HttpRequest) -> HttpResponse:
    """Each own product with its public items, and links to what is missing."""
    rows = rows_of(request.producer)
    whole = sum(row.is_whole for row in rows)
    context = {"rows": rows, "whole": whole, "asked": len(public_items.ITEMS)}
    return render(request, "workspace/completeness.html", context)
