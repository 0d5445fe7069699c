"""What a certificate's end stops, counted from the same words that stop it."""

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.models import Certificate, Product
from marketplace.basket.models import Line
from outlets.models import Outlet
from stories.models import CollectionPage, StoryPage
from traceability.models import Label


class Effect(NamedTuple):
    """A place where the product appears, what is true there on the day, and where to look."""

    where: str
    words: str
    links: tuple[tuple[str, str], ...] = ()


def effects_of(certificate: Certificate, day: date) -> list[Effect]:
    """Everywhere the certificate is shown or relied on, on `day`."""
    product = Product.objects.with_register().get(pk=certificate.product_id)
    return [
        _sale(product, day),
        _certificate_page(certificate),
        _labels(product),
        _pages(_("Bộ sưu tập, triển lãm"), CollectionPage.objects.live().about(product), product, day),
        _stories(product),
        _outlets(product),
        _baskets(product),
    ]


def _sale(product: Product, day: date) -> Effect:
    words = _("đang mua được") if product.is_purchasable(day) else _("không mua được, không có biển sao")
    if product.is_certified(day) and not product.is_purchasable(day):
        words = _("có biển sao, hiện không mua được")
    return Effect(_("Trang sản phẩm"), words, ((product.title, product.get_absolute_url()),))


def _certificate_page(certificate: Certificate) -> Effect:
    link = (certificate.public_id, certificate.get_absolute_url())
    return Effect(_("Trang giấy chứng nhận"), certificate.get_state_display(), (link,))


def _labels(product: Product) -> Effect:
    count = Label.objects.filter(sheet__product=product, state=Label.State.ACTIVATED).count()
    words = ngettext("%(count)s tem đã kích hoạt", "%(count)s tem đã kích hoạt", count) % {"count": count}
    return Effect(_("Tem truy xuất"), words)


def _pages(where: str, pages, product: Product, day: date) -> Effect:
    links = tuple((page.title, page.here) for page in pages)
    shown = _("đang bày") if product.is_certified(day) else _("đã tự ẩn")
    return Effect(where, shown if links else _("không có trong mục nào"), links)


def _stories(product: Product) -> Effect:
    links = tuple((page.title, page.here) for page in StoryPage.objects.live().about(product))
    return Effect(_("Câu chuyện"), _("giữ bài, biển sao theo chứng nhận của ngày xem"), links)


def _outlets(product: Product) -> Effect:
    links = tuple((outlet.name, outlet.get_absolute_url()) for outlet in Outlet.objects.listed().stocking(product)[:10])
    return Effect(_("Điểm bán"), _("chỉ bày khi còn chứng nhận"), links)


def _baskets(product: Product) -> Effect:
    count = Line.objects.filter(product=product, basket__status="Open").count()
    words = ngettext("%(count)s giỏ đang có sản phẩm", "%(count)s giỏ đang có sản phẩm", count) % {"count": count}
    return Effect(_("Giỏ hàng chưa đặt"), words)
