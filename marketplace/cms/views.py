"""The officers' desk: one certificate, registering, revoking, verifying a producer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from catalogue import services, wording
from catalogue.models import Certificate
from marketplace.cms import scope
from marketplace.cms.effects import effects_of
from marketplace.cms.forms import RegisterForm, RevokeForm

SHOW_OR_SEND = ["GET", "HEAD", "POST"]


def own_certificate(request: HttpRequest, pk: int) -> Certificate:
    """The certificate within the person's scope; any other is 404."""
    _need_desk(request)
    return get_object_or_404(scope.certificates(request.user), pk=pk)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Its facts, its history, and where it counts today."""
    shown, day = own_certificate(request, pk), localdate()
    context = {
        "certificate": shown,
        "said": wording.state_of(shown, day),
        "events": shown.events.select_related("actor"),
        "effects": effects_of(shown, day),
        "may_revoke": shown.state in services.STATES_IN_FORCE and scope.may_revoke(request.user, shown),
    }
    return render(request, "cms/certificate.html", context | _frame(shown.public_id))


@require_http_methods(SHOW_OR_SEND)
def register(request: HttpRequest) -> HttpResponse:
    """Enter a certificate that the office has signed."""
    _need_desk(request)
    form = RegisterForm(request.POST or None, user=request.user, initial=_printed(request))
    if request.method == "POST" and form.is_valid() and (made := _issue(form, request)):
        messages.success(request, _registered(made))
        return redirect("certificates_desk:inspect", made.pk)
    return render(request, "cms/register.html", {"form": form} | _frame(_("Đăng ký giấy chứng nhận")))


@require_http_methods(SHOW_OR_SEND)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a certificate by decision; what it stops is shown first."""
    held = own_certificate(request, pk)
    if not scope.may_revoke(request.user, held):
        raise PermissionDenied(_("Giấy chứng nhận này do cấp khác công nhận và thu hồi."))
    form = RevokeForm(request.POST or None, certificate=held, initial={"on": localdate()})
    if request.method == "POST" and form.is_valid() and _revoke(form, request):
        messages.success(request, _("Đã thu hồi %(id)s. Bên dưới là kết quả ở từng nơi.") % {"id": held.public_id})
        return redirect("certificates_desk:inspect", held.pk)
    context = {"form": form, "certificate": held, "effects": effects_of(held, localdate())}
    return render(request, "cms/revoke.html", context | _frame(_("Thu hồi"), held))


@require_POST
def verify_producer(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the office knows who this producer is."""
    _need_desk(request)
    producer = get_object_or_404(scope.producers(request.user), pk=pk)
    services.verify_producer(producer, at=now())
    messages.success(request, _("Đã xác minh %(name)s.") % {"name": producer.name})
    return redirect("producers_desk:index")


def _need_desk(request: HttpRequest) -> None:
    if not scope.has_desk(request.user):
        raise PermissionDenied(_("Trang này dành cho cán bộ quản lý sổ chứng nhận."))


def _issue(form: RegisterForm, request: HttpRequest) -> Certificate | None:
    """The certificate made, or None with the reason on the form."""
    stars, facts = form.cleaned_data["stars"], form.facts()
    try:
        if form.replaced:
            return services.upgrade_certificate(form.replaced, stars=stars, actor=request.user, **facts)
        return services.issue_certificate(form.cleaned_data["product"], stars=stars, actor=request.user, **facts)
    except services.Overlapping:
        form.add_error("issued_on", _("Thời hạn này trùng với một giấy chứng nhận khác của sản phẩm."))
    except services.NotInForce:
        form.add_error("replaces", _("Giấy cần thay vừa được xử lý ở nơi khác."))
    except ValidationError as refused:
        form.add_error(None, refused.messages)
    return None


def _revoke(form: RevokeForm, request: HttpRequest) -> bool:
    try:
        services.revoke_certificate(form.certificate, actor=request.user, **form.cleaned_data)
    except services.NotInForce:
        form.add_error(None, _("Giấy chứng nhận này không còn hiệu lực để thu hồi."))
        return False
    return True


def _registered(made: Certificate) -> str:
    return _("Đã đăng ký %(id)s, %(stars)s sao, còn hiệu lực đến %(day)s.") % {
        "id": made.public_id,
        "stars": made.stars,
        "day": wording.long_day(made.valid_until),
    }


def _printed(request: HttpRequest) -> dict:
    """What is likely printed, from the product named by ?product=."""
    number = request.GET.get("product", "")
    product = scope.products(request.user).filter(pk=number).first() if number.isdecimal() else None
    if product is None:
        return {}
    owner = product.owner
    return {
        "product": product,
        "product_name_as_printed": product.title,
        "producer_as_printed": owner.name if owner else "",
        "address_as_printed": product.origin_as_printed or (owner.address_as_printed if owner else ""),
    }


def _frame(title: str, held: Certificate | None = None) -> dict:
    """What Wagtail's own base template asks for: title, icon, the way back."""
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("certificates_desk:index"), "label": _("Giấy chứng nhận")},
    ]
    if held:
        trail.append({"url": reverse("certificates_desk:inspect", args=[held.pk]), "label": held.public_id})
    return {
        "header_title": title,
        "header_icon": "form",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
    }
