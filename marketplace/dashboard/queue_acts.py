"""What an operator does about one item of a queue. Every act leaves its line in the journal."""

from django.contrib import messages
from django.db import transaction as database
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue.wording import dong
from marketplace.dashboard.queue_forms import ClaimForm, DisputeNoteForm, NoteForm, ReferenceForm, StatementForm
from marketplace.order.states import IllegalTransition
from marketplace.payment import claims, reconciliation, statements
from marketplace.payment.acts import note_act
from marketplace.payment.models import Attempt, BankClaim, BankTransaction, Difference, Dispute, Refund
from marketplace.payment.paybacks import record_refund
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.services import cancel_unpaid

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
def transaction(request: HttpRequest, pk: int) -> HttpResponse:
    """One transfer: what the bank told, what people said; say what it is."""
    kept = get_object_or_404(BankTransaction.objects.with_fate(), pk=pk)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _claimed(request, kept, form):
        return redirect("queues:transaction", pk)
    standing = next((made for made in kept.claims.all() if made.state != "withdrawn"), None)
    context = {"kept": kept, "form": form, "standing": standing, "match": getattr(kept, "match", None)}
    return render(request, "oscar/dashboard/queues/transaction.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person confirms what the first said, or somebody takes it back."""
    made = get_object_or_404(BankClaim.objects.select_related("transaction", "order"), pk=pk)
    verb = claims.confirm if request.POST.get("act") == "confirm" else claims.withdraw
    try:
        verb(made, by=request.user)
    except claims.SamePerson:
        messages.error(request, _("Người nêu ý kiến không tự xác nhận được: cần một người vận hành khác."))
    except claims.AlreadyDecided:
        messages.error(request, _("Khoản này vừa có người khác quyết định."))
    else:
        messages.success(request, _("Đã ghi."))
    return redirect("queues:transaction", made.transaction_id)


@require_http_methods(FORMS)
def statement(request: HttpRequest) -> HttpResponse:
    """Read a bank's statement; a row that was told before changes nothing."""
    form, report = StatementForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["statement"]
        try:
            report = statements.import_statement(given.read(), name=given.name, by=request.user)
        except statements.Unreadable as trouble:
            form.add_error("statement", str(trouble))
    status = 422 if form.errors else 200
    return render(request, "oscar/dashboard/queues/statement.html", {"form": form, "report": report}, status=status)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an order of which only a part was paid; that part goes to the refunds."""
    attempt = get_object_or_404(Attempt.objects.short().select_related("order"), pk=pk)
    try:
        order = cancel_unpaid(attempt.order, by=request.user)
    except (IllegalTransition, ProviderDown):
        messages.error(request, _("Đơn này không kết thúc được nữa."))
    else:
        note_act("ended", by=request.user, order=order, note=_("Kết thúc đơn trả thiếu"))
        messages.success(request, _("Đã ghi."))
    return redirect("queues:queue", "thieu")


@require_http_methods(FORMS)
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that a person sent back, with the bank's number of that transfer."""
    asked = get_object_or_404(Refund.objects.select_related("attempt__order__refund_account", "by"), pk=pk)
    form = ReferenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _sent_back(request, asked, form.cleaned_data["reference"]):
        return redirect("queues:queue", "hoan-tien")
    senders = BankTransaction.objects.filter(match__attempt=asked.attempt).order_by("pk")
    return render(request, "oscar/dashboard/queues/refund.html", {"refund": asked, "form": form, "senders": senders})


@require_http_methods(FORMS)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One card payment that the buyer's bank takes back: what speaks for us, and what we did about it."""
    shown = get_object_or_404(Dispute.objects.with_order(), pk=pk)
    order = shown.attempt.order
    form = DisputeNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_act("dispute", by=request.user, order=order, note=f"{shown}: {form.cleaned_data['note']}")
        return redirect("queues:dispute", pk)
    context = {
        "dispute": shown,
        "form": form,
        "parcels": order.parcels.select_related("producer").prefetch_related("events"),
        "acts": order.money_acts.filter(kind="dispute", note__startswith=f"{shown}: ").select_related("by"),
        "covered": shown.covered.order_by("pk"),
    }
    return render(request, "oscar/dashboard/queues/dispute.html", context)


@require_http_methods(FORMS)
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the provider again, or say what the difference is."""
    shown = get_object_or_404(Difference.objects.select_related("reconciliation", "attempt__order"), pk=pk)
    if request.POST.get("act") == "ask" and shown.attempt:
        return _ask_again(request, shown)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reconciliation.settle(shown, note=form.cleaned_data["note"], by=request.user)
        return redirect("queues:queue", "chenh-lech")
    return render(request, "oscar/dashboard/queues/difference.html", {"difference": shown, "form": form})


def _claimed(request: HttpRequest, kept: BankTransaction, form: ClaimForm) -> bool:
    given = form.cleaned_data
    said = {"kind": given["kind"], "note": given["note"], "reference": given["reference"]}
    try:
        claims.claim(kept, order=given.get("order"), by=request.user, **said)
    except claims.NotByTransfer:
        form.add_error("number", _("Đơn này không chọn trả bằng chuyển khoản."))
        return False
    except claims.AlreadyDecided:
        form.add_error(None, _("Khoản này vừa có người khác quyết định."))
        return False
    messages.success(request, _("Đã ghi ý kiến. Một người vận hành khác cần xác nhận."))
    return True


@database.atomic
def _sent_back(request: HttpRequest, asked: Refund, reference: str) -> bool:
    try:
        record_refund(asked, reference=reference, by=request.user)
    except IllegalTransition:
        messages.error(request, _("Khoản hoàn này vừa có người khác ghi."))
        return False
    order = asked.attempt.order
    note_act("refund", by=request.user, order=order, note=f"{dong(asked.amount)}: {reference}")
    messages.success(request, _("Đã ghi hoàn %(amount)s.") % {"amount": dong(asked.amount)})
    return True


def _ask_again(request: HttpRequest, shown: Difference) -> HttpResponse:
    try:
        agree = reconciliation.ask_again(shown, by=request.user)
    except ProviderDown:
        messages.error(request, _("Cổng thanh toán chưa trả lời. Xin thử lại sau."))
    else:
        say = messages.success if agree else messages.warning
        say(request, _("Hai bên đã khớp.") if agree else _("Hai bên vẫn khác nhau."))
    return redirect("queues:difference", shown.pk)
