"""Where money goes back to that did not come by card."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from marketplace.order.change_forms import RefundAccountForm
from marketplace.order.change_views import own_order
from marketplace.order.models import Order
from marketplace.order.services.refund_accounts import save_refund_account, waits_by_hand


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, number: str) -> HttpResponse:
    """The buyer says to which bank account the refunds of an order go; only while one waits to be sent."""
    order = own_order(request, number)
    if order is None:
        return redirect("orders:detail", number)
    if not (waiting := waits_by_hand(order)):
        messages.info(request, _("Đơn này không có khoản nào chờ chuyển khoản lại."))
        return redirect("orders:detail", order.number)
    form = RefundAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _saved(request, order, form)
    context = {"order": order, "form": form, "waiting": waiting}
    return render(request, "order/refund_account.html", context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, order: Order, form: RefundAccountForm) -> HttpResponse:
    save_refund_account(order, at=now(), **form.cleaned_data)
    messages.success(request, _("Đã lưu. Tiền hoàn sẽ được chuyển tới tài khoản này."))
    return redirect("orders:detail", order.number)
