"""Kho & giá: one table, saved in one go, undone within ten seconds."""

from dataclasses import asdict
from time import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import get_own_product, members_only, members_who
from marketplace.producers.forms import OfferForm
from marketplace.producers.queries import offers_of
from marketplace.producers.services import ChangedMeanwhile, Offer, change_offer, offer_of

UNDO_SECONDS = 10
GRACE_SECONDS = 5  # for the way there and back


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def stock_table(request: HttpRequest) -> HttpResponse:
    """Own products with price and stock; POST saves the rows that were changed."""
    if request.method == "POST":
        return save_table(request)
    return show(request, rows_of(request))


@members_who(SELL)
def save_table(request: HttpRequest) -> HttpResponse:
    rows = rows_of(request, request.POST)
    wrong = [row for row in rows if not row.is_valid()]
    if wrong:
        return show(request, rows, status=422)
    changes = [change for row in rows if row.new != row.seen and (change := save_row(row))]
    remember(request, changes)
    if any(row.errors for row in rows):
        return show(request, rows, status=409)
    return redirect("workspace:stock")


def show(request: HttpRequest, rows: list[OfferForm], status: int = 200) -> HttpResponse:
    context = {"rows": rows, "may_sell": may(request.membership, SELL), "undo": undo_of(request)}
    return render(request, "workspace/stock.html", context, status=status)


def rows_of(request: HttpRequest, data: QueryDict | None = None) -> list[OfferForm]:
    """One form per own product that the page showed; ids of others are never looked at."""
    products = [p for p in offers_of(request.producer) if data is None or f"{p.pk}-seen_stock" in data]
    return [OfferForm(data, product=product, offer=offer_of(product)) for product in products]


def save_row(row: OfferForm) -> dict | None:
    """Save one row; what was changed, or None after putting the reason on the row."""
    try:
        change_offer(row.product, seen=row.seen, new=row.new)
    except ChangedMeanwhile as meanwhile:
        row.add_error(
            None,
            _("Vừa có thay đổi: tồn kho nay là %(stock)s. Xin xem lại rồi lưu.") % {"stock": meanwhile.current.stock},
        )
        row.data = row.data.copy()
        row.data[row.add_prefix("seen_stock")] = meanwhile.current.stock
        row.data[row.add_prefix("seen_price")] = "" if meanwhile.current.price is None else meanwhile.current.price
        return None
    return {"product": row.product.pk, "before": asdict(row.seen), "after": asdict(row.new)}


def remember(request: HttpRequest, changes: list[dict]) -> None:
    """Say what was saved and keep it for the undo."""
    if not changes:
        return
    request.session["undo"] = {"at": time(), "producer": request.producer.pk, "changes": changes}
    count = len(changes)
    messages.success(
        request, ngettext("Đã lưu %(count)s sản phẩm.", "Đã lưu %(count)s sản phẩm.", count) % {"count": count}
    )


def undo_of(request: HttpRequest) -> dict | None:
    """The last change of this person while it may be undone."""
    undo = request.session.get("undo")
    if not undo or undo["producer"] != request.producer.pk or time() - undo["at"] > UNDO_SECONDS:
        return None
    return undo


@require_POST
@members_who(SELL)
def undo(request: HttpRequest) -> HttpResponse:
    """Put the last change back, unless time or somebody else was faster."""
    kept = request.session.pop("undo", None)
    if not kept or kept["producer"] != request.producer.pk or time() - kept["at"] > UNDO_SECONDS + GRACE_SECONDS:
        messages.warning(request, _("Đã quá 10 giây, không hoàn tác được nữa. Xin sửa lại trong bảng."))
        return redirect("workspace:stock")
    undone = [put_back(request, change) for change in kept["changes"]]
    if all(undone):
        messages.success(request, _("Đã hoàn tác."))
    else:
        messages.warning(request, _("Có sản phẩm vừa được đặt mua nên không hoàn tác được. Xin xem lại trong bảng."))
    return redirect("workspace:stock")


def put_back(request: HttpRequest, change: dict) -> bool:
    product = get_own_product(request, change["product"])
    try:
        change_offer(product, seen=Offer(**change["after"]), new=Offer(**change["before"]))
    except ChangedMeanwhile:
        return False
    return True
