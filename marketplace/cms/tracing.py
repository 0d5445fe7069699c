"""The menu "Truy xuất" of the officers' desk: suspected counterfeits, lots to recall, figures of scans."""

from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from marketplace.accounts.roles import is_curator
from marketplace.cms import scope, tracing_views
from marketplace.cms.lists import DeskIndex, DeskViewSet
from marketplace.cms.tracing_views import LIFTED, RECALLED
from traceability.cases import Role
from traceability.models import Case, Lot

__all__ = ["LIFTED", "RECALLED", "TracingDesk"]


class CaseIndex(DeskIndex):
    within = scope.cases
    searched = ("receipt", "code", "words", "place_text", "product__title", "product__owner__name")
    export_filename = "nghi-hang-gia"
    nothing_here = _("Chưa có vụ nào trong phạm vi của bạn.")
    exported = {
        "receipt": (_("Số biên nhận"), lambda one: one.receipt),
        "created": (_("Ngày"), lambda one: one.created_at.date().isoformat()),
        "source": (_("Từ đâu"), lambda one: one.get_source_display()),
        "kind": (_("Việc báo"), lambda one: one.get_kind_display()),
        "product": (_("Sản phẩm"), lambda one: one.product),
        "owner": (_("Chủ thể"), lambda one: one.product and one.product.owner),
        "code": (_("Mã tem"), lambda one: one.code),
        "place": (_("Nơi thấy"), lambda one: one.place_text),
        "province": (_("Tỉnh, thành phố"), lambda one: one.province),
        "state": (_("Tình trạng"), lambda one: one.get_state_display()),
        "outcome": (_("Kết luận"), lambda one: one.get_outcome_display()),
    }

    def order_queryset(self, rows):
        return rows.with_last_word().waiting_first()

    def get_add_url(self):
        return None


def _state_of(case: Case) -> str:
    """The state; of one on which the producer spoke last, that it waits for an officer."""
    if case.is_open and case.last_role == Role.PRODUCER:
        return gettext("Nhà sản xuất đã trình bày, chờ kết luận")
    return case.get_state_display()


class CaseDesk(DeskViewSet):
    model = Case
    name = "cases_desk"
    url_prefix = "nghi-hang-gia"
    icon = "warning"
    menu_label = _("Nghi hàng giả")
    index_view_class = CaseIndex
    list_display = [
        TitleColumn("receipt", label=_("Số biên nhận"), url_name="cases_desk:inspect"),
        Column("state", label=_("Tình trạng"), accessor=_state_of),
        Column("kind", label=_("Việc báo"), accessor="get_kind_display"),
        Column("product", label=_("Sản phẩm")),
        Column("owner", label=_("Chủ thể"), accessor=lambda one: one.product and one.product.owner),
        Column("place", label=_("Nơi thấy"), accessor="place_text"),
        DateColumn("created_at", label=_("Lúc")),
    ]
    own_paths = (
        path("<int:pk>/", tracing_views.case, name="inspect"),
        path("<int:pk>/anh/", tracing_views.photo, name="photo"),
    )


class LotIndex(DeskIndex):
    within = scope.lots
    searched = ("number", "product__title", "product__owner__name")
    default_ordering = "-packed_on"
    export_filename = "lo-san-pham"
    nothing_here = _("Chưa có lô nào trong phạm vi của bạn.")
    exported = {
        "number": (_("Số lô"), lambda one: one.number),
        "product": (_("Sản phẩm"), lambda one: one.product),
        "owner": (_("Chủ thể"), lambda one: one.product.owner),
        "packed_on": (_("Ngày đóng gói"), lambda one: one.packed_on),
        "expires_on": (_("Hạn dùng"), lambda one: one.expires_on),
        "state": (_("Tình trạng"), lambda one: one.get_state_display()),
        "reason": (_("Lý do thu hồi"), lambda one: one.recall_reason),
    }

    def get_add_url(self):
        return None


class LotDesk(DeskViewSet):
    model = Lot
    name = "lots_desk"
    url_prefix = "lo"
    icon = "list-ul"
    menu_label = _("Lô và thu hồi")
    index_view_class = LotIndex
    list_display = [
        TitleColumn("number", label=_("Số lô"), url_name="lots_desk:inspect", sort_key="number"),
        Column("product", label=_("Sản phẩm"), sort_key="product__title"),
        Column("owner", label=_("Chủ thể"), accessor="product.owner"),
        Column("packed_on", label=_("Ngày đóng gói"), sort_key="packed_on"),
        Column("state", label=_("Tình trạng"), accessor="get_state_display", sort_key="state"),
    ]
    own_paths = (
        path("<int:pk>/", tracing_views.lot, name="inspect"),
        path("<int:pk>/thu-hoi/", tracing_views.recall, name="recall"),
        path("<int:pk>/go-thu-hoi/", tracing_views.lift, name="lift"),
    )


class FiguresMenuItem(MenuItem):
    """Shown to those who keep the register, and to curators."""

    def is_shown(self, request):
        return scope.has_desk(request.user) or is_curator(request.user)


class FiguresDesk(ViewSet):
    """How often labels are scanned, and how many certified products are traced."""

    name = "scans_desk"
    url_prefix = "so-lieu-quet"
    icon = "table"
    menu_label = _("Số liệu quét")
    menu_item_class = FiguresMenuItem
    menu_url = property(lambda self: reverse("scans_desk:index"))

    def get_urlpatterns(self):
        return [
            path("", tracing_views.figures, name="index"),
            path("tep.csv", tracing_views.figures_csv, name="csv"),
        ]


class TracingDesk(ViewSetGroup):
    """Truy xuất."""

    items = (CaseDesk, LotDesk, FiguresDesk)
    menu_label = _("Truy xuất")
    menu_icon = "view"
    menu_order = 155
