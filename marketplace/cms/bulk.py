"""One act on many certificates: each row is shown with what it stops, and is a transaction of its own."""

from collections.abc import Iterable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from catalogue.models import Certificate
from marketplace.cms import acts, scope
from marketplace.cms.acts import ACTS, IN_BULK, Act, ActForm
from marketplace.cms.choosers import keys_in
from marketplace.cms.effects import stops
from marketplace.cms.frame import SHOW_OR_SEND, framed, need_desk

MOST = 200  # certificates in one go


class Row(NamedTuple):
    """A certificate, why it cannot be treated ("" when it can), and what would stop."""

    certificate: Certificate
    refusal: str
    stops: str = ""


@require_http_methods(SHOW_OR_SEND)
def act_on_many(request: HttpRequest, name: str) -> HttpResponse:
    """Ask once, then treat each: what one row does not allow holds back no other."""
    need_desk(request)
    chosen, held = _chosen_act(name), chosen_certificates(request)
    if not held:
        messages.warning(request, _("Chưa chọn giấy chứng nhận nào."))
        return redirect("certificates_desk:index")
    rows = rows_of(request, chosen, held)
    form = chosen.form(request.POST if "sent" in request.POST else None, initial={"on": localdate()})
    context = {"act": chosen, "rows": rows, "form": form, "open": sum(not row.refusal for row in rows), "most": MOST}
    if form.is_bound and form.is_valid():
        context["results"] = list(_treated(request, chosen, form, rows))
        context["done"] = sum(not row.refusal for row in context["results"])
    template = "cms/bulk_result.html" if "results" in context else "cms/bulk.html"
    return render(request, template, context | framed(chosen.title))


def chosen_certificates(request: HttpRequest) -> list[Certificate]:
    """The ticked ones within the person's scope, in the order of their keys; at most MOST."""
    sent = request.POST if request.method == "POST" else request.GET
    keys = set(keys_in(sent.getlist("id")))
    return list(scope.certificates(request.user).filter(pk__in=sorted(keys)[:MOST]).order_by("pk"))


def rows_of(request: HttpRequest, act: Act, held: list[Certificate]) -> list[Row]:
    """Each certificate with its refusal and with what it carries. A handful of queries for all."""
    stars = scope.stars_of(request.user)
    ends = stops([one.product_id for one in held], localdate())
    return [Row(one, acts.refusal(act, one, stars), ends[one.product_id]) for one in held]


def menu() -> list[tuple[str, str]]:
    """What the list offers for the ticked ones: where it is asked, and its word."""
    return [(reverse("certificates_desk:bulk", args=[name]), str(ACTS[name].title)) for name in IN_BULK]


def _chosen_act(name: str) -> Act:
    if name not in IN_BULK:
        raise Http404
    return ACTS[name]


def _treated(request: HttpRequest, act: Act, form: ActForm, rows: Iterable[Row]) -> Iterable[Row]:
    for row in rows:
        yield row if row.refusal else row._replace(refusal=_outcome(request, act, form, row.certificate))


def _outcome(request: HttpRequest, act: Act, form: ActForm, certificate: Certificate) -> str:
    """Do it for one; "" when done, else the reason."""
    if problem := form.problem_with(certificate):
        return problem[1]
    try:
        acts.perform(act, certificate, actor=request.user, typed=form.cleaned_data)
    except acts.Refused as refused:
        return str(refused)
    return ""
