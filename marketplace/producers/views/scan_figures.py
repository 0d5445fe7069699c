"""Số liệu quét: how often own labels are scanned, where, and how many own products are traced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from catalogue.models import Product
from marketplace.producers.access import members_only
from marketplace.tracing.figures import PERIODS, figures_of, period_of, rows_of_file
from marketplace.tracing.files import csv_of
from traceability.models import ScanDay


@require_safe
@members_only
def figures(request: HttpRequest) -> HttpResponse:
    """By day, province, outlet and language. At most 10 queries of its own."""
    first, last = period_of(request.GET.get("ngay", ""), localdate())
    own = Product.objects.filter(owner=request.producer)
    context = {
        "figures": figures_of(ScanDay.objects.of_producer(request.producer), own, first, last),
        "periods": PERIODS,
        "days": (last - first).days + 1,
    }
    return render(request, "workspace/scan_figures.html", context)


@require_safe
@members_only
def figures_csv(request: HttpRequest) -> HttpResponse:
    first, last = period_of(request.GET.get("ngay", ""), localdate())
    return csv_of(rows_of_file(ScanDay.objects.of_producer(request.producer), first, last), first, last)
