"""Quy cách: the pack sizes of one product. Prices and stock of all are kept in Kho & giá."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import wording
from catalogue.models import Product
from marketplace.accounts.roles import SELL
from marketplace.producers.access import get_own_product, members_who
from marketplace.producers.forms import posted
from marketplace.producers.queries import products_of
from marketplace.producers.sizes import SameSize, add_size, show_size
from marketplace.producers.variety_forms import SizeForm


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def size_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Own product with its sizes; POST adds one."""
    product = get_object_or_404(products_of(request.producer).entries().filter(is_box=False), pk=pk)
    form = SizeForm(posted(request))
    if form.is_valid() and added(request, product, form):
        return redirect("workspace:sizes", pk=pk)
    day = localdate()
    context = {
        "product": product,
        "form": form,
        "sizes": [row_of(size, day) for size in every_size(product)],
        "first": None if product.is_parent else wording.amount_of(product),
    }
    return render(request, "workspace/sizes.html", context, status=422 if form.errors else 200)


def added(request: HttpRequest, product: Product, form: SizeForm) -> bool:
    try:
        size = add_size(product, **form.size)
    except SameSize:
        form.add_error(None, _("Sản phẩm đã có quy cách này."))
        return False
    messages.success(request, _("Đã thêm quy cách %(size)s.") % {"size": wording.size_of(size)})
    return True


def every_size(product: Product) -> list[Product]:
    """Hidden ones too, the smallest first."""
    sizes = product.children.all() if product.is_parent else ()
    return sorted(sizes, key=lambda size: (size.net_weight_g or size.net_volume_ml or 0, size.pk))


def row_of(size: Product, day: date) -> dict:
    return {
        "size": size,
        "name": wording.size_of(size),
        "offer": wording.offer_of(size, day),
        "state": wording.register_state(size, day),
    }


@require_POST
@members_who(SELL)
def size_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer an own pack size again, or stop offering it (`hide`)."""
    size = get_own_size(request, pk)
    show_size(size, is_public="hide" not in request.POST)
    messages.success(request, _("Đã lưu “%(name)s”.") % {"name": size.title})
    return redirect("workspace:sizes", pk=size.parent_id)


def get_own_size(request: HttpRequest, pk: int) -> Product:
    size = get_own_product(request, pk)
    return get_object_or_404(products_of(request.producer), pk=size.pk, parent__isnull=False)
