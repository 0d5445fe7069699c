from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalogue import product_facts, wording
from catalogue.models import Product
from catalogue.pictures import picture_url
from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import get_own_product, members_only, members_who
from marketplace.producers.forms import ProductForm, posted
from marketplace.producers.queries import products_of
from marketplace.producers.services import add_picture, add_product, blank_product

ROW_PICTURE = 160  # pixels


@require_safe
@members_only
def product_list(request: HttpRequest) -> HttpResponse:
    """Sản phẩm: own products, each with what the register says of it."""
    day = localdate()
    rows = [row_of(product, day) for product in products_of(request.producer).entries()]
    return render(request, "workspace/products.html", {"rows": rows, "may_sell": may(request.membership, SELL)})


def row_of(product: Product, day: date) -> dict:
    """A product with the sentence on its certificate and on its sale."""
    is_registered = product.is_box or product.latest_certificate or product.register_note
    return {
        "product": product,
        "picture": picture_url(product, ROW_PICTURE),
        "state": wording.register_state(product, day) if is_registered else None,
        "offer": wording.offer_of(product, day),
        "face": product.face(day),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def product_add(request: HttpRequest) -> HttpResponse:
    """A new product in one screen."""
    form = ProductForm()
    if request.method == "POST":
        form = ProductForm(request.POST, request.FILES, instance=blank_product(request.producer))
    if form.is_valid():
        product = add_product(form.save(commit=False), picture=form.cleaned_data["picture"])
        messages.success(
            request,
            _("Đã thêm “%(name)s”. Sản phẩm chờ cán bộ ghi nhận chứng nhận, rồi mới bán được.")
            % {"name": product.title},
        )
        return redirect("workspace:products")
    return render(request, "workspace/product_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def product_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an own product; name and group only before its first certificate."""
    product = get_own_product(request, pk)
    if product.is_box:
        return redirect("workspace:box", pk=pk)
    if product.is_child:
        return redirect("workspace:sizes", pk=product.parent_id)
    form = ProductForm(posted(request), request.FILES or None, instance=product)
    if form.is_valid():
        save(form)
        messages.success(request, _("Đã lưu “%(name)s”.") % {"name": product.title})
        return redirect("workspace:products")
    context = {"form": form, "product": product, "row": row_of(product, localdate()), "missing": missing_of(product)}
    return render(request, "workspace/product_form.html", context, status=422 if form.errors else 200)


def missing_of(product: Product) -> list[str]:
    """Names of the facts that the product's group asks for and nobody has written down."""
    values = {column: getattr(product, column) for column in product_facts.COLUMNS}
    group = product.criteria_set
    return [_(product_facts.label_of(column, group)) for column in product_facts.missing_in(values, group)]


@transaction.atomic
def save(form: ProductForm) -> None:
    product = form.save()
    if form.cleaned_data["picture"]:
        add_picture(product, form.cleaned_data["picture"])
