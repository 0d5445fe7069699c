"""Producers on the officers' desk: who they are, that the office knows them, and who noted it."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from catalogue import services
from catalogue.models import Producer, Product
from marketplace.cms import scope
from marketplace.cms.frame import SHOW_OR_SEND, need_desk
from marketplace.order.models import Parcel

VERIFIED, UNVERIFIED = "ocop.verified", "ocop.unverified"
CLOSED, REOPENED = "ocop.closed", "ocop.reopened"
MOST_PRODUCTS = 200


class ReasonForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Lý do"), max_length=300)


@require_safe
def producer(request: HttpRequest, pk: int) -> HttpResponse:
    """A producer with the products, and what offices noted about it."""
    shown = _own(request, pk)
    products = Product.objects.of_producer(shown.pk).with_register().order_by("title", "pk")[:MOST_PRODUCTS]
    context = {"producer": shown, "products": products, "entries": entries_of(shown), "day": localdate()}
    return render(request, "cms/producer.html", context | _framed(shown.name))


@require_POST
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the office knows who this producer is."""
    held = _own(request, pk)
    with transaction.atomic():
        services.verify_producer(held, at=now())
        log(instance=held, action=VERIFIED, user=request.user)
    messages.success(request, _("Đã xác minh %(name)s.") % {"name": held.name})
    return redirect("producers_desk:index")


@require_http_methods(SHOW_OR_SEND)
def unverify(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the note back; what its products lose is shown first."""
    held, form = _own(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            services.unverify_producer(held)
            log(instance=held, action=UNVERIFIED, user=request.user, data=form.cleaned_data)
        messages.success(request, _("Đã bỏ xác minh %(name)s.") % {"name": held.name})
        return redirect("producers_desk:inspect", held.pk)
    stopped = Product.objects.of_producer(held.pk).purchasable(localdate()).count()
    context = {"producer": held, "form": form, "stopped": stopped}
    return render(request, "cms/unverify.html", context | _framed(_("Bỏ xác minh"), held))


@require_http_methods(SHOW_OR_SEND)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop all sales of a producer, or allow them again; what changes is shown first, the reason is kept."""
    held, form = _own(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _closed_or_reopened(request, held, form):
        return redirect("producers_desk:inspect", held.pk)
    day = localdate()
    context = {
        "producer": held,
        "form": form,
        "stopped": Product.objects.of_producer(held.pk).purchasable(day).entries().count(),
        "under_way": Parcel.objects.of_producer(held).awaiting_dispatch().count(),
    }
    title = _("Ngừng bán của chủ thể") if held.is_active else _("Cho chủ thể bán lại")
    return render(request, "cms/close.html", context | _framed(title, held))


def _closed_or_reopened(request: HttpRequest, held: Producer, form: ReasonForm) -> bool:
    """By what the person saw (`act`): two people at once do not undo one another."""
    closes = request.POST.get("act") == "close"
    verb, action = (services.close_producer, CLOSED) if closes else (services.reopen_producer, REOPENED)
    try:
        with transaction.atomic():
            verb(held)
            log(instance=held, action=action, user=request.user, data=form.cleaned_data)
    except services.ProducerUnchanged:
        form.add_error(None, _("Vừa có người khác đổi việc này. Xin xem lại."))
        held.refresh_from_db()
        return False
    said = _("%(name)s đã ngừng bán trên sàn.") if closes else _("%(name)s được bán lại trên sàn.")
    messages.success(request, said % {"name": held.name})
    return True


def entries_of(held: Producer):
    """What Wagtail's log says of a producer, the newest first."""
    kind = ContentType.objects.get_for_model(Producer)
    own = ModelLogEntry.objects.filter(content_type=kind, object_id=str(held.pk))
    return own.select_related("user").order_by("-timestamp", "-pk")


def _own(request: HttpRequest, pk: int) -> Producer:
    need_desk(request)
    return get_object_or_404(scope.producers(request.user), pk=pk)


def _framed(title: str, held: Producer | None = None) -> dict:
    trail = [
        {"url": reverse("wagtailadmin_home"), "label": _("Trang đầu")},
        {"url": reverse("producers_desk:index"), "label": _("Chủ thể")},
    ]
    if held:
        trail.append({"url": reverse("producers_desk:inspect", args=[held.pk]), "label": held.name})
    return {
        "header_title": title,
        "header_icon": "group",
        "breadcrumbs_items": [*trail, {"url": "", "label": title}],
    }
