"""The picture that social networks show of a product: made from facts, under an address that names them.

The address holds a digest of everything drawn, the stars and their last day included. An address of older facts leads
to today's; today's is asked again each time (ETag), so nobody keeps a star that has ended.
"""

from datetime import date
from functools import lru_cache
from hashlib import blake2s
from io import BytesIO
from typing import NamedTuple

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from PIL import Image

from catalogue import cards, wording
from catalogue.models import Product
from catalogue.picture_files import WIDTHS, file_name
from marketplace.illustrations.share_card import Words, draw_share_card

DRAWING = 1  # raise it when the drawing changes
FONTS = ("vendor/fonts/BeVietnamPro-Regular.ttf", "vendor/fonts/BeVietnamPro-SemiBold.ttf")
QUALITY = 82
REVALIDATE = "no-cache"  # keep it, and ask each time whether it still holds


class Facts(NamedTuple):
    """Everything the picture shows; `stars` is 0 without a certificate in force."""

    title: str
    maker: str
    place: str
    picture: str
    mark: str  # in the corner of a drawn picture
    stars: int
    plate: str
    until: str
    drawing: int = DRAWING

    @property
    def digest(self) -> str:
        return blake2s(repr(tuple(self)).encode(), digest_size=8).hexdigest()


@require_safe
def share_picture(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The picture of today's facts; an address of other facts leads there."""
    product = get_object_or_404(Product.objects.public().with_register().prefetch_related("translations"), pk=pk)
    facts = facts_of(product, localdate())
    if digest != facts.digest:
        answer = redirect(address_of(product, facts))
    else:
        answer = get_conditional_response(request, etag=f'"{digest}"') or picture_of(facts)
    answer["Cache-Control"] = REVALIDATE
    return answer


def picture_of(facts: Facts) -> HttpResponse:
    return HttpResponse(drawn(facts), content_type="image/jpeg", headers={"ETag": f'"{facts.digest}"'})


def facts_of(product: Product, day: date) -> Facts:
    """Facts of a product from with_register() on `day`, in the visitor's language; no query."""
    certificate = product.certificate_in_force(day)
    return Facts(
        title=cards.title_of(product),
        maker=product.owner.name if product.owner else "",
        place=product.province.name if product.province else "",
        picture=product.picture,
        mark=_("ảnh minh họa") if product.is_illustrated else "",
        stars=certificate.stars if certificate else 0,
        plate=_("%(stars)s sao") % {"stars": certificate.stars} if certificate else "",
        until=until_of(certificate) if certificate else wording.register_state(product, day).word,
    )


def until_of(certificate) -> str:
    """ "Còn hiệu lực đến 31/12/2027"; an invented day is said to be one."""
    said = _("Còn hiệu lực đến %(day)s") % {"day": wording.short_day(certificate.until)}
    return f"{said} ({_('ngày minh họa')})" if certificate.dates_are_illustrative else said


def address_of(product: Product, facts: Facts) -> str:
    """Path of the picture of these facts."""
    return reverse("pages:share-picture", args=[product.pk, facts.digest])


@lru_cache(maxsize=128)
def drawn(facts: Facts) -> bytes:
    """JPEG, 1200 x 630."""
    words = Words(facts.title, facts.maker, facts.place, facts.mark, facts.stars, facts.plate, facts.until)
    content = BytesIO()
    card = draw_share_card(words, opened(facts.picture), *map(finders.find, FONTS))
    card.save(content, "JPEG", quality=QUALITY, optimize=True)
    return content.getvalue()


def opened(stem: str) -> Image.Image | None:
    """The product's picture as stored; None without one."""
    name = file_name(stem, WIDTHS[-1])
    if not stem or not default_storage.exists(name):
        return None
    with default_storage.open(name) as stored, Image.open(stored) as picture:
        return picture.convert("RGB")
