"""A lot in one form, a step in three taps, where it grew: what a farmer says of own lots."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketplace.accounts.roles import LABEL
from marketplace.networks import network
from marketplace.producers.access import get_own_lot, get_own_step, members_who
from marketplace.producers.forms import posted
from marketplace.producers.forms_lots import (
    CorrectionForm,
    InputFormSet,
    LotForm,
    SourcesForm,
    StepForm,
    first_moment_of,
    like,
)
from marketplace.producers.queries import lots_of
from marketplace.sent import number_in
from traceability import lineage, services, steps, units
from traceability.lineage import CircularLots
from traceability.models import Event, Lot
from traceability.recording import DeclaredWrong, MayNotWrite

WHERE_FROM = ("process", "pack")  # stages into which something may go
ICONS = {"harvest": "calendar", "process": "settings", "pack": "package", "store": "store", "ship": "truck"}


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def lot_add(request: HttpRequest) -> HttpResponse:
    """Open a lot; `?giong=` begins it as a copy of an own one."""
    copied = lots_of(request.producer).filter(pk=number_in(request.GET.get("giong", ""))).first()
    begin = like(copied) if copied else {"product": request.GET.get("san-pham")}
    form, draft = LotForm(posted(request), producer=request.producer, initial=begin), draft_of(request, "lot")
    if form.is_valid():
        try:
            lot = services.create_lot(actor=request.user, **form.cleaned_data)
        except ValidationError as trouble:
            tell(form, trouble)
        else:
            said = _("Đã tạo lô %(number)s. Việc tiếp theo: ghi bước đầu tiên.") % {"number": lot.number}
            messages.success(request, said, extra_tags=draft)
            return redirect("workspace:lot", pk=lot.pk)
    last = None if copied else last_lot(request)
    context = {"form": form, "copied": copied, "last": last, "later": later_open(form), "draft": draft}
    return render(request, "workspace/lot_form.html", context, status=422 if form.errors else 200)


def draft_of(request: HttpRequest, form: str) -> str:
    """What the browser keeps an unsent form under: on a shared telephone each person's, for each producer, is apart."""
    return f"{request.user.pk}-{request.producer.pk}-{form}"


def last_lot(request: HttpRequest) -> Lot | None:
    """The lot opened last, which the next one is likely to resemble."""
    return lots_of(request.producer).order_by("-pk").first()


def later_open(form: LotForm) -> bool:
    """Whether something stands, or is wrong, in the part that is folded away."""
    return any(
        form.errors.get(name) or (not form.is_bound and form.initial.get(name))
        for name in ("material", "growing_areas")
    )


def tell(form: Form, trouble: ValidationError) -> None:
    """Put what the model refused on the fields that the person sees."""
    for field, errors in getattr(trouble, "error_dict", {"__all__": trouble}).items():
        form.add_error(field if field in form.fields else None, errors)


