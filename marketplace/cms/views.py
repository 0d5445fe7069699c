"""The officers' desk: one certificate, its acts, registering one."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from catalogue import renewal, services, wording
from catalogue.models import Certificate
from marketplace.cms import acts, board, scope
from marketplace.cms.acts import ACTS, Act, ActForm
from marketplace.cms.effects import effects_of
from marketplace.cms.forms import RegisterForm, ScanForm
from marketplace.cms.frame import SHOW_OR_SEND, framed, need_desk, own_certificate
from marketplace.cms.log import entries_of, keep_cascade, last_cascade
from marketplace.sent import number_in


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Its facts, its history, where it counts today, and what the person may do to it."""
    shown, day, stars = own_certificate(request, pk), localdate(), scope.stars_of(request.user)
    between = board.renewal_of(shown) if shown.is_in_force(day) else None
    context = {
        "certificate": shown,
        "said": wording.state_of(shown, day),
        "renewal": between,
        "renewal_word": between and _(renewal.WORDS[between.state]),
        "entries": entries_of(shown),
        "events": shown.events.select_related("actor"),
        "effects": effects_of(shown, day),
        "cascade": last_cascade(shown),
        "acts": acts.open_acts(shown, stars),
        "may_replace": shown.is_in_force(day) and bool(stars) and scope.may_replace(request.user, shown, max(stars)),
        "beyond": acts.beyond_power(shown) if shown.stars not in stars else "",
    }
    return render(request, "cms/certificate.html", context | framed(shown.public_id))


@require_http_methods(SHOW_OR_SEND)
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One verb on one certificate; what it stops is shown first, and asked again afterwards."""
    held, chosen = own_certificate(request, pk), ACTS[name]
    if not scope.may_act(request.user, held):
        raise PermissionDenied(acts.beyond_power(held))
    if said := acts.refusal(chosen, held, scope.stars_of(request.user)):
        messages.error(request, said)
        return redirect("certificates_desk:inspect", held.pk)
    effects = effects_of(held, localdate())
    form = chosen.form(request.POST or None, initial={"on": localdate()})
    if request.method == "POST" and form.is_valid() and _done(request, chosen, form, held):
        keep_cascade(held, request.user, effects, effects_of(held, localdate()))
        messages.success(request, _("%(id)s: đã ghi “%(act)s”.") % {"id": held.public_id, "act": chosen.title})
        return redirect("certificates_desk:inspect", held.pk)
    context = {"form": form, "act": chosen, "certificate": held, "effects": effects}
    return render(request, "cms/act.html", context | framed(chosen.title, held))


@require_http_methods(SHOW_OR_SEND)
def register(request: HttpRequest) -> HttpResponse:
    """Enter a certificate that the office has signed."""
    need_desk(request)
    form = RegisterForm(request.POST or None, request.FILES or None, user=request.user, initial=_printed(request))
    if request.method == "POST" and form.is_valid() and (made := _issue(form, request)):
        messages.success(request, _registered(made))
        return redirect("certificates_desk:inspect", made.pk)
    return render(request, "cms/register.html", {"form": form} | framed(_("Đăng ký giấy chứng nhận")))


@require_http_methods(SHOW_OR_SEND)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the scan of a certificate that has none; the register's public page shows it."""
    held = own_certificate(request, pk)
    if not scope.may_act(request.user, held):
        raise PermissionDenied(acts.beyond_power(held))
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach_scan(held, form.cleaned_data["scan"], actor=request.user)
        except ValidationError as refused:
            form.add_error("scan", refused.messages)
        else:
            messages.success(request, _("%(id)s: đã nhận bản quét.") % {"id": held.public_id})
            return redirect("certificates_desk:inspect", held.pk)
    return render(request, "cms/attach.html", {"form": form} | framed(_("Thêm bản quét"), held))


def _done(request: HttpRequest, chosen: Act, form: ActForm, held: Certificate) -> bool:
    """Whether the register took it; if not, the form says why."""
    if problem := form.problem_with(held):
        form.add_error(*problem)
        return False
    try:
        acts.perform(chosen, held, actor=request.user, typed=form.cleaned_data)
    except acts.Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _issue(form: RegisterForm, request: HttpRequest) -> Certificate | None:
    """The certificate made, or None with the reason on the form."""
    try:
        return _issued(form, request)
    except services.Overlapping:
        form.add_error("issued_on", _("Thời hạn này trùng với một giấy chứng nhận khác của sản phẩm."))
    except services.NotInForce:
        form.add_error("replaces", _("Giấy cần thay vừa được xử lý ở nơi khác."))
    except ValidationError as refused:
        form.add_error(None, refused.messages)
    return None


@transaction.atomic
def _issued(form: RegisterForm, request: HttpRequest) -> Certificate:
    facts = form.facts() | {"stars": form.cleaned_data["stars"], "actor": request.user}
    if form.replaced:
        made = services.upgrade_certificate(form.replaced, **facts)
    else:
        made = services.issue_certificate(form.cleaned_data["product"], **facts)
    if scan := form.cleaned_data["scan"]:
        services.attach_scan(made, scan, actor=request.user)
    return made


def _registered(made: Certificate) -> str:
    return _("Đã đăng ký %(id)s, %(stars)s sao, còn hiệu lực đến %(day)s.") % {
        "id": made.public_id,
        "stars": made.stars,
        "day": wording.long_day(made.valid_until),
    }


def _printed(request: HttpRequest) -> dict:
    """What is likely printed, from the product named by ?product=; ?replaces=1 when it takes another's place."""
    number = request.GET.get("product", "")
    product = scope.products(request.user).filter(pk=number_in(number)).first()
    if product is None:
        return {}
    owner = product.owner
    return {
        "product": product,
        "product_name_as_printed": product.title,
        "producer_as_printed": owner.name if owner else "",
        "address_as_printed": product.origin_as_printed or (owner.address_as_printed if owner else ""),
        "replaces": "replaces" in request.GET,
    }
