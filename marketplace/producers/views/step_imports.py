"""Nhập bước từ tệp: a producer's list of steps, read for trial first, recorded as a whole or not at all."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.roles import LABEL
from marketplace.cms.imports import safe_cell
from marketplace.networks import network
from marketplace.producers.access import members_who
from marketplace.producers.forms_lots import StepListForm
from marketplace.producers.step_imports import RUNNING, done_of, is_stalled, start_again, start_saving, take_upload
from marketplace.producers.step_rows import MOST_ROWS, template_rows
from traceability.models import StepImport

State = StepImport.State
SHOWN = 100  # lines of the report on the page; the CSV has all
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def import_list(request: HttpRequest) -> HttpResponse:
    """Send a list; and those sent before."""
    form = StepListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        said = {"actor": request.user, "network": network(request), "role": request.membership.role}
        return redirect("workspace:step-import", take_upload(request.producer, file.name, file.read(), **said).pk)
    earlier = StepImport.objects.filter(producer=request.producer).defer("report")[:20]
    context = {"form": form, "earlier": earlier, "most_rows": MOST_ROWS}
    return render(request, "workspace/step_imports.html", context, status=422 if form.errors else 200)


@require_safe
@members_who(LABEL)
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; then what it would bring, or why it brings nothing."""
    shown = own_import(request, pk)
    done, stalled = done_of(shown), is_stalled(shown)
    context = {
        "shown": shown,
        "running": shown.state in RUNNING and not stalled,
        "stalled": stalled,
        "done": done,
        "problems": shown.report[:SHOWN],
        "more": len(shown.report[SHOWN:]),
        "may_save": shown.state == State.READ and shown.rows_new and not shown.report,
    }
    return render(request, "workspace/step_import.html", context)


@require_POST
@members_who(LABEL)
def import_save(request: HttpRequest, pk: int) -> HttpResponse:
    """Record all its steps; or take up what has stopped halfway."""
    kept = own_import(request, pk)
    (start_again if is_stalled(kept) else start_saving)(kept)
    return redirect("workspace:step-import", pk)


@require_safe
@members_who(LABEL)
def import_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line of the report as CSV, for a spreadsheet."""
    shown = own_import(request, pk)
    lines = [("Dòng", "Cột", "Lý do"), *((one["row"], one["column"], one["reason"]) for one in shown.report)]
    return _csv(lines, f"loi-{shown.pk}.csv")


@require_safe
@members_who(LABEL)
def template(request: HttpRequest) -> HttpResponse:
    """An empty list with its headings and one example, as a workbook or by `?dang=csv`."""
    if request.GET.get("dang") == "csv":
        return _csv(template_rows(), "mau-buoc.csv")
    from openpyxl import Workbook

    book, out = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Bước")
    for row in template_rows():
        sheet.append(row)
    book.save(out)
    answer = HttpResponse(out.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="mau-buoc.xlsx"'
    return answer


def own_import(request: HttpRequest, pk: int) -> StepImport:
    return get_object_or_404(StepImport, pk=pk, producer=request.producer)


def _csv(rows: Iterable[Sequence], name: str) -> HttpResponse:
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(answer).writerows([safe_cell(cell) for cell in row] for row in rows)
    return answer
