from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe


@require_safe
def to_login(request: HttpRequest, desk: str) -> HttpResponse:
    """Every back office's own login page leads to the one login, and back to `desk` or a safe `next`."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target if safe else desk})}")
