"""Mã số vùng trồng on the officers' desk: what producers declared in the office's province, and its word on it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn

from marketplace.cms import scope
from marketplace.cms.frame import SHOW_OR_SEND, authority_of, need_authority, need_desk
from marketplace.cms.lists import DeskIndex, DeskViewSet
from traceability.area_reviews import AreaChanged, review_area
from traceability.models import GrowingArea


class ReviewForm(forms.Form):
    """The authority's word, and on which paper it rests."""

    is_confirmed = forms.TypedChoiceField(
        label=gettext_lazy("Kết luận"),
        choices=[("yes", gettext_lazy("Xác nhận mã này")), ("no", gettext_lazy("Không xác nhận"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        empty_value=None,
    )
    document = forms.CharField(
        label=gettext_lazy("Văn bản căn cứ"),
        max_length=120,
        help_text=gettext_lazy("Số, ngày của văn bản cấp mã hoặc biên bản kiểm tra."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=300, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False)  # GrowingArea.fingerprint


@require_http_methods(SHOW_OR_SEND)
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """One code: what was declared, what was said of it, and the office's word."""
    need_desk(request)
    area = get_object_or_404(scope.growing_areas(request.user), pk=pk)
    authority = need_authority(request) if request.method == "POST" else authority_of(request.user)
    form = ReviewForm(request.POST if request.method == "POST" else None, initial={"shown": area.fingerprint})
    if form.is_valid():
        return _said(request, area, authority, form.cleaned_data)
    context = {"area": area, "form": form if authority else None, "reviews": area.reviews.select_related("said_by")}
    status = 422 if form.errors else 200
    return render(request, "cms/area.html", context | _framed(area.code), status=status)


def _said(request: HttpRequest, area: GrowingArea, authority: str, word: dict) -> HttpResponse:
    """The page anew: with the word on it, or with what the producer has written meanwhile."""
    try:
        review = review_area(area, authority=authority, by=request.user, **word)
    except AreaChanged:
        messages.warning(request, _("Chủ thể vừa sửa lời khai này, nên chưa ghi kết luận. Hãy xem lại rồi kết luận."))
    else:
        messages.success(request, _("Đã ghi kết luận về mã %(code)s.") % {"code": review.code})
    return redirect("areas_desk:inspect", area.pk)


def _framed(title: str) -> dict:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("areas_desk:index"), "label": _("Mã số vùng trồng")},
    ]
    return {"header_title": title, "header_icon": "site", "breadcrumbs_items": [*trail, {"url": "", "label": title}]}


class AreaIndex(DeskIndex):
    within = scope.growing_areas
    default_ordering = "-pk"
    searched = ("code", "name", "crop", "producer__name")
    nothing_here = gettext_lazy("Chưa có mã số vùng trồng nào trong phạm vi của bạn.")
    export_filename = "ma-so-vung-trong"
    exported = {
        "code": (gettext_lazy("Mã số"), lambda one: one.code),
        "kind": (gettext_lazy("Loại mã"), lambda one: one.get_kind_display()),
        "producer": (gettext_lazy("Chủ thể"), lambda one: one.producer.name),
        "issuer": (gettext_lazy("Cơ quan cấp mã"), lambda one: one.issuer),
        "market": (gettext_lazy("Thị trường"), lambda one: one.market),
        "state": (gettext_lazy("Tình trạng"), lambda one: one.get_state_display()),
    }

    def user_has_any_permission(self, permissions) -> bool:
        """Those who keep the register."""
        return scope.has_desk(self.request.user)

    def get_add_url(self) -> None:
        return None


class AreaDesk(DeskViewSet):
    model = GrowingArea
    name = "areas_desk"
    url_prefix = "vung-trong"
    icon = "site"
    menu_label = gettext_lazy("Mã số vùng trồng")
    index_view_class = AreaIndex
    list_display = [
        TitleColumn("code", label=gettext_lazy("Mã số"), url_name="areas_desk:inspect", sort_key="code"),
        Column("producer", label=gettext_lazy("Chủ thể"), sort_key="producer__name"),
        Column("issuer", label=gettext_lazy("Cơ quan cấp mã")),
        Column("province", label=gettext_lazy("Tỉnh")),
        Column("state", label=gettext_lazy("Tình trạng"), accessor="get_state_display", sort_key="state"),
    ]
    own_paths = (path("<int:pk>/", inspect, name="inspect"),)
