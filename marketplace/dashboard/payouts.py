"""Paying producers: a batch is drawn up, approved, sent to the bank as a file, and settled line by line."""

import csv
from io import StringIO

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalogue.models import Producer
from marketplace.dashboard.access import operators_only
from marketplace.ledger import payouts as verbs
from marketplace.ledger.models import Payout, PayoutBatch, Posting
from marketplace.ledger.sheet_files import withheld_as_csv
from marketplace.ledger.sheets import month_of, withheld_in
from marketplace.order.states import IllegalTransition

PAGE_SIZE = 30
STEPS = ("approve", "send", "settle", "fail")


@require_safe
@operators_only
def index(request: HttpRequest) -> HttpResponse:
    """What may be paid out now, and the batches so far."""
    free = list(Posting.objects.payable().per_producer())
    held = list(Posting.objects.disputed().per_producer())
    names = Producer.objects.in_bulk({row["producer"] for row in (*free, *held)})
    accounts = verbs.accounts_of(names)
    rows = [
        {"producer": names[row["producer"]], "free": row["free"], "account": accounts.get(row["producer"])}
        for row in free
    ]
    held = [{"producer": names[row["producer"]], "held": row["free"]} for row in held]
    page = Paginator(PayoutBatch.objects.with_sums(), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "oscar/dashboard/payouts/index.html", {"rows": rows, "held": held, "page": page})


@require_POST
@operators_only
def draft(request: HttpRequest) -> HttpResponse:
    """Draw up a batch of everything that is free."""
    try:
        batch = verbs.draft_payouts(by=request.user)
    except verbs.NothingToPay:
        messages.info(request, _("Chưa có khoản nào chi được: chưa hết hạn trả hàng, hoặc chưa khai tài khoản."))
        return redirect("payouts:index")
    return redirect("payouts:batch", batch.pk)


@require_safe
@operators_only
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(PayoutBatch.objects.with_sums(), pk=pk)
    context = {"batch": shown, "payouts": shown.payouts.with_account()}
    return render(request, "oscar/dashboard/payouts/batch.html", context)


@require_safe
@operators_only
def bank_file(request: HttpRequest, pk: int) -> HttpResponse:
    """What the bank's mass payment takes: approved payouts of one batch, as CSV."""
    shown = get_object_or_404(PayoutBatch, pk=pk)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["STT", "Ten nguoi huong", "So tai khoan", "Ngan hang", "So tien", "Noi dung"])
    for number, payout in enumerate(shown.payouts.with_account().for_the_bank(), 1):
        account = payout.account
        writer.writerow([number, account.holder, account.number, account.bank, payout.amount, payout.words])
    headers = {"Content-Disposition": f'attachment; filename="chi-tra-{shown.pk}.csv"', "Cache-Control": "no-store"}
    return HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@operators_only
def taxes(request: HttpRequest) -> HttpResponse:
    """Taxes withheld in a month, per seller, for the declaration."""
    month = month_of(request.GET.get("thang", ""), localdate())
    headers = {"Content-Disposition": f'attachment; filename="thue-khau-tru-{month:%Y-%m}.csv"'}
    return HttpResponse(
        withheld_as_csv(withheld_in(month)),
        content_type="text/csv; charset=utf-8",
        headers=headers | {"Cache-Control": "no-store"},
    )


@require_POST
@operators_only
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """One step of one payout, or of all of a batch that can take it."""
    shown = get_object_or_404(PayoutBatch, pk=pk)
    act, wanted = request.POST.get("act", ""), request.POST.get("payout", "")
    chosen = shown.payouts.filter(pk=wanted) if wanted.isdecimal() else shown.payouts.all()
    if act in STEPS:
        _say(request, [_step(request, act, payout) for payout in chosen])
    return redirect("payouts:batch", shown.pk)


def _step(request: HttpRequest, act: str, payout: Payout) -> str:
    """Empty when it was done, else why not."""
    reference = request.POST.get("reference", "")[:80]
    try:
        match act:
            case "approve":
                verbs.approve_payout(payout, by=request.user)
            case "send":
                verbs.send_payout(payout)
            case "settle":
                verbs.settle_payout(payout, reference=reference, at=now())
            case "fail":
                verbs.fail_payout(payout, reference=reference)
    except verbs.MoreThanAvailable:
        return _("%(payout)s: có hàng trả sau khi lập bảng kê. Hãy bỏ khoản này và lập lại.") % {"payout": payout}
    except verbs.Disputed:
        said = _("%(payout)s: có đơn đang bị ngân hàng của khách khiếu nại. Hãy bỏ khoản này và lập lại.")
        return said % {"payout": payout}
    except IllegalTransition:
        return _("%(payout)s: đã ở bước khác.") % {"payout": payout}
    return ""


def _say(request: HttpRequest, outcomes: list[str]) -> None:
    troubles = [words for words in outcomes if words]
    done = len(outcomes) - len(troubles)
    if done:
        messages.success(request, _("Đã làm với %(count)d khoản.") % {"count": done})
    for words in troubles[:5]:
        messages.warning(request, words)
