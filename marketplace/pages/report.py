"""Reporting a suspicious label: a form without an account, and the state of a report by its receipt number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.networks import network, times
from marketplace.pages.report_forms import FindReportForm, ReportForm
from traceability import cases
from traceability.models import Case

LOOKUPS, TRIES, SECONDS = 20, 20, 600  # receipts that do not exist, reports sent, from one network
FIVE_SENT = gettext_noop("Mạng của bạn đã gửi năm báo cáo trong một ngày. Xin gửi tiếp vào ngày mai.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with a label; ?ma= is its code. 429 after five reports of a network within a day, and before a
    picture is read after twenty tries within ten minutes."""
    if request.method != "POST":
        return _asked(request, ReportForm(initial={"code": request.GET.get("ma", "")[: cases.LONGEST_CODE]}))
    if refusal := _refusal(request):
        return _asked(request, ReportForm(initial=request.POST.dict()), refusal, status=429)
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _asked(request, form, status=422)
    try:
        case = cases.report(network=network(request), **form.cleaned_data)
    except cases.TooManyReports:
        return _asked(request, form, _(FIVE_SENT), status=429)
    return redirect("reports:state", case.receipt)


def _refusal(request: HttpRequest) -> str:
    """Why nothing of what this network sends is looked at now; "" when it is."""
    if times(request, "report-tries", SECONDS) > TRIES:
        return _("Mạng của bạn đã gửi quá nhiều lần. Xin chờ mười phút rồi gửi lại.")
    return _(FIVE_SENT) if cases.has_reported_enough(network(request)) else ""


def _asked(request: HttpRequest, form: ReportForm, refusal: str = "", *, status: int = 200) -> HttpResponse:
    return render(request, "pages/report.html", {"form": form, "refusal": refusal}, status=status)


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
