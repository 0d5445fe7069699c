from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from marketplace.accounts import roles
from marketplace.order.models import Order

ORDERS_SHOWN = 30


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A person's own page: orders, the doors that open, security, sign out."""
    user = request.user
    context = {
        "orders": Order.objects.placed_by(user).prefetch_related("parcels")[:ORDERS_SHOWN],
        "memberships": roles.memberships_of(user),
        "opens_cms": user.has_perm("wagtailadmin.access_admin"),
        "opens_shop": roles.is_operator(user),
        "office": roles.office_of(user),
    }
    return render(request, "account/index.html", context)


@require_safe
def to_login(request: HttpRequest, desk: str) -> HttpResponse:
    """Every back office's own login page leads to the one login, and back to `desk` or a safe `next`."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target if safe else desk})}")
