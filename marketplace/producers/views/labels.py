"""Chứng nhận & tem: own certificates, lots and labels."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue import wording
from marketplace.accounts.roles import LABEL, may
from marketplace.producers.access import (
    get_own_lot,
    get_own_step,
    members_only,
    members_who,
)
from marketplace.producers.forms import (
    CorrectionForm,
    LotForm,
    StepForm,
    posted,
)
from marketplace.producers.queries import certificates_of, lots_of
from marketplace.producers.renewals import renewal_of
from traceability import services
from traceability.models import Label, Lot
from traceability.recording import DeclaredWrong


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


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def lot_add(request: HttpRequest) -> HttpResponse:
    """Open a lot."""
    form = LotForm(posted(request), producer=request.producer, initial={"product": request.GET.get("san-pham")})
    if form.is_valid():
        try:
            lot = services.create_lot(actor=request.user, **form.cleaned_data)
        except ValidationError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, _("Đã tạo lô %(number)s. Việc tiếp theo: tạo tem.") % {"number": lot.number})
            return redirect("workspace:lot", pk=lot.pk)
    return render(request, "workspace/lot_form.html", {"form": form}, status=422 if form.errors else 200)


def tell(form: Form, trouble: ValidationError) -> None:
    """Put what the model refused on the fields that the person sees."""
    for field, errors in getattr(trouble, "error_dict", {"__all__": trouble}).items():
        form.add_error(field if field in form.fields else None, errors)


@require_safe
@members_only
def lot_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One own lot: facts, steps, sheets and labels."""
    return show(request, get_own_lot(request, pk))


def show(
    request: HttpRequest,
    lot: Lot,
    *,
    step: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    tally = lot.labels.tally()
    context = {
        "lot": lot,
        "left": lot.labels_left,
        "sheets": lot.label_sheets.all(),
        "tally": [(name, tally[state]) for state, name in Label.State.choices if state in tally],
        "events": lot.events.told(),
        "correctable": StepForm.STAGES if may(request.membership, LABEL) else (),
        "is_readable": Lot.objects.public().contains(lot),
        "step_form": step or StepForm(initial={"on": localdate()}),
        "may_label": may(request.membership, LABEL),
    }
    return render(request, "workspace/lot.html", context, status=status)


@require_POST
@members_who(LABEL)
def step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what happened to a lot; it cannot be changed afterwards."""
    lot, form = get_own_lot(request, pk), StepForm(request.POST)
    if not form.is_valid():
        return show(request, lot, step=form, status=422)
    try:
        services.add_step(lot, actor=request.user, **form.facts())
    except DeclaredWrong:
        form.add_error(None, _("Một bước y hệt đã bị báo sai. Hãy ghi rõ ở ghi chú điều gì khác."))
        return show(request, lot, step=form, status=422)
    messages.success(request, _("Đã ghi vào nhật ký của lô."))
    return redirect("workspace:lot", pk=lot.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def step_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare an own step wrong; what was written stays readable beside what is right."""
    step = get_own_step(request, pk)
    form = CorrectionForm(posted(request), step=step)
    if form.is_valid():
        try:
            services.correct_step(step, form.cleaned_data["reason"], right=form.right, actor=request.user)
        except services.NothingChanged:
            form.add_error(None, _("Hãy sửa ít nhất một chỗ, hoặc chọn “việc này không xảy ra”."))
        except DeclaredWrong:
            form.add_error(None, _("Bước này, hoặc một bước y như bạn vừa ghi, đã bị báo sai từ trước."))
        else:
            messages.success(request, _("Đã báo sai. Người quét tem thấy cả bước cũ và lời báo sai."))
            return redirect("workspace:lot", pk=step.lot_id)
    status = 422 if form.errors else 200
    return render(request, "workspace/step_correct.html", {"step": step, "form": form}, status=status)
