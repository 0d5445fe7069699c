"""The operator's queues: how many wait, which, and whether providers and our books agree."""

from collections import defaultdict
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from marketplace.chart import chart_of
from marketplace.dashboard.queues import BY_SLUG, counts
from marketplace.ledger.services import account
from marketplace.payment.models import BankTransaction, MoneyAct, Reconciliation

PAGE_SIZE = 30
DAYS = 14
SHOWN_DONE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every queue with its count."""
    return render(request, "oscar/dashboard/queues/index.html", {"counts": counts()})


@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits in one queue, each with its own action."""
    if slug not in BY_SLUG:
        raise Http404
    shown = BY_SLUG[slug]
    page = Paginator(shown.find(), PAGE_SIZE).get_page(request.GET.get("p"))
    done = shown.done()[:SHOWN_DONE] if shown.done else []
    context = {"queue": shown, "page": page, "rows": f"oscar/dashboard/queues/{shown.rows}.html", "done": done}
    return render(request, "oscar/dashboard/queues/queue.html", context)


@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """Who did what about money by hand, newest first."""
    done = MoneyAct.objects.select_related("by", "order").order_by("-pk")
    page = Paginator(done, PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "oscar/dashboard/queues/acts.html", {"page": page})


@require_safe
def reconciliation(request: HttpRequest) -> HttpResponse:
    """The last fortnight: what providers told beside what we booked."""
    since = localdate() - timedelta(days=DAYS)
    rows = list(Reconciliation.objects.since(since))
    unknown = BankTransaction.objects.unmatched()
    waiting = {"count": unknown.count(), "told": unknown.total(), "booked": -account("suspense").balance}
    context = {"rows": rows[::-1], "chart": chart_of(_nets(rows)), "days": DAYS, "unknown": waiting}
    return render(request, "oscar/dashboard/queues/reconciliation.html", context)


def _nets(rows: list[Reconciliation]) -> list[tuple]:
    """(day, told, booked) net of refunds, all providers together, oldest first."""
    sums = defaultdict(lambda: [0, 0])
    for row in rows:
        sums[row.day][0] += row.told
        sums[row.day][1] += row.booked
    return [(day, *sums[day]) for day in sorted(sums)]
