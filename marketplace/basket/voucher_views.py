"""Putting a voucher to the basket and taking it off again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.basket.plans import plan_of
from marketplace.basket.savings import trouble_of
from marketplace.networks import times
from marketplace.vouchers.models import Chosen, Voucher
from marketplace.vouchers.services import choose

TRIES, SECONDS = 40, 600  # codes typed per network: nobody finds one by trying
LONGEST = 20


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """Use the voucher `code` for this basket, or say why it cannot be used."""
    code = request.POST.get("code", "").strip().upper()[:LONGEST]
    if sentence := _refusal(request, code):
        messages.error(request, sentence)
    else:
        choose(request.basket, Voucher.objects.get(code=code))
        messages.success(request, _("Đã dùng mã %(code)s.") % {"code": code})
    return redirect("basket:summary")


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a voucher off this basket; a foreign or unknown one changes nothing."""
    Chosen.objects.filter(basket=request.basket.pk, voucher=pk).delete()
    return redirect("basket:summary")


def _refusal(request: HttpRequest, code: str) -> str:
    if times(request, "voucher-codes", SECONDS) > TRIES:
        return _("Đã thử quá nhiều mã. Xin đợi mười phút rồi thử lại.")
    if request.basket.pk is None:
        return _("Giỏ hàng đang trống.")
    voucher = Voucher.objects.filter(code=code).select_related("producer").first()
    if voucher is None:
        return _("Không có mã “%(code)s”. Xin kiểm tra lại từng chữ.") % {"code": code}
    plan = plan_of(request.basket, localdate())
    return trouble_of(voucher, [line for parcel in plan.parcels for line in parcel.lines], localdate())