def story_of(lot: Lot) -> dict[str, Any]:
    """What an own lot's page says of its way: its steps, one step back, one step forward, what does not add up."""
    return {
        "events": lot.events.told().with_evidence(),
        "areas": lot.growing_areas.all(),
        "laboratories": lot.laboratories.all(),
        "back": lineage.one_back(lot),
        "forward": lineage.one_forward(lot),
        "imbalances": lineage.imbalances(lot),
        "stages": [(stage, label, ICONS[stage]) for stage, label in Event.Stage.choices if stage in ICONS],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def step_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what happened to a lot: `?viec=` names the stage; it cannot be changed afterwards."""
    lot = get_own_lot(request, pk)
    stage = request.GET.get("viec", "")
    draft = draft_of(request, f"step-{lot.pk}-{stage}")
    form = StepForm(posted(request), request.FILES or None, initial=_begun(request, stage))
    inputs = (
        InputFormSet(posted(request), prefix="vao", form_kwargs={"lot": lot}) if _takes_inputs(request, stage) else None
    )
    if form.is_valid() and (inputs is None or inputs.is_valid()):
        made = [one.made() for one in inputs] if inputs else []
        said = form.facts()
        said |= {"at": first_moment_of(lot, said), "inputs": [one for one in made if one]}
        with explained(form):
            services.add_step(lot, **told_by(request), **said)
        if form.is_valid():
            messages.success(request, _("Đã ghi vào nhật ký của lô."), extra_tags=draft)
            return redirect("workspace:lot", pk=lot.pk)
    wrong = bool(form.errors or (inputs and inputs.is_bound and not inputs.is_valid()))
    stages = [(value, label, ICONS[value]) for value, label in form.fields["stage"].choices]
    context = {"lot": lot, "form": form, "inputs": inputs, "wrong": wrong}
    named = {value: label for value, label, _icon in stages}
    context |= {"stage": stage, "stage_name": named.get(stage, ""), "stages": stages, "draft": draft}
    return render(request, "workspace/step_form.html", context, status=422 if wrong else 200)


def _takes_inputs(request: HttpRequest, stage: str) -> bool:
    """A plain form without the part about inputs is whole, too."""
    return "vao-TOTAL_FORMS" in request.POST if request.method == "POST" else stage in WHERE_FROM


def _begun(request: HttpRequest, stage: str) -> dict[str, Any]:
    """Today, and where the producer's last step of this kind was."""
    earlier = Event.objects.filter(lot__product__owner=request.producer, author_class="producer", stage=stage)
    begin = {"on": localdate(), "stage": stage, "uom": "KGM" if stage == "harvest" else ""}
    if last := earlier.order_by("-pk").values("place_text", "uom", "quantity").first():
        begin |= {"place_text": last["place_text"], "uom": units.said_in(last["quantity"] or 0, last["uom"])}
    return begin


@contextmanager
def explained(form: StepForm) -> Iterator[None]:
    """What the log refuses, the form says in words."""
    try:
        yield
    except services.NothingChanged:
        form.add_error(None, _("Hãy sửa ít nhất một chỗ, hoặc chọn “việc này không xảy ra”."))
    except DeclaredWrong:
        form.add_error(
            None, _("Bước này, hoặc một bước y hệt, đã bị báo sai từ trước. Hãy ghi rõ ở ghi chú điều gì khác.")
        )
    except MayNotWrite:
        form.add_error(None, _("Bước này không phải của cơ sở bạn ghi, hoặc có lô không phải của cơ sở."))
    except CircularLots:
        form.add_error(None, _("Lô đưa vào lại làm ra từ chính lô này. Xin xem lại lô nào làm ra lô nào."))
    except ValidationError as trouble:
        tell(form, trouble)


def told_by(request: HttpRequest) -> dict[str, Any]:
    """Who says it: the account, its role in the producer's house, and from which network."""
    return {"actor": request.user, "author_role": request.membership.role, "network": network(request)}


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def step_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare an own step wrong; what was written stays readable beside what is right."""
    step = get_own_step(request, pk)
    form = CorrectionForm(posted(request), request.FILES or None, step=step)
    if form.is_valid():
        with explained(form):
            services.correct_step(step, form.cleaned_data["reason"], right=form.right, actor=request.user)
        if form.is_valid():
            messages.success(request, _("Đã báo sai. Người quét tem thấy cả bước cũ và lời báo sai."))
            return redirect("workspace:lot", pk=step.lot_id)
    status = 422 if form.errors else 200
    return render(request, "workspace/step_correct.html", {"step": step, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def lot_sources(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the growing areas of a lot, and the laboratories that may write its results."""
    lot = get_own_lot(request, pk)
    named = {"growing_areas": lot.growing_areas.all(), "laboratories": lot.laboratories.all()}
    form = SourcesForm(posted(request), producer=request.producer, initial=named)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            steps.name_sources(lot, chosen["growing_areas"], chosen["laboratories"])
        except ValidationError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, _("Đã lưu vùng trồng và phòng kiểm nghiệm của lô."))
            return redirect("workspace:lot", pk=lot.pk)
    context = {"lot": lot, "form": form}
    return render(request, "workspace/lot_sources.html", context, status=422 if form.errors else 200)
