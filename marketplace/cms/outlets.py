from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet

from outlets.models import Outlet


class OutletMenuItem(MenuItem):
    """Shown to those who may change outlets."""

    def is_shown(self, request):
        return request.user.has_perm("outlets.change_outlet")


class OutletViewSet(ModelViewSet):
    """Outlets as curators keep them."""

    model = Outlet
    name = "outlets_desk"
    url_prefix = "diem-ban"
    icon = "site"
    menu_label = _("Điểm bán")
    menu_order = 160
    add_to_admin_menu = True
    menu_item_class = OutletMenuItem
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = ["name", "kind", "province", "opening_hours", "verified_on", "is_active"]
    list_filter = ["kind", "province", "is_active"]
    search_fields = ["name", "address"]
    form_fields = [
        "name",
        "slug",
        "kind",
        "province",
        "address",
        "latitude",
        "longitude",
        "opening_hours",
        "phone",
        "about",
        "verified_on",
        "is_active",
        "is_illustration",
    ]
