from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from catalogue.cards import title_of
from catalogue.models import Product
from catalogue.pictures import picture_url
from catalogue.wording import offer_of, register_state
from marketplace.buyers.origins import is_from_our_page
from marketplace.buyers.services import wishes

PICTURE_WIDTH = 160


@require_safe
@never_cache
def wish_list(request: HttpRequest) -> HttpResponse:
    """What the visitor saved, each with what is true of it today."""
    keys = wishes.wished_keys(request)
    found = Product.objects.public().with_register().prefetch_related("translations").in_bulk(keys) if keys else {}
    rows = [shown(found[key]) for key in keys if key in found]
    return render(request, "account/wishes.html", {"rows": rows, "day": localdate()})


def shown(product: Product) -> dict:
    """A saved product: its certificate and whether it can be bought today, in words."""
    day = localdate()
    return {
        "product": product,
        "title": title_of(product),
        "picture": picture_url(product, PICTURE_WIDTH),
        "certificate": product.certificate_in_force(day),
        "said": register_state(product, day),
        "offer": offer_of(product, day),
    }


@csrf_exempt
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Save a product from a page that is kept for everybody; asks again when the browser does not vouch for it."""
    product = _public(pk)
    if not is_from_our_page(request):
        return render(request, "account/wish_confirm.html", {"product": product, "title": title_of(product)})
    return _save(request, product)


@require_POST
def save_confirmed(request: HttpRequest, pk: int) -> HttpResponse:
    """As save, from a page with a token."""
    return _save(request, _public(pk))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a product off the visitor's own list; what is not on it changes nothing."""
    response = redirect("account:wishes")
    wishes.forget(request, response, pk)
    return response


def _public(pk: int) -> Product:
    return get_object_or_404(Product.objects.public().prefetch_related("translations"), pk=pk)


def _save(request: HttpRequest, product: Product) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        response = HttpResponse(status=204)
    else:
        response = redirect(_page_before(request))
        messages.success(request, _("Đã lưu vào yêu thích: %(title)s") % {"title": title_of(product)})
    wishes.wish(request, response, product)
    return response


def _page_before(request: HttpRequest) -> str:
    """The page that the button stood on, where it is one of ours; else the list."""
    url = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    path = urlsplit(url)
    is_page = is_ours and "/luu" not in path.path
    return f"{path.path}?{path.query}".rstrip("?") if is_page else "account:wishes"
