"""Suspected counterfeits of own products, and taking a lot back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.roles import LABEL, may
from marketplace.producers.access import get_own_case, get_own_lot, members_only, members_who
from marketplace.producers.forms import posted
from marketplace.tracing.desk import answer, send_photo, told
from marketplace.tracing.forms import CaseForm, LiftForm, RecallForm
from traceability import services
from traceability.cases import Role
from traceability.models import Case

PER_PAGE = 20


@require_safe
@members_only
def case_list(request: HttpRequest) -> HttpResponse:
    """What buyers reported and what the scans gave away, those that wait at the top."""
    found = Case.objects.of_producer(request.producer).with_label().waiting_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspace/cases.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def case_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One case, what was done about it, and what may be done now."""
    case, may_act = get_own_case(request, pk), may(request.membership, LABEL)
    if request.method == "POST" and not may_act:
        raise PermissionDenied(_("Vai trò của bạn ở cơ sở này chỉ được xem, không được làm việc này."))
    form = CaseForm(posted(request), case=case, role=Role.PRODUCER) if may_act and case.is_open else None
    if form and form.is_valid():
        answer(request, case, form, Role.PRODUCER)
        return redirect("workspace:case", pk=case.pk)
    context = told(case) | {"form": form}
    return render(request, "workspace/case.html", context, status=422 if form and form.errors else 200)


@never_cache
@require_safe
@members_only
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    return send_photo(get_own_case(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def lot_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Call back a lot; the lot's number is typed once more."""
    lot = get_own_lot(request, pk)
    form = RecallForm(posted(request), lot=lot)
    if form.is_valid():
        try:
            services.recall_lot(lot, **form.said, actor=request.user)
        except services.LotRecalled:
            messages.info(request, _("Lô này đã được thu hồi từ trước."))
        else:
            messages.success(
                request, _("Đã thu hồi lô %(number)s. Mọi tem của lô báo đỏ từ lần quét tới.") % {"number": lot.number}
            )
        return redirect("workspace:lot", pk=lot.pk)
    return render(request, "workspace/lot_recall.html", {"lot": lot, "form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def lot_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a recall of one's own back, by a new step of the lot."""
    lot = get_own_lot(request, pk)
    form = LiftForm(posted(request))
    if form.is_valid():
        try:
            services.lift_recall(lot, form.cleaned_data["reason"], actor=request.user)
        except services.LotNotRecalled:
            messages.info(request, _("Lô này không bị thu hồi."))
        except services.MayNotWrite:
            messages.error(request, _("Lô do cơ quan quản lý thu hồi: chỉ cơ quan ấy gỡ được."))
        else:
            messages.success(request, _("Đã gỡ lệnh thu hồi. Nhật ký của lô vẫn lưu cả hai lần."))
        return redirect("workspace:lot", pk=lot.pk)
    return render(request, "workspace/lot_lift.html", {"lot": lot, "form": form}, status=422 if form.errors else 200)
