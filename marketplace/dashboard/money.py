"""The operator's hand on one order: pieces and đồng go back, parcels that went astray, cash that couriers hold."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.wording import dong
from marketplace.dashboard.access import operators_only
from marketplace.dashboard.money_forms import GoodwillForm, OperatorPiecesForm, RemittanceForm
from marketplace.ledger.models import JournalEntry
from marketplace.order import services, states
from marketplace.order.change_views import send_photo
from marketplace.order.models import Order, Parcel
from marketplace.order.numbers import read_order_number
from marketplace.order.returns import ReturnPhoto, ReturnRequest
from marketplace.order.services import returns as verbs
from marketplace.payment.models import Refund
from marketplace.payment.refunds import NothingToRefund
from marketplace.producers.forms_returns import AnswerForm

TROUBLES = (
    states.IllegalTransition,
    services.NotThatMany,
    services.NothingToRemit,
    NothingToRefund,
    verbs.TooLate,
)
STEPS = {
    "undeliverable": services.report_undeliverable,
    "send-back": services.send_parcel_back,
    "receive-back": services.receive_parcel_back,
    "lose": services.report_lost,
}


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """An order by its number; returns that wait for the operator; cash that couriers hold."""
    if words := request.GET.get("q", "").strip():
        if found := _find(words):
            return redirect("money:order", found.number)
        messages.info(request, _("Không thấy đơn hàng này."))
    context = {
        "words": words,
        "wishes": ReturnRequest.objects.for_the_operator(now()).with_goods()[:100],
        "uncollected": Parcel.objects.with_cash_out()[:100],
    }
    return render(request, "oscar/dashboard/money/index.html", context)


@require_safe
@operators_only
def order(request: HttpRequest, number: str) -> HttpResponse:
    """All that happened to an order's money, and what may be done about it."""
    shown = get_object_or_404(Order.objects.with_parcels(), number=number)
    parcels = [
        {"parcel": parcel, "form": _pieces_form(parcel), "wishes": parcel.returns.all()}
        for parcel in shown.parcels.all()
    ]
    context = {
        "order": shown,
        "parcels": parcels,
        "goodwill": GoodwillForm(),
        "refunds": Refund.objects.filter(attempt__order=shown).select_related("by", "attempt").order_by("pk"),
        "entries": JournalEntry.objects.filter(order=shown).prefetch_related("postings__account").order_by("pk"),
    }
    return render(request, "oscar/dashboard/money/order.html", context)


@require_POST
@operators_only
def pieces(request: HttpRequest, pk: int) -> HttpResponse:
    """Pieces are called off before they leave, or paid back after they came."""
    parcel = get_object_or_404(Parcel.objects.select_related("order"), pk=pk)
    form = OperatorPiecesForm(request.POST, parcel=parcel)
    if not form.is_valid():
        return _refused(request, parcel.order, form)
    given = form.cleaned_data
    wish = {"reason": given["reason"], "by": request.user}
    if parcel.status in states.HOLDING:
        return _do(request, parcel.order, lambda: services.call_off(parcel, pieces=form.pieces(), **wish))
    wish["with_shipping"] = given["with_shipping"]
    return _do(request, parcel.order, lambda: verbs.refund_pieces(parcel, form.pieces(), **wish))


@require_POST
@operators_only
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """A parcel went astray."""
    parcel = get_object_or_404(Parcel.objects.select_related("order"), pk=pk)
    do = STEPS.get(request.POST.get("act", ""))
    return _do(request, parcel.order, lambda: do(parcel, by=request.user)) if do else redirect(_page(parcel.order))


@require_POST
@operators_only
def remitted(request: HttpRequest, pk: int) -> HttpResponse:
    """The courier paid a parcel's cash in."""
    parcel = get_object_or_404(Parcel.objects.select_related("order"), pk=pk)
    form = RemittanceForm(request.POST)
    if not form.is_valid():
        return _refused(request, parcel.order, form)
    kept = form.cleaned_data["kept"]
    return _do(request, parcel.order, lambda: services.record_remittance(parcel, kept=kept, by=request.user))


@require_POST
@operators_only
def goodwill(request: HttpRequest, number: str) -> HttpResponse:
    """Đồng go back at the platform's cost."""
    found = get_object_or_404(Order, number=number)
    form = GoodwillForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, form)
    given = form.cleaned_data
    return _do(request, found, lambda: verbs.refund_goodwill(found, by=request.user, **given))


@require_POST
@operators_only
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The operator answers a buyer's wish in the producer's place, or otherwise than the producer did."""
    wish = get_object_or_404(ReturnRequest.objects.with_goods(), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, wish.parcel.order, form)
    given, said = form.cleaned_data, {"answer": form.cleaned_data["answer"], "by": request.user}
    acts: dict[str, Callable] = {
        "approve": lambda: verbs.approve_return(wish, **said),
        "reject": lambda: verbs.reject_return(wish, **said),
        "settle": lambda: verbs.settle_return(wish, with_shipping=given["with_shipping"], **said),
        "lapse": lambda: verbs.lapse_return(wish, at=now(), by=request.user),
    }
    return _do(request, wish.parcel.order, acts[given["act"]])


@require_safe
@operators_only
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """A photo of a return."""
    return send_photo(get_object_or_404(ReturnPhoto, pk=pk))


def _do(request: HttpRequest, found: Order, act: Callable) -> HttpResponse:
    """Do it, say how it went, and show the order again."""
    try:
        done = act()
    except TROUBLES:
        messages.error(request, _("Không làm được: tình trạng vừa đổi, hoặc số tiền vượt quá số đã thu."))
    else:
        said = _("Đã ghi: %(amount)s.") % {"amount": dong(done)} if type(done) is int else _("Đã ghi.")
        messages.success(request, said)
    return redirect(_page(found))


def _refused(request: HttpRequest, found: Order, form) -> HttpResponse:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(errors)}" if label else " ".join(errors))
    return redirect(_page(found))


def _pieces_form(parcel: Parcel) -> OperatorPiecesForm | None:
    """None where nothing can be given back: on its way, or nothing left."""
    is_open = parcel.status in states.HOLDING or parcel.status in ("delivered", "completed")
    form = OperatorPiecesForm(parcel=parcel, auto_id=f"parcel-{parcel.pk}-%s") if is_open else None
    return form if form and form.line_names else None


def _find(words: str) -> Order | None:
    try:
        return Order.objects.filter(number=read_order_number(words)).first()
    except ValueError:
        return None


def _page(found: Order) -> str:
    return reverse("money:order", args=[found.number])
