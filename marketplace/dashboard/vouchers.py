"""Vouchers of the platform, and a look at those of the producers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.roles import is_operator
from marketplace.vouchers import services
from marketplace.vouchers.forms import PlatformVoucherForm
from marketplace.vouchers.listing import rows_of
from marketplace.vouchers.models import Voucher

SHOWN = 200  # of the producers', the newest


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All vouchers; POST makes one that the platform pays for."""
    _need_operator(request)
    form = PlatformVoucherForm(request.POST or None, initial={"first_day": localdate()})
    if request.method == "POST" and form.is_valid():
        voucher = form.save_by(request.user)
        messages.success(request, _("Đã tạo mã %(code)s.") % {"code": voucher.code})
        return redirect("vouchers:index")
    theirs = Voucher.objects.exclude(producer=None).select_related("producer").order_by("-pk")[:SHOWN]
    context = {
        "form": form,
        "ours": rows_of(Voucher.objects.of_platform(), localdate()),
        "theirs": rows_of(theirs, localdate()),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "oscar/dashboard/vouchers/index.html", context, status=status)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End any voucher now."""
    _need_operator(request)
    voucher = services.stop(get_object_or_404(Voucher, pk=pk), by=request.user)
    messages.success(request, _("Đã ngừng mã %(code)s.") % {"code": voucher.code})
    return redirect("vouchers:index")


def _need_operator(request: HttpRequest) -> None:
    if not is_operator(request.user):
        raise PermissionDenied(_("Chỉ người vận hành sàn quản lý mã giảm giá."))
