"""A laboratory's screens: the lots that name it, a result with its report, and taking a wrong one back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.labs.access import get_lot, laboratories_only, lots_of, results_of
from marketplace.labs.forms import ResultForm, WithdrawForm
from marketplace.machines.evidence import file_answer
from marketplace.networks import network
from marketplace.producers.forms import posted
from traceability import services, steps
from traceability.models import Event, EvidenceFile
from traceability.recording import DeclaredWrong, MayNotWrite

MOST_LOTS = 200
OWN_GOODS = gettext_lazy(
    "Bạn cũng làm cho nhà sản xuất của lô này, nên không ghi và không báo sai kết quả của lô được. Hãy nhờ người khác của phòng."
)


@require_safe
@laboratories_only
def lot_list(request: HttpRequest) -> HttpResponse:
    """The laboratory's lots, and whether it has told a result."""
    told = set(results_of(request).values_list("lot", flat=True))
    rows = [(lot, lot.pk in told) for lot in lots_of(request)[:MOST_LOTS]]
    return render(request, "lab/lots.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@laboratories_only
def lot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One such lot: what was told, and a form for a result."""
    lot = get_lot(request, pk)
    form = ResultForm(posted(request), request.FILES or None, initial={"on": localdate()})
    if form.is_valid():
        said = {"actor": request.user, "network": network(request)}
        try:
            steps.report_test(lot, request.laboratory, **form.facts(), **said)
        except steps.OwnGoods:
            form.add_error(None, OWN_GOODS)
        except MayNotWrite:
            form.add_error(None, _("Nhà sản xuất không còn chọn phòng kiểm nghiệm này cho lô, nên chưa ghi."))
        except DeclaredWrong:
            form.add_error(None, _("Một kết quả y hệt đã bị báo sai. Hãy ghi rõ điều gì khác."))
        else:
            messages.success(request, _("Đã ghi kết quả vào nhật ký của lô."))
            return redirect("lab:lot", pk=lot.pk)
    results = results_of(request).filter(lot=lot).told().with_evidence()
    may_tell = lot.laboratories.contains(request.laboratory)
    own_goods = OWN_GOODS if steps.are_own_goods(lot, request.user) else ""
    context = {"lot": lot, "form": form, "may_tell": may_tell, "own_goods": own_goods, "results": results}
    return render(request, "lab/lot.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@laboratories_only
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare an own result wrong; it stays readable and says so."""
    result = get_object_or_404(results_of(request), pk=pk)
    form = WithdrawForm(posted(request))
    if form.is_valid():
        said = {"author_class": Event.AuthorClass.LAB, "actor": request.user}
        try:
            services.correct_step(result, form.cleaned_data["reason"], **said)
        except steps.OwnGoods:
            messages.error(request, OWN_GOODS)
        except DeclaredWrong:
            messages.info(request, _("Kết quả này đã bị báo sai từ trước."))
        else:
            messages.success(request, _("Đã báo sai. Kết quả đúng thì ghi thành kết quả mới."))
        return redirect("lab:lot", pk=result.lot_id)
    context = {"result": result, "form": form}
    return render(request, "lab/withdraw.html", context, status=422 if form.errors else 200)


@require_safe
@laboratories_only
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy of an own report."""
    return file_answer(get_object_or_404(EvidenceFile, pk=pk, event__in=results_of(request)))
