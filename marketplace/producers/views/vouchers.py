"""Mã giảm giá: a producer's own vouchers, which it pays for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import members_only, members_who
from marketplace.vouchers import services
from marketplace.vouchers.forms import VoucherForm
from marketplace.vouchers.listing import rows_of
from marketplace.vouchers.models import Voucher


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def voucher_list(request: HttpRequest) -> HttpResponse:
    """Own vouchers with what they cost so far; POST makes another."""
    if request.method == "POST":
        return make(request)
    return show(request, VoucherForm(producer=request.producer, initial={"first_day": localdate()}))


@members_who(SELL)
def make(request: HttpRequest) -> HttpResponse:
    form = VoucherForm(request.POST, producer=request.producer)
    if not form.is_valid():
        return show(request, form, status=422)
    voucher = form.save_by(request.user)
    messages.success(request, _("Đã tạo mã %(code)s.") % {"code": voucher.code})
    return redirect("workspace:vouchers")


@require_POST
@members_who(SELL)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End one's own voucher now."""
    services.stop(get_object_or_404(Voucher.objects.of_producer(request.producer), pk=pk), by=request.user)
    return redirect("workspace:vouchers")


def show(request: HttpRequest, form: VoucherForm, status: int = 200) -> HttpResponse:
    rows = rows_of(Voucher.objects.of_producer(request.producer), localdate())
    context = {"form": form, "rows": rows, "may_sell": may(request.membership, SELL)}
    return render(request, "workspace/vouchers.html", context, status=status)
