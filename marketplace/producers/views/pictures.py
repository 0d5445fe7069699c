"""The pictures of a product: upload, order, words, removal. Each act is one press on a phone."""

from collections.abc import Callable
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from catalogue import gallery
from catalogue.models import Product, ProductImage
from catalogue.pictures import MOST_PICTURES, shown_of
from marketplace.accounts.roles import SELL
from marketplace.producers.access import get_own_image, get_own_product, members_who
from marketplace.producers.forms import posted
from marketplace.producers.forms_gallery import CaptionForm, PlaceForm, UploadForm


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def picture_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All pictures in their order; new ones are added behind them."""
    product = get_own_product(request, pk)
    form = UploadForm(posted(request), request.FILES or None, product=product)
    if form.is_valid():
        return _added(request, product, form.cleaned_data["pictures"])
    context = {"product": product, "form": form} | _held(product)
    return render(request, "workspace/pictures.html", context, status=422 if form.errors else 200)


def _held(product: Product) -> dict:
    """Each picture with its form; which one is the last; whether another fits (illustrations give way)."""
    images = list(product.images.order_by("display_order", "pk"))
    rows = [(image, shown_of(image), CaptionForm(instance=image, prefix=f"anh-{image.pk}")) for image in images]
    has_room = product.is_illustrated or len(images) < MOST_PICTURES
    return {"rows": rows, "last": len(images) - 1, "has_room": has_room}


def _added(request: HttpRequest, product: Product, pictures: list) -> HttpResponse:
    try:
        gallery.add_pictures(product, [BytesIO(picture.read()) for picture in pictures])
    except gallery.TooManyPictures:  # another phone was quicker
        messages.error(request, _("Mỗi sản phẩm có tối đa %(count)s ảnh.") % {"count": MOST_PICTURES})
    else:
        count = len(pictures)
        messages.success(
            request, ngettext("Đã thêm %(count)s ảnh.", "Đã thêm %(count)s ảnh.", count) % {"count": count}
        )
    return redirect("workspace:pictures", product.pk)


@require_POST
@members_who(SELL)
def picture_move(request: HttpRequest, pk: int) -> HttpResponse:
    """To the place that the pressed button names, counted from 0."""
    form = PlaceForm(request.POST)
    place = form.cleaned_data["to"] if form.is_valid() else 0
    return _acted(request, pk, lambda image: gallery.move_picture(image.product, image.pk, to=place))


@require_POST
@members_who(SELL)
def picture_remove(request: HttpRequest, pk: int) -> HttpResponse:
    return _acted(request, pk, lambda image: gallery.remove_picture(image.product, image.pk), _("Đã gỡ ảnh."))


@require_POST
@members_who(SELL)
def picture_describe(request: HttpRequest, pk: int) -> HttpResponse:
    """What the picture shows, for those who do not see it."""
    image, form = get_own_image(request, pk), CaptionForm(request.POST, prefix=f"anh-{pk}")
    if not form.is_valid():
        messages.error(request, _("Lời tả ảnh dài nhất 200 chữ cái."))
        return redirect("workspace:pictures", image.product_id)
    words = form.cleaned_data["caption"]
    return _acted(
        request, pk, lambda image: gallery.describe_picture(image.product, pk, words), _("Đã lưu lời tả ảnh.")
    )


def _acted(request: HttpRequest, pk: int, act: Callable[[ProductImage], Product], said: str = "") -> HttpResponse:
    """Do it to an own picture; one that another phone has just removed is a 404 like a foreign one."""
    try:
        product = act(get_own_image(request, pk))
    except ProductImage.DoesNotExist:
        raise Http404 from None
    if said:
        messages.success(request, said)
    return redirect("workspace:pictures", product.pk)
