"""Đối soát: what was sold, what was kept of it, what is paid out, in the producer's own words."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.roles import BANK, may
from marketplace.ledger.models import Payout, PayoutAccount, Posting
from marketplace.ledger.payouts import available
from marketplace.ledger.sheet_files import as_csv, as_pdf
from marketplace.ledger.sheets import Sheet, month_of, next_month, sheet_of
from marketplace.producers.access import members_only, members_who
from marketplace.producers.forms import posted
from marketplace.producers.forms_returns import PayoutAccountForm
from traceability.services import label_fonts


@require_safe
@members_only
def sheet(request: HttpRequest) -> HttpResponse:
    """A month's deliveries and returns, and how much is owed."""
    shown, producer = _chosen(request), request.producer
    owed = Posting.objects.of_producer(producer).credit()
    free = available(producer)
    disputed = Posting.objects.of_producer(producer).disputed().credit()
    under_way = Payout.objects.of_producer(producer).under_way().total()
    context = {
        "sheet": shown,
        "owed": owed,
        "free": free,
        "on_hold": owed - free - disputed - under_way,
        "disputed": disputed,
        "under_way": under_way,
        "payouts": Payout.objects.of_producer(producer).settled()[:12],
        "account": PayoutAccount.objects.of_producer(producer),
        "may_change_account": may(request.membership, BANK),
        "before": _month_before(shown),
        "after": next_month(shown.month) if shown.month < localdate().replace(day=1) else None,
    }
    return render(request, "workspace/settlement.html", context)


@require_safe
@members_only
def sheet_csv(request: HttpRequest) -> HttpResponse:
    return _file(_chosen(request), as_csv, "text/csv; charset=utf-8", "csv")


@require_safe
@members_only
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    return _file(_chosen(request), lambda shown: as_pdf(shown, label_fonts()), "application/pdf", "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(BANK)
def payout_account(request: HttpRequest) -> HttpResponse:
    """Where the producer's money is sent from now on; what was said before stays on record."""
    held = PayoutAccount.objects.of_producer(request.producer)
    first = {"bank": held.bank, "number": held.number, "holder": held.holder} if held else None
    form = PayoutAccountForm(posted(request), initial=first)
    if form.is_valid():
        said = form.save(commit=False)
        said.producer, said.by = request.producer, request.user
        said.save()
        messages.success(request, _("Đã lưu tài khoản nhận tiền. Đợt chi trả tới sẽ dùng tài khoản này."))
        return redirect("workspace:settlement")
    status = 422 if form.errors else 200
    return render(request, "workspace/payout_account.html", {"form": form}, status=status)


def _chosen(request: HttpRequest) -> Sheet:
    return sheet_of(request.producer, month_of(request.GET.get("thang", ""), localdate()))


def _month_before(shown: Sheet) -> date:
    year, month = shown.month.year, shown.month.month - 1
    return shown.month.replace(year=year if month else year - 1, month=month or 12)


def _file(shown: Sheet, draw: Callable[[Sheet], bytes], kind: str, ending: str) -> HttpResponse:
    name = f"doi-soat-{shown.month:%Y-%m}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(draw(shown), content_type=kind, headers=headers)
