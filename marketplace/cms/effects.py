"""What a certificate carries: each channel is asked by the words it lives by, with the time the answer took."""

from collections.abc import Callable
from datetime import date
from time import perf_counter
from typing import NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue import documents, wording
from catalogue.models import BoxPart, Certificate, Product
from marketplace.basket.models import Line as BasketLine
from marketplace.machines import feeds
from marketplace.order import states
from marketplace.order.models import Line as OrderLine
from outlets.models import Outlet
from search import question
from search.live import shelf_on
from search.services import find, suggest
from stories.models import CollectionPage, StoryPage
from stories.showing import collected
from traceability import looks, verdicts
from traceability.models import Label

MOST_LINKS = 10
Links = tuple[tuple[str, str], ...]
Answer = tuple[str, Links]


class Effect(NamedTuple):
    """A place where the product appears, what is true there on the day, where to look, and the milliseconds of asking."""

    where: str
    words: str
    links: Links = ()
    ms: float = 0.0


class Asked(NamedTuple):
    """What every channel is asked about: the certificate in question and its product, both read anew."""

    certificate: Certificate
    product: Product
    day: date


def effects_of(certificate: Certificate, day: date) -> list[Effect]:
    """Every channel's answer on `day`, from rows read now."""
    fresh = Certificate.objects.select_related("superseded_by").get(pk=certificate.pk)
    asked = Asked(fresh, Product.objects.with_register().get(pk=fresh.product_id), day)
    return [_timed(where, ask, asked) for where, ask in CHANNELS]


def _timed(where: str, ask: Callable[[Asked], Answer], asked: Asked) -> Effect:
    began = perf_counter()
    words, links = ask(asked)
    return Effect(str(where), words, links, (perf_counter() - began) * 1000)


def _product_page(asked: Asked) -> Answer:
    product, day = asked.product, asked.day
    words = _("đang mua được") if product.is_purchasable(day) else _("không mua được, không có biển sao")
    if product.is_certified(day) and not product.is_purchasable(day):
        words = _("có biển sao, hiện không mua được")
    return words, ((product.title, product.get_absolute_url()),)


def _list(asked: Asked) -> Answer:
    with shelf_on(asked.day) as shelf:
        listed = asked.product.pk in shelf
    return _("có trong danh sách") if listed else _("không có trong danh sách"), ()


def _search(asked: Asked) -> Answer:
    found = find(question.parse(asked.product.title))
    with shelf_on(asked.day) as shelf:
        shown = bool(found) and asked.product.pk in found.keys and asked.product.pk in shelf
    return _("tìm theo tên thấy sản phẩm") if shown else _("tìm theo tên không thấy sản phẩm"), ()


def _suggestion(asked: Asked) -> Answer:
    offered = asked.product.pk in {one.pk for one in suggest(asked.product.title, asked.day)}
    return _("có gợi ý") if offered else _("không gợi ý"), ()


def _register(asked: Asked) -> Answer:
    certificate = asked.certificate
    word = wording.state_of(certificate, asked.day).word
    return word, ((certificate.public_id, certificate.get_absolute_url()),)


def _feed(asked: Asked) -> Answer:
    offered = feeds.rows_of(asked.day).filter(pk=asked.product.pk).exists()
    return _("có trong nguồn mua sắm") if offered else _("không có trong nguồn mua sắm"), ()


def _api(asked: Asked) -> Answer:
    link = (_("tệp có chữ ký"), reverse("certificates:json", args=[asked.certificate.public_id]))
    return documents.verdict_of(asked.certificate, asked.day)["status"], (link,)


def _labels(asked: Asked) -> Answer:
    labels = Label.objects.filter(sheet__product=asked.product, state=Label.State.ACTIVATED)
    count = labels.count()
    words = ngettext("%(count)s tem đã kích hoạt", "%(count)s tem đã kích hoạt", count) % {"count": count}
    one = labels.first()
    if one is None:
        return words, ()
    state = looks.find(one.code).state(asked.day)
    colour = verdicts.WORDINGS[state].colour
    said = _("%(labels)s, quét ra màu %(colour)s") % {"labels": words, "colour": COLOURS[colour]}
    return said, ((one.code, one.get_absolute_url()),)


def _collections(asked: Asked) -> Answer:
    pages = list(CollectionPage.objects.live().about(asked.product)[:MOST_LINKS])
    shown = [page for page in pages if asked.product.pk in {one.pk for one in _shown_on(page)}]
    words = _("đang bày") if shown else _("đã tự ẩn")
    return words if pages else _("không có trong mục nào"), _pages(pages)


def _stories(asked: Asked) -> Answer:
    pages = StoryPage.objects.live().about(asked.product)[:MOST_LINKS]
    return _("giữ bài, biển sao theo chứng nhận của ngày xem"), _pages(pages)


