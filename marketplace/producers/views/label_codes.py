"""One code by itself: its picture for the producer's own packaging, and its end."""

from base64 import b64encode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.roles import LABEL, may
from marketplace.producers.access import get_own_label, members_only, members_who
from marketplace.producers.forms import ReasonForm, posted
from marketplace.producers.views.label_sheets import refusal_of
from traceability import codes, label_states, printing, qr, services
from traceability.models import Label
from traceability.sheets import SheetUnreadable

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@require_safe
@never_cache
@members_only
def label_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One own label: its code, state and, for those who may print it, its picture."""
    label, may_label = get_own_label(request, pk), may(request.membership, LABEL)
    context = {
        "label": label,
        "code": codes.spaced(label.code),
        "picture": _picture(label) if may_label else "",
        "is_ended": label.state in label_states.ENDED,
        "refusal": refusal_of(label.lot),
        "may_label": may_label,
    }
    return render(request, "workspace/label.html", context)


def _picture(label: Label) -> str:
    """The symbol as a data address, of a label that left the printer."""
    if label.state not in (Label.State.PRINTED, Label.State.ACTIVATED):
        return ""
    drawing = qr.svg(qr.symbol(printing.code_url(label.code)))
    return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}"


@require_POST
@never_cache
@members_who(LABEL)
def label_symbol(request: HttpRequest, pk: int) -> HttpResponse:
    """The symbol as SVG or PNG, read back first; the label counts as printed from now on."""
    label = get_own_label(request, pk)
    kind = request.POST.get("kind", "svg")
    if kind not in TYPES:
        raise Http404
    try:
        if refusal := refusal_of(label.lot):
            return _refused(request, label, refusal)
        content = printing.release_symbol(label, kind=kind, dpi=label.sheet.dpi, actor=request.user)
    except (services.LabelEnded, services.LotRecalled):
        return _refused(request, label, _("Tem này đã hủy hoặc thu hồi từ trước."))
    except SheetUnreadable:
        return _refused(request, label, _("Mã QR vừa tạo không quét lại được. Xin thử lại."))
    headers = {"Content-Disposition": f'attachment; filename="{label.code}.{kind}"'}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def _refused(request: HttpRequest, label: Label, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("workspace:label", pk=label.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def label_void(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one label: spoilt, lost or stolen."""
    label = get_own_label(request, pk)
    form = ReasonForm(posted(request))
    if form.is_valid():
        try:
            services.void_label(label, reason=form.cleaned_data["reason"], actor=request.user)
        except services.LabelEnded:
            messages.info(request, _("Tem này đã hủy hoặc thu hồi từ trước."))
        else:
            messages.success(request, _("Đã hủy tem %(code)s.") % {"code": label.code})
        return redirect("workspace:sheet", pk=label.sheet_id)
    return render(
        request, "workspace/label_void.html", {"label": label, "form": form}, status=422 if form.errors else 200
    )
