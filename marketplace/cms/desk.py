"""The lists of the officers' desk in Wagtail's admin."""

from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from catalogue import wording
from catalogue.models import Certificate, Producer, Product
from marketplace.cms import filters, scope, views


class DeskMenuItem(MenuItem):
    """Shown to those who keep the register."""

    def is_shown(self, request):
        return scope.has_desk(request.user)


class DeskIndex(IndexView):
    """A list within the person's scope; nothing is edited in place."""

    within = None  # scope.certificates, …

    def get_base_queryset(self):
        return type(self).within(self.request.user)

    def get_edit_url(self, instance):
        return None

    def get_delete_url(self, instance):
        return None


class DeskViewSet(ModelViewSet):
    """A list of the desk with the pages that belong to it."""

    copy_view_enabled = False
    add_to_reference_index = False
    menu_item_class = DeskMenuItem
    exclude_form_fields = []
    own_paths = ()  # beside the list

    def get_urlpatterns(self):
        lists = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        return [*lists, *self.own_paths]

    def register_admin_url_finder(self):
        """Nothing is edited here, so there is no edit page to find."""


def status_today(certificate: Certificate) -> str:
    """The word for a certificate on today's day."""
    return wording.state_of(certificate, localdate()).word


def last_day(certificate: Certificate) -> str:
    """The day itself: Wagtail's own column tells ages, and a day to come as "just now"."""
    return wording.short_day(certificate.until)


def last_certificate(product: Product) -> str:
    """What the register says of a product today."""
    return wording.register_state(product, localdate()).word


class CertificateIndex(DeskIndex):
    within = scope.certificates
    inspect_url_name = "certificates_desk:inspect"
    default_ordering = "last_day"


class CertificateDesk(DeskViewSet):
    model = Certificate
    name = "certificates_desk"
    url_prefix = "chung-nhan"
    icon = "form"
    menu_label = _("Giấy chứng nhận")
    index_view_class = CertificateIndex
    inspect_view_enabled = True
    filterset_class = filters.CertificateFilters
    list_per_page = 30
    search_fields = ["public_id", "number", "decision_number", "product__title", "product__owner__name"]
    list_display = [
        TitleColumn("public_id", label=_("Mã"), url_name="certificates_desk:inspect"),
        Column("product", label=_("Sản phẩm")),
        Column("owner", label=_("Chủ thể"), accessor="product.owner"),
        Column("province", label=_("Tỉnh"), accessor="product.province.short_name"),
        Column("stars", label=_("Sao"), sort_key="stars"),
        Column("status", label=_("Hôm nay"), accessor=status_today),
        Column("last_day", label=_("Ngày cuối"), accessor=last_day, sort_key="last_day"),
        Column("decision_number", label=_("Quyết định")),
    ]
    own_paths = (
        path("dang-ky/", views.register, name="add"),
        path("<int:pk>/", views.certificate, name="inspect"),
        path("<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    )


class ProductIndex(DeskIndex):
    within = scope.products
    default_ordering = "title"

    def get_base_queryset(self):
        return super().get_base_queryset().with_register()

    def get_add_url(self):
        return None


def register_url(product: Product) -> str:
    """Where a certificate for this product is entered."""
    return f"{reverse('certificates_desk:add')}?product={product.pk}"


class ProductDesk(DeskViewSet):
    model = Product
    name = "products_desk"
    url_prefix = "san-pham"
    icon = "tag"
    menu_label = _("Sản phẩm")
    index_view_class = ProductIndex
    filterset_class = filters.ProductFilters
    search_fields = ["title", "owner__name", "upc"]
    list_display = [
        TitleColumn("title", label=_("Tên"), get_url=register_url),
        Column("owner", label=_("Chủ thể")),
        Column("province", label=_("Tỉnh")),
        Column("status", label=_("Chứng nhận hôm nay"), accessor=last_certificate),
    ]


class VerifyColumn(Column):
    cell_template_name = "cms/verify_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        given = super().get_cell_context_data(instance, parent_context)
        return given | {"csrf_token": get_token(given["request"])}  # Wagtail renders a cell without its request


class ProducerIndex(DeskIndex):
    within = scope.producers
    default_ordering = "name"

    def get_add_url(self):
        return None


class ProducerDesk(DeskViewSet):
    model = Producer
    name = "producers_desk"
    url_prefix = "chu-the"
    icon = "group"
    menu_label = _("Chủ thể")
    index_view_class = ProducerIndex
    filterset_class = filters.ProducerFilters
    search_fields = ["name", "phone", "address_as_printed"]
    list_display = [
        Column("name", label=_("Tên"), sort_key="name"),
        Column("kind", label=_("Loại hình"), accessor="get_kind_display"),
        Column("province", label=_("Tỉnh")),
        VerifyColumn("verified_at", label=_("Xác minh"), sort_key="verified_at"),
    ]
    own_paths = (path("<int:pk>/xac-minh/", views.verify_producer, name="verify"),)


class Desk(ViewSetGroup):
    """Sổ đăng ký."""

    items = (CertificateDesk, ProductDesk, ProducerDesk)
    menu_label = _("Sổ đăng ký")
    menu_icon = "clipboard-list"
    menu_order = 150
