"""Gửi hàng: the shipping card, what three parcels would cost with it, and the days on which nothing leaves."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.roles import SELL, may
from marketplace.producers.access import members_only, members_who
from marketplace.producers.forms_shipping import CardForm, DaysOffForm
from marketplace.shipping import services
from marketplace.shipping.calendar import leaves_on, window
from marketplace.shipping.models import DayOff, ShippingCard
from marketplace.shipping.quotes import card_of
from marketplace.shipping.zones import Zone

SAMPLES = ((400, 150_000, Zone.PROVINCE), (1900, 280_000, Zone.REGION), (4900, 450_000, Zone.COUNTRY))  # net g, đồng


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def card(request: HttpRequest) -> HttpResponse:
    """The card; POST saves it, or (`preview`) only reckons."""
    if request.method == "POST":
        return save(request)
    return show(request, CardForm(instance=card_of(request.producer)))


@members_who(SELL)
def save(request: HttpRequest) -> HttpResponse:
    form = CardForm(request.POST, instance=card_of(request.producer))
    if not form.is_valid():
        return show(request, form, status=422)
    if "preview" in request.POST:
        return show(request, form, card=form.instance)
    services.save_card(request.producer, facts=form.cleaned_data, by=request.user)
    messages.success(request, _("Đã lưu biểu phí gửi hàng. Đơn đã đặt giữ phí cũ."))
    return redirect("workspace:shipping")


@require_POST
@members_who(SELL)
def add_days(request: HttpRequest) -> HttpResponse:
    """Say on which days nothing leaves."""
    form = DaysOffForm(request.POST)
    if not form.is_valid():
        return show(request, CardForm(instance=card_of(request.producer)), days=form, status=422)
    try:
        services.add_days_off(request.producer, **form.cleaned_data)
    except services.TooManyDaysOff:
        messages.error(request, _("Đã có %(count)d lần nghỉ, xin bỏ bớt.") % {"count": services.MOST_DAYS_OFF})
    return redirect("workspace:shipping")


@require_POST
@members_who(SELL)
def remove_days(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(DayOff, pk=pk, card__producer=request.producer).delete()
    return redirect("workspace:shipping")


def show(
    request: HttpRequest,
    form: CardForm,
    *,
    card: ShippingCard | None = None,
    days: DaysOffForm | None = None,
    status: int = 200,
) -> HttpResponse:
    kept = card_of(request.producer)
    context = {
        "form": form,
        "days": days or DaysOffForm(),
        "days_off": kept.days_off.filter(last__gte=localdate()) if kept.pk else (),
        "samples": samples(card or kept),
        "is_preview": card is not None,
        "may_sell": may(request.membership, SELL),
    }
    return render(request, "workspace/shipping.html", context, status=status)


def samples(card: ShippingCard) -> list[dict]:
    """Three parcels with what they would cost and when they would arrive, ordered today."""
    left = leaves_on(localdate(), card.handling_days, card.is_closed)
    return [_sample(card, left, *sample) for sample in SAMPLES]


def _sample(card: ShippingCard, left: date, grams: int, goods: int, zone: Zone) -> dict:
    first, last = window(left, [zone])
    is_near = zone <= card.reach
    return {
        "grams": grams,
        "goods": goods,
        "zone": zone,
        "fee": card.fee(grams, goods, zone) if is_near else None,
        "first": first,
        "last": last,
    }