def _boxes(asked: Asked) -> Answer:
    boxes = [part.box for part in BoxPart.objects.filter(product=asked.product).select_related("box")[:MOST_LINKS]]
    open_boxes = Product.objects.sellable(asked.day).filter(pk__in=[box.pk for box in boxes]).count()
    words = ngettext("%(open)s trong %(all)s hộp quà còn bán", "%(open)s trong %(all)s hộp quà còn bán", len(boxes))
    links = tuple((box.title, box.get_absolute_url()) for box in boxes)
    return words % {"open": open_boxes, "all": len(boxes)} if boxes else _("không có trong hộp quà nào"), links


def _outlets(asked: Asked) -> Answer:
    links = ((one.name, one.get_absolute_url()) for one in Outlet.objects.listed().stocking(asked.product)[:MOST_LINKS])
    return _("chỉ bày khi còn chứng nhận"), tuple(links)


def _baskets(asked: Asked) -> Answer:
    count = baskets_with([asked.product.pk]).get(asked.product.pk, 0)
    words = ngettext("%(count)s giỏ đang có sản phẩm", "%(count)s giỏ đang có sản phẩm", count) % {"count": count}
    offer = wording.offer_of(asked.product, asked.day)
    return words if offer.is_open or not count else f"{words}: {offer.sentence}", ()


def _orders(asked: Asked) -> Answer:
    count = open_orders_with([asked.product.pk]).get(asked.product.pk, 0)
    words = ngettext("%(count)s đơn đang xử lý", "%(count)s đơn đang xử lý", count) % {"count": count}
    return f"{words}, {_('vẫn giao')}" if count else words, ()


def baskets_with(products: list[int]) -> dict[int, int]:
    """How many open baskets hold each product (by primary key)."""
    lines = BasketLine.objects.filter(product__in=products, basket__status="Open")
    return _counted(lines.values_list("product").annotate(Count("basket", distinct=True)))


def open_orders_with(products: list[int]) -> dict[int, int]:
    """How many orders whose goods are still on the shelf hold each product (by primary key)."""
    lines = OrderLine.objects.filter(product__in=products, parcel__status__in=states.HOLDING)
    return _counted(lines.values_list("product").annotate(Count("order", distinct=True)))


def labels_of(products: list[int]) -> dict[int, int]:
    """How many activated labels each product (by primary key) has."""
    labels = Label.objects.filter(sheet__product__in=products, state=Label.State.ACTIVATED).order_by()
    return _counted(labels.values_list("sheet__product").annotate(Count("pk")))


def stops(products: list[int], day: date) -> dict[int, str]:
    """What ends for each product (by primary key) when its certificate does, in one line. Four queries for all."""
    on_sale = set(Product.objects.purchasable(day).filter(pk__in=products).values_list("pk", flat=True))
    baskets, orders, labels = baskets_with(products), open_orders_with(products), labels_of(products)
    return {
        key: " · ".join(
            (
                _("đang bán") if key in on_sale else _("không bán"),
                _("%(count)s giỏ") % {"count": baskets.get(key, 0)},
                _("%(count)s đơn đang xử lý (vẫn giao)") % {"count": orders.get(key, 0)},
                _("%(count)s tem") % {"count": labels.get(key, 0)},
            )
        )
        for key in products
    }


def _shown_on(page) -> list[Product]:
    return [product for product, _words in collected(page)["shown"]]


def _counted(pairs) -> dict[int, int]:
    return dict(pairs.order_by())


def _pages(pages) -> Links:
    return tuple((page.title, page.here) for page in pages)


COLOURS = {
    "green": gettext_lazy("xanh"),
    "amber": gettext_lazy("vàng"),
    "grey": gettext_lazy("xám"),
    "red": gettext_lazy("đỏ"),
}
CHANNELS = (
    (gettext_lazy("Trang sản phẩm"), _product_page),
    (gettext_lazy("Danh sách sản phẩm"), _list),
    (gettext_lazy("Tìm kiếm"), _search),
    (gettext_lazy("Gợi ý khi gõ"), _suggestion),
    (gettext_lazy("Trang giấy chứng nhận"), _register),
    (gettext_lazy("Nguồn cho công cụ mua sắm"), _feed),
    (gettext_lazy("API, tệp có chữ ký"), _api),
    (gettext_lazy("Giỏ hàng chưa đặt"), _baskets),
    (gettext_lazy("Đơn hàng"), _orders),
    (gettext_lazy("Hộp quà"), _boxes),
    (gettext_lazy("Tem truy xuất"), _labels),
    (gettext_lazy("Bộ sưu tập, triển lãm"), _collections),
    (gettext_lazy("Câu chuyện"), _stories),
    (gettext_lazy("Điểm bán"), _outlets),
)
