from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts import roles
from marketplace.buyers.forms import DetailsForm
from marketplace.buyers.views.orders import remembered_orders
from marketplace.order.models import Order

LATEST = 3  # orders on the first page
PER_PAGE = 10


@require_safe
@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A person's own page: the last orders, what is kept here, the doors that open, security, sign out."""
    user = request.user
    context = {
        "orders": Order.objects.placed_by(user).with_goods()[:LATEST],
        "unkept": remembered_orders(request),
        "memberships": roles.memberships_of(user),
        "laboratory": roles.laboratory_of(user),
        "opens_cms": user.has_perm("wagtailadmin.access_admin"),
        "opens_shop": roles.is_operator(user),
        "office": roles.office_of(user),
    }
    return render(request, "account/index.html", context)


@require_safe
@never_cache
@login_required
def order_list(request: HttpRequest) -> HttpResponse:
    """All orders of this account, newest first."""
    page = Paginator(Order.objects.placed_by(request.user).with_goods(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "account/order_list.html", {"page": page, "unkept": remembered_orders(request)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """Name, phone, language of mails."""
    form = DetailsForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu thông tin."))
        return redirect("account:details")
    return render(request, "account/details.html", {"form": form}, status=422 if form.errors else 200)
