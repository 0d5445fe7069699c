"""A province's yearbook (kỷ yếu): what is certified and on sale today, as a PDF made for the request."""

from datetime import date
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue import cards, wording
from catalogue.models import Certificate, Place, Product
from catalogue.picture_files import WIDTHS, file_name
from marketplace.networks import times
from marketplace.pages.yearbook_pdf import Book, Item, draw
from traceability.services import label_fonts

MOST = 400  # products of one book; a book of this size takes seconds
ALLOWED, SECONDS = 12, 600  # books per network within ten minutes


@require_safe
def yearbook(request: HttpRequest, slug: str) -> HttpResponse:
    """The book in the visitor's language. Five queries at most; no verdict is kept but under all that it follows from."""
    province = get_object_or_404(Place.objects.provinces(), slug=slug)
    if times(request, "yearbook", SECONDS) > ALLOWED:
        sentence = _("Quá nhiều yêu cầu. Xin thử lại sau mười phút.")
        headers = {"Retry-After": str(SECONDS)}
        return HttpResponse(
            sentence, status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain; charset=utf-8", headers=headers
        )
    day = localdate()
    name = f"ky-yeu-ocop-{province.slug}-{day:%Y%m%d}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(draw(book_of(province, day), label_fonts()), content_type="application/pdf", headers=headers)


def book_of(province: Place, day: date) -> Book:
    """Everything the book says, the highest stars first."""
    products = Product.objects.in_register().sellable(day).of_place(province.pk).order_by("pk")
    shown = products.with_page().with_texts(wording.language())
    held = [(product, product.certificate_in_force(day)) for product in shown]
    held = [(product, certificate) for product, certificate in held if certificate and not product.register_note]
    held.sort(key=lambda pair: (-pair[1].stars, pair[0].title, pair[0].pk))
    return Book(
        language=wording.language(),
        title=_("Sản phẩm OCOP %(province)s") % {"province": province.name},
        sentences=sentences_of(held, province),
        foot=_("Theo sổ đăng ký ngày %(day)s · %(site)s")
        % {"day": wording.long_day(day), "site": urlsplit(settings.SITE_URL).netloc},
        items=tuple(item_of(product, certificate) for product, certificate in held[:MOST]),
    )


def sentences_of(held: list[tuple[Product, Certificate]], province: Place) -> tuple[str, ...]:
    count = len(held)
    said = [
        _("%(count)s sản phẩm còn giấy chứng nhận và được phép bán vào ngày lập kỷ yếu.") % {"count": count},
        _("Chứng nhận có thể thay đổi sau ngày này: quét mã của từng sản phẩm để xem tình trạng hiện tại."),
    ]
    if count > MOST:
        place = f"{settings.SITE_URL}/tinh/{province.slug}/"
        said.append(_("Chỉ in %(most)s sản phẩm đầu; xem tất cả tại %(place)s") % {"most": MOST, "place": place})
    if any(product.is_illustrated for product, _certificate in held):
        said.append(_("Hình là ảnh minh họa."))
    return tuple(said)


def item_of(product: Product, certificate: Certificate) -> Item:
    return Item(
        title=cards.title_of(product),
        maker=product.owner.name,
        stars=certificate.stars,
        plate=_("%(stars)s sao") % {"stars": certificate.stars},
        lines=tuple(lines_of(product, certificate)),
        picture=str(Path(settings.MEDIA_ROOT) / file_name(product.picture, WIDTHS[0])) if product.picture else "",
        address=f"{settings.SITE_URL}/san-pham/_{product.parent_id or product.pk}/",
    )


def lines_of(product: Product, certificate: Certificate) -> list[str]:
    decision = certificate.decision_number
    until = _("Chứng nhận còn hiệu lực đến hết ngày %(day)s") % {"day": wording.long_day(certificate.until)}
    made_up = f" ({_('ngày minh họa')})" if certificate.dates_are_illustrative else ""
    by = _("Quyết định %(number)s") % {"number": decision} if decision else f"{_('Quyết định')}: {_('nguồn không nêu')}"
    named = [until + made_up, by]
    return [*named, product.origin_as_printed] if product.origin_as_printed else named
