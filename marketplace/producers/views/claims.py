"""Quality certificates that a producer declares. The market shows them as declared, while they are valid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.models import QualityCertificate
from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import members_only, members_who
from marketplace.producers.forms import posted
from marketplace.producers.forms_claims import QualityForm


@require_safe
@members_only
def claim_list(request: HttpRequest) -> HttpResponse:
    """Own quality certificates, the one that ends first at the top; ended ones say so."""
    day = localdate()
    held = QualityCertificate.objects.of_producer(request.producer.pk).prefetch_related("products")
    rows = [(one, one.is_valid_on(day)) for one in held]
    return render(request, "workspace/claims.html", {"rows": rows, "may_sell": may(request.membership, SELL)})


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def claim_add(request: HttpRequest) -> HttpResponse:
    return _edited(request, QualityCertificate())


@require_http_methods(["GET", "HEAD", "POST"])
@members_who(SELL)
def claim_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edited(request, get_own_claim(request, pk))


@require_POST
@members_who(SELL)
def claim_remove(request: HttpRequest, pk: int) -> HttpResponse:
    get_own_claim(request, pk).delete()
    messages.success(request, _("Đã gỡ chứng nhận chất lượng."))
    return redirect("workspace:claims")


def get_own_claim(request: HttpRequest, pk: int) -> QualityCertificate:
    return get_object_or_404(QualityCertificate.objects.of_producer(request.producer.pk), pk=pk)


def _edited(request: HttpRequest, claim: QualityCertificate) -> HttpResponse:
    form = QualityForm(posted(request), instance=claim, producer=request.producer)
    if form.is_valid():
        saved = form.save()
        messages.success(request, _("Đã lưu %(name)s.") % {"name": saved.title})
        return redirect("workspace:claims")
    context = {"form": form, "claim": claim if claim.pk else None}
    return render(request, "workspace/claim_form.html", context, status=422 if form.errors else 200)
