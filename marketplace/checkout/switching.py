from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from marketplace.checkout.views import to_payment
from marketplace.order.models import Order
from marketplace.order.proofs import may_see
from marketplace.payment import switching
from marketplace.payment.providers.base import ProviderDown


@require_POST
def switch(request: HttpRequest, number: str) -> HttpResponse:
    """Pay an order another way; what was begun is closed at its provider first."""
    order = get_object_or_404(Order, number=number)
    if not may_see(request, order):
        return redirect("orders:detail", number)
    try:
        order = switching.switch(order, request.POST.get("method", ""), at=now())
    except ProviderDown:
        messages.error(request, _("Chưa đóng được trang thanh toán cũ. Đơn hàng vẫn được giữ, xin thử lại."))
    except switching.NotPossible:
        messages.info(request, _("Đơn này không đổi được cách trả tiền lúc này."))
    else:
        return to_payment(request, order)
    return redirect("orders:detail", number)
