from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.buyers.services.erasure import WorksHere, erase_account
from marketplace.buyers.services.personal_data import export_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def page(request: HttpRequest) -> HttpResponse:
    """What is kept, as a file; and the way to be forgotten."""
    return render(request, "account/personal_data.html")


@require_POST
@never_cache
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Everything kept about this person, as JSON."""
    answer = JsonResponse(export_of(request.user), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="cho-ocop-du-lieu-{localdate():%Y%m%d}.json"'
    return answer


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Close the account for good, after the password was asked again."""
    if request.method != "POST":
        return render(request, "account/erase.html")
    try:
        erase_account(request.user)
    except WorksHere:
        messages.error(request, _("Tài khoản làm việc do nơi giao việc đóng lại. Xin liên hệ người vận hành Chợ OCOP."))
        return redirect("account:personal-data")
    logout(request)
    messages.success(
        request, _("Đã xóa tài khoản. Đơn còn đang giao vẫn tra được bằng mã đơn và số điện thoại cho đến khi xong.")
    )
    return redirect("home")
