"""The menu "Sổ đăng ký": the lists of the officers' desk in Wagtail's admin."""

from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from catalogue import wording
from catalogue.models import Producer, Product
from marketplace.cms import board, filters, people, products, scope
from marketplace.cms.areas import AreaDesk
from marketplace.cms.certificates import CertificateDesk
from marketplace.cms.lists import DeskIndex, DeskMenuItem, DeskViewSet
from marketplace.cms.names import NameDesk


def last_certificate(product: Product) -> str:
    """What the register says of a product today."""
    return wording.register_state(product, localdate()).word


def sale_of(product: Product) -> str:
    """Whether the platform stopped its sale: seen here, decided by the shop's operators."""
    return _("Tạm ngừng") if product.sale_suspended_at else ""


class ProductIndex(DeskIndex):
    within = scope.products
    default_ordering = "title"
    searched = ("title", "owner__name", "upc")
    export_filename = "san-pham"
    nothing_here = _("Chưa có sản phẩm nào trong phạm vi của bạn.")
    exported = {
        "title": (_("Sản phẩm"), lambda one: one.title),
        "owner": (_("Chủ thể"), lambda one: one.owner),
        "province": (_("Tỉnh, thành phố"), lambda one: one.province),
        "status": (_("Chứng nhận hôm nay"), last_certificate),
    }

    def get_base_queryset(self):
        return super().get_base_queryset().with_register()

    def get_add_url(self):
        return None


class ProductDesk(DeskViewSet):
    model = Product
    name = "products_desk"
    url_prefix = "san-pham"
    icon = "tag"
    menu_label = _("Sản phẩm")
    index_view_class = ProductIndex
    filterset_class = filters.ProductFilters
    list_display = [
        TitleColumn("title", label=_("Tên"), url_name="products_desk:inspect", sort_key="title"),
        Column("owner", label=_("Chủ thể"), sort_key="owner__name"),
        Column("province", label=_("Tỉnh")),
        Column("status", label=_("Chứng nhận hôm nay"), accessor=last_certificate),
        Column("sale", label=_("Bán trên sàn"), accessor=sale_of),
    ]
    own_paths = (path("<int:pk>/", products.product, name="inspect"),)


def sale_by(producer: Producer) -> str:
    """Whether an office stopped all its sales."""
    return "" if producer.is_active else _("Ngừng bán")


class VerifyColumn(Column):
    cell_template_name = "cms/verify_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        given = super().get_cell_context_data(instance, parent_context)
        return given | {"csrf_token": get_token(given["request"])}  # Wagtail renders a cell without its request


class ProducerIndex(DeskIndex):
    within = scope.producers
    default_ordering = "name"
    searched = ("name", "phone", "address_as_printed")
    inspect_url_name = "producers_desk:inspect"
    export_filename = "chu-the"
    nothing_here = _("Chưa có chủ thể nào trong phạm vi của bạn.")
    exported = {
        "name": (_("Chủ thể"), lambda one: one.name),
        "kind": (_("Loại hình"), lambda one: one.get_kind_display()),
        "province": (_("Tỉnh, thành phố"), lambda one: one.province),
        "address": (_("Địa chỉ"), lambda one: one.address_as_printed),
        "verified": (_("Xác minh"), lambda one: one.verified_at and one.verified_at.date().isoformat()),
        "sale": (_("Bán trên sàn"), sale_by),
    }

    def get_add_url(self):
        return None


class ProducerDesk(DeskViewSet):
    model = Producer
    name = "producers_desk"
    url_prefix = "chu-the"
    icon = "group"
    menu_label = _("Chủ thể")
    index_view_class = ProducerIndex
    inspect_view_enabled = True
    filterset_class = filters.ProducerFilters
    list_display = [
        TitleColumn("name", label=_("Tên"), url_name="producers_desk:inspect", sort_key="name"),
        Column("kind", label=_("Loại hình"), accessor="get_kind_display"),
        Column("province", label=_("Tỉnh")),
        VerifyColumn("verified_at", label=_("Xác minh"), sort_key="verified_at"),
        Column("sale", label=_("Bán trên sàn"), accessor=sale_by),
    ]
    own_paths = (
        path("<int:pk>/", people.producer, name="inspect"),
        path("<int:pk>/xac-minh/", people.verify, name="verify"),
        path("<int:pk>/bo-xac-minh/", people.unverify, name="unverify"),
        path("<int:pk>/ngung-ban/", people.close, name="close"),
    )


class RenewalBoard(ViewSet):
    """What must be filed for re-assessment now."""

    name = "renewals_desk"
    url_prefix = "danh-gia-lai"
    icon = "calendar-check"
    menu_label = _("Đánh giá lại")
    menu_item_class = DeskMenuItem
    menu_url = property(lambda self: reverse("renewals_desk:index"))

    def get_urlpatterns(self):
        return [path("", board.renewals, name="index")]


class Desk(ViewSetGroup):
    """Sổ đăng ký."""

    items = (CertificateDesk, RenewalBoard, ProductDesk, ProducerDesk, AreaDesk, NameDesk)
    menu_label = _("Sổ đăng ký")
    menu_icon = "clipboard-list"
    menu_order = 150
