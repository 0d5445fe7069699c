from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.buyers.services.addresses import TooManyAddresses, save_address
from marketplace.buyers.services.orders import buy_again, keep_order
from marketplace.order.forms import TrackingForm
from marketplace.order.models import Order
from marketplace.order.proofs import TRIES, count_wrong_try, may_see, remember, too_many_tries


def remembered_orders(request: HttpRequest) -> list[Order]:
    """Orders that this browser placed or opened and that are in nobody's account; no query without any."""
    numbers = request.session.get("orders", [])
    return list(Order.objects.filter(number__in=numbers, user=None).order_by("-date_placed")) if numbers else []


def own_order(request: HttpRequest, number: str) -> Order:
    """An order that the visitor has proved theirs; every other, existing or not, is 404."""
    order = get_object_or_404(Order, number=number)
    if not may_see(request, order):
        raise Http404
    return order


@require_POST
@login_required
def keep_all(request: HttpRequest) -> HttpResponse:
    """Put the orders that this browser knows into the account."""
    kept = sum(keep_order(order, request.user) for order in remembered_orders(request))
    words = ngettext("Đã giữ %(count)d đơn hàng trong tài khoản.", "Đã giữ %(count)d đơn hàng trong tài khoản.", kept)
    messages.success(request, words % {"count": kept})
    return redirect("account:orders")


@require_POST
@login_required
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Put one order, proved by this browser, into the account."""
    order = own_order(request, number)
    if not keep_order(order, request.user):
        raise Http404
    messages.success(request, _("Đơn hàng này nay ở trong tài khoản của bạn."))
    return redirect(order)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Put an order into the account by its number and phone, wherever it was placed."""
    form = TrackingForm(request.POST or None)
    if request.method != "POST":
        return render(request, "account/order_find.html", {"form": form})
    if too_many_tries(request):
        form.is_valid()
        form.add_error(None, _("Đã thử sai %(count)d lần. Xin đợi mười phút rồi thử lại.") % {"count": TRIES})
        return render(request, "account/order_find.html", {"form": form}, status=429)
    if not form.is_valid():
        return render(request, "account/order_find.html", {"form": form}, status=422)
    order = Order.objects.known_by(*form.pair()).first()
    if order is None or not keep_order(order, request.user):
        count_wrong_try(request)
        form.add_error(None, _("Mã đơn và số điện thoại không khớp. Xin kiểm tra lại cả hai."))
        return render(request, "account/order_find.html", {"form": form}, status=422)
    remember(request, order)
    messages.success(request, _("Đơn hàng này nay ở trong tài khoản của bạn."))
    return redirect(order)


@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Put what can still be bought of an order into the basket; say what cannot, and why."""
    result = buy_again(own_order(request, number), request.basket, day=localdate())
    if result.added:
        words = ngettext("Đã cho vào giỏ: %(titles)s", "Đã cho vào giỏ: %(titles)s", len(result.added))
        messages.success(request, words % {"titles": ", ".join(result.added)})
    for title, trouble in result.left:
        messages.warning(request, f"{title}: {trouble}")
    return redirect("basket:summary")


@require_POST
@login_required
def keep_address(request: HttpRequest, number: str) -> HttpResponse:
    """Put the address of an order into the address book."""
    order = own_order(request, number)
    if not (order.province_id and order.commune_id):
        raise Http404
    facts = {name: getattr(order, name) for name in ("recipient", "phone", "province", "commune", "street")}
    try:
        save_address(request.user, facts=facts)
    except TooManyAddresses as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã lưu địa chỉ vào sổ địa chỉ."))
    return redirect(order)
