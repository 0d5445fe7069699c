from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalogue.cards import title_of
from catalogue.models import Place, Product
from marketplace.basket.destination import choose_province, chosen_province
from marketplace.basket.models import Line
from marketplace.basket.plans import Plan, plan_of
from marketplace.basket.services import CannotAdd, add_to_basket, set_quantity
from marketplace.sent import number_in


@require_safe
@never_cache
def summary(request: HttpRequest) -> HttpResponse:
    """The basket: one block per producer, shipping and total before any address."""
    to = chosen_province(request)
    plan = plan_of(request.basket, localdate(), to)
    context = {"plan": plan, "removed": _removed(request.GET), "to": to}
    return render(request, "basket/summary.html", context | _provinces(plan))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Say to which province the parcels go, or (nothing chosen) that it is open."""
    key = number_in(request.POST.get("province", ""), 0)
    choose_province(request, get_object_or_404(Place.objects.provinces(), pk=key) if key else None)
    return redirect("basket:summary")


@require_POST
def add(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Put a product into the basket; then to the basket, to checkout (`go=checkout`) or to a safe `next`."""
    key = pk if pk is not None else number_in(request.POST.get("product", ""), 0)
    product = get_object_or_404(Product.objects.with_register().prefetch_related("translations").public(), pk=key)
    quantity = number_in(request.POST.get("quantity", "1"), 0)
    try:
        add_to_basket(request.basket, product, quantity=quantity, day=localdate())
    except CannotAdd as refusal:
        messages.error(request, str(refusal))
        return redirect(_next(request) or product.get_absolute_url())
    if request.POST.get("go") == "checkout":
        return redirect("checkout:index")
    messages.success(request, _("Đã thêm vào giỏ: %(title)s") % {"title": title_of(product)})
    return redirect(_next(request) or "basket:summary")


@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the number of pieces of a line of one's own basket."""
    line = _own_line(request, pk)
    quantity = number_in(request.POST.get("quantity", ""), -1)
    if quantity == 0:
        return remove(request, pk)
    try:
        set_quantity(line, quantity=quantity, day=localdate())
    except CannotAdd as refusal:
        messages.error(request, str(refusal))
    return redirect("basket:summary")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out; the basket page then offers to put it back."""
    line = _own_line(request, pk)
    words = QueryDict(mutable=True)
    words.update({"removed": line.product_id, "quantity": line.quantity})
    line.delete()
    return redirect(f"{reverse('basket:summary')}?{words.urlencode()}")


@require_POST
def remove_troubled(request: HttpRequest) -> HttpResponse:
    """Take out every line that cannot be bought now."""
    troubled = plan_of(request.basket, localdate(), chosen_province(request)).troubled
    for planned in troubled:
        planned.line.delete()
    words = ngettext("Đã bỏ %(count)d sản phẩm khỏi giỏ.", "Đã bỏ %(count)d sản phẩm khỏi giỏ.", len(troubled))
    messages.info(request, words % {"count": len(troubled)})
    return redirect("basket:summary")


def _provinces(plan: Plan) -> dict:
    """What the province is chosen from; nothing for an empty basket."""
    return {} if plan.is_empty else {"provinces": Place.objects.provinces()}


def _own_line(request: HttpRequest, pk: int) -> Line:
    if request.basket.pk is None:
        raise Http404
    return get_object_or_404(request.basket.lines.with_register(), pk=pk)


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if is_ours else ""


def _removed(asked: QueryDict) -> dict | None:
    """What the undo form puts back."""
    product = Product.objects.filter(pk=number_in(asked.get("removed", ""), 0)).first()
    quantity = number_in(asked.get("quantity", ""), 1)
    return {"product": product, "quantity": quantity} if product else None
