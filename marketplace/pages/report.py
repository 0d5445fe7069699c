"""Reporting a suspicious label: a form without an account, and the state of a report by its receipt number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.networks import network, times
from marketplace.pages.report_forms import FindReportForm, ReportForm
from traceability import cases
from traceability.models import Case

LOOKUPS, SECONDS = 20, 600  # receipts that do not exist, from one network


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a label; ?ma= is its code. 429 after five reports of a network within a day."""
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"code": request.GET.get("ma", "")[:40]},
    )
    status = 200
    if form.is_valid():
        try:
            case = cases.report(network=network(request), **form.cleaned_data)
        except cases.TooManyReports:
            status = 429
            form.add_error(None, _("Mạng của bạn đã gửi năm báo cáo trong một ngày. Xin gửi tiếp vào ngày mai."))
        else:
            return redirect("reports:state", case.receipt)
    elif form.errors:
        status = 422
    return render(request, "pages/report.html", {"form": form}, status=status)


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The box for a receipt number."""
    form = FindReportForm(request.GET if "bien-nhan" in request.GET else None)
    if form.is_valid():
        return redirect("reports:state", form.cleaned_data["receipt"])
    return render(request, "pages/report_find.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def state(request: HttpRequest, receipt: str) -> HttpResponse:
    """What became of a report. 404 with the box for a number that nobody was given."""
    case = Case.objects.filter(receipt=receipt, source=Case.Source.REPORT).select_related("province").first()
    if case is None:
        too_many = times(request, "unknown-receipts", SECONDS) > LOOKUPS
        context = {"form": FindReportForm(), "asked": receipt, "too_many": too_many}
        return render(request, "pages/report_find.html", context, status=429 if too_many else 404)
    return render(request, "pages/report_state.html", {"case": case})
