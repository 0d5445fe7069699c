"""Codes of growing areas as a producer declares them. Once an authority has spoken of one, it is changed no more."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.roles import LABEL, may
from marketplace.producers.access import members_only, members_who
from marketplace.producers.forms import posted
from marketplace.producers.forms_lots import AreaForm
from traceability.area_reviews import tell_lots
from traceability.models import GrowingArea


@require_safe
@members_only
def area_list(request: HttpRequest) -> HttpResponse:
    """Own codes, each with on whose word it stands and whether it counts today."""
    day = localdate()
    rows = [(area, area.is_valid_on(day)) for area in GrowingArea.objects.of_producer(request.producer)]
    return render(request, "workspace/areas.html", {"rows": rows, "may_label": may(request.membership, LABEL)})


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
def area_add(request: HttpRequest) -> HttpResponse:
    return _edited(request, GrowingArea(created_by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(LABEL)
@transaction.atomic
def area_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Held until it is saved: a word of an authority in between would be written over."""
    area = get_object_or_404(GrowingArea.objects.of_producer(request.producer).select_for_update(), pk=pk)
    if area.state != GrowingArea.State.DECLARED:
        messages.info(request, _("Cơ quan quản lý đã xem mã này nên không sửa được nữa; mã khác thì khai mới."))
        return redirect("workspace:areas")
    return _edited(request, area)


def _edited(request: HttpRequest, area: GrowingArea) -> HttpResponse:
    form = AreaForm(posted(request), instance=area, producer=request.producer)
    if form.is_valid():
        saved = form.save()
        tell_lots(saved)
        if saved.doubt:
            messages.warning(request, doubt_in_words(saved))
        messages.success(request, _("Đã lưu mã %(code)s.") % {"code": saved.code})
        return redirect("workspace:areas")
    context = {"form": form, "area": area if area.pk else None}
    return render(request, "workspace/area_form.html", context, status=422 if form.errors else 200)


def doubt_in_words(area: GrowingArea) -> str:
    if area.doubt == "kind":
        return _("Mã %(code)s có chữ của loại mã kia (OR: vùng trồng, PH: cơ sở đóng gói). Xin xem lại.") % {
            "code": area.code
        }
    return _("Mã %(code)s không giống mã xuất khẩu thường gặp (VN-DTOR-0017). Nếu trên giấy ghi vậy thì cứ giữ.") % {
        "code": area.code
    }
