"""Protected names (tài sản trí tuệ) on the officers' desk: those of the office's province, kept as their titles say."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from catalogue import wording
from catalogue.models import IpAsset
from marketplace.accounts.models import User
from marketplace.cms import scope
from marketplace.cms.claims import IpAssetForm
from marketplace.cms.frame import SHOW_OR_SEND, need_desk
from marketplace.cms.lists import DeskIndex, DeskViewSet


class OfficeIpAssetForm(IpAssetForm):
    """A province's office keeps names of its province; the ministry's says of which."""

    def __init__(self, *args, user: User, instance: IpAsset, **kwargs):
        own = scope.province_of(user)
        instance.province_id = own or instance.province_id
        super().__init__(*args, instance=instance, **kwargs)
        if own:
            del self.fields["province"]
        else:
            self.fields["province"].required = True


@require_http_methods(SHOW_OR_SEND)
def add(request: HttpRequest) -> HttpResponse:
    """Enter a name."""
    need_desk(request)
    return _form_page(request, IpAsset(), _("Thêm tên được bảo hộ"))


@require_http_methods(SHOW_OR_SEND)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a name of the office's province, and say which products bear it."""
    need_desk(request)
    held = get_object_or_404(scope.ip_assets(request.user), pk=pk)
    return _form_page(request, held, held.name)


def _form_page(request: HttpRequest, held: IpAsset, title: str) -> HttpResponse:
    is_new = held.pk is None
    form = OfficeIpAssetForm(request.POST if request.method == "POST" else None, instance=held, user=request.user)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            log(instance=kept, action="wagtail.create" if is_new else "wagtail.edit", user=request.user)
        messages.success(request, _("Đã lưu “%(name)s”.") % {"name": kept.name})
        return redirect("names_desk:index" if "products" in form.fields else reverse("names_desk:edit", args=[kept.pk]))
    return render(request, "cms/name.html", {"form": form} | _framed(title))


def _framed(title: str) -> dict:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("names_desk:index"), "label": _("Sở hữu trí tuệ")},
    ]
    return {"header_title": title, "header_icon": "snippet", "breadcrumbs_items": [*trail, {"url": "", "label": title}]}


def last_day(asset: IpAsset) -> str:
    return wording.short_day(asset.valid_until) if asset.valid_until else _("không thời hạn")


class NameIndex(DeskIndex):
    within = scope.ip_assets
    default_ordering = "name"
    searched = ("name", "number", "holder")
    nothing_here = gettext_lazy("Chưa có tên được bảo hộ nào trong phạm vi của bạn.")
    export_filename = "so-huu-tri-tue"
    exported = {
        "kind": (gettext_lazy("Loại"), lambda one: one.get_kind_display()),
        "name": (gettext_lazy("Tên được bảo hộ"), lambda one: one.name),
        "number": (gettext_lazy("Số văn bằng"), lambda one: one.number),
        "holder": (gettext_lazy("Chủ sở hữu, tổ chức quản lý"), lambda one: one.holder),
        "province": (gettext_lazy("Tỉnh, thành phố"), lambda one: one.province),
        "last_day": (gettext_lazy("Ngày cuối cùng được bảo hộ"), last_day),
    }

    def user_has_any_permission(self, permissions):
        """Those who keep the register; the curators' list asks Django's permissions."""
        return scope.has_desk(self.request.user)

    def get_add_url(self):
        return None

    @property
    def header_buttons(self):
        return [HeaderButton(_("Thêm tên được bảo hộ"), url=reverse("names_desk:add"), icon_name="plus")]


class NameDesk(DeskViewSet):
    model = IpAsset
    name = "names_desk"
    url_prefix = "ten-bao-ho"
    icon = "snippet"
    menu_label = gettext_lazy("Sở hữu trí tuệ")
    index_view_class = NameIndex
    list_display = [
        TitleColumn("name", label=gettext_lazy("Tên được bảo hộ"), url_name="names_desk:edit", sort_key="name"),
        Column("kind", label=gettext_lazy("Loại"), accessor="get_kind_display"),
        Column("number", label=gettext_lazy("Số văn bằng")),
        Column("province", label=gettext_lazy("Tỉnh")),
        Column("last_day", label=gettext_lazy("Ngày cuối"), accessor=last_day),
    ]
    own_paths = (path("them/", add, name="add"), path("<int:pk>/", edit, name="edit"))
