"""Three screens: where to, look over and choose how to pay, done. Nothing here needs a script or an account."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.basket.destination import chosen_province
from marketplace.basket.models import Basket
from marketplace.basket.plans import Plan, plan_of
from marketplace.buyers.forms import InvoiceForm
from marketplace.buyers.models import InvoiceRequest, SavedAddress
from marketplace.buyers.services.invoices import request_invoice
from marketplace.checkout.forms import DeliveryForm
from marketplace.checkout.helps import HELPS, helped, old_names_in, old_names_of
from marketplace.order.models import Order
from marketplace.order.proofs import may_see, remember
from marketplace.order.services import Refused, place_order
from marketplace.order.services.placement import PROVIDER_OF, NothingToOrder
from marketplace.payment import services as payment
from marketplace.payment.providers import PROVIDERS
from marketplace.payment.providers.base import ProviderDown
from marketplace.payment.switching import NotPossible, switch

TICKET = "checkout.ticket"
TICKET_SECONDS = 6 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Screen 1: to whom and where."""
    plan = _plan_anywhere(request)
    if not plan.is_orderable:
        return _back_to_basket(request, plan)
    if request.method != "POST":
        return _delivery_page(request, DeliveryForm(initial=_typed(request)), plan)
    if request.POST.keys() & HELPS:
        return _delivery_page(request, DeliveryForm(initial=helped(request.POST)), plan)
    if "take_address" in request.POST:
        return _delivery_page(request, DeliveryForm(initial=_with_address(request)), plan)
    form, invoice = DeliveryForm(request.POST), InvoiceForm(request.POST, may_be_empty=True)
    if not all([form.is_valid(), invoice.is_valid()]):
        return _delivery_page(request, form, plan, status=422, invoice=invoice)
    request.session["delivery"] = form.as_stored()
    request.session["invoice"] = invoice.cleaned_data
    return redirect("checkout:review")


def _plan_anywhere(request: HttpRequest) -> Plan:
    """The plan for the province chosen so far; where that hinders, for any, since the address may still change."""
    plan = plan_of(request.basket, localdate(), chosen_province(request))
    return plan if plan.is_orderable else plan_of(request.basket, localdate())


def _delivery_page(
    request: HttpRequest, form: DeliveryForm, plan: Plan, status: int = 200, invoice: InvoiceForm | None = None
) -> HttpResponse:
    invoice = invoice or InvoiceForm(initial=_typed_invoice(request))
    context = {"form": form, "plan": plan, "addresses": _saved(request), "invoice": invoice}
    context |= old_names_in(request.POST)
    return render(request, "checkout/delivery.html", context, status=status)


def _typed_invoice(request: HttpRequest) -> dict[str, str]:
    """What stands in the invoice's fields: typed just now beside a button that helps, or earlier in this session."""
    if request.method == "POST":
        return {name: request.POST.get(f"invoice-{name}", "") for name in InvoiceForm.base_fields}
    return request.session.get("invoice") or {}


def _saved(request: HttpRequest) -> list[SavedAddress]:
    """The addresses that a signed-in visitor keeps; nobody else has any."""
    return list(SavedAddress.objects.of(request.user)) if request.user.is_authenticated else []


def _with_address(request: HttpRequest) -> dict[str, str]:
    """What was typed, with the kept address that was chosen; another person's changes nothing."""
    chosen = request.POST["take_address"]
    address = next((one for one in _saved(request) if str(one.pk) == chosen), None)
    return request.POST.dict() | (address.as_typed() if address else {})


@require_safe
def old_names(request: HttpRequest) -> HttpResponse:
    """What an old name (`?old_name=`) may stand for today, for a page that can put it in place."""
    return render(request, "checkout/old_names.html", old_names_of(request.GET.get("old_name", "")))


@require_safe
def communes(request: HttpRequest) -> HttpResponse:
    """The field of communes of `?province=`, for a page that can replace it in place."""
    form = DeliveryForm(initial={"province": request.GET.get("province", "")})
    return render(request, "checkout/commune_field.html", {"form": form})


@require_safe
@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """Screen 2: parcels, shipping, total; choose how to pay."""
    plan = plan_of(request.basket, localdate(), chosen_province(request))
    if not plan.is_orderable:
        return _back_to_basket(request, plan)
    form = _delivery(request)
    if form is None:
        messages.info(request, _("Xin điền nơi nhận hàng trước."))
        return redirect("checkout:index")
    return _review_page(request, request.basket, plan, form)


@require_POST
@never_cache
def place(request: HttpRequest) -> HttpResponse:
    """Place the order of the basket that was shown, once; then pay, or straight to the order's page."""
    ticket = _read_ticket(request.POST.get("ticket", ""))
    if ticket is None:
        messages.error(request, _("Trang xem lại đã cũ. Xin kiểm tra và đặt hàng lại."))
        return redirect("checkout:review")
    basket = get_object_or_404(Basket, pk=ticket["basket"])
    form = _delivery(request)
    if form is None:
        return _without_delivery(request, basket)
    try:
        order = _place(request, basket, form, ticket)
    except NothingToOrder as refusal:
        messages.error(request, str(refusal))
        return redirect("basket:summary")
    except Refused as refusal:
        plan = plan_of(basket, localdate(), chosen_province(request))
        return _review_page(request, basket, plan, form, refusal.sentences)
    remember(request, order)
    if facts := request.session.pop("invoice", None):
        _ask_for_invoice(order, facts)
    return to_payment(request, order)


@require_POST
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Go (back) to the provider's page for an order that is not paid yet; to a new one when that page has ended."""
    order = get_object_or_404(Order, number=number)
    if not may_see(request, order):
        return redirect("orders:detail", number)
    if payment.open_attempt(order) is None:
        with suppress(NotPossible, ProviderDown):
            order = switch(order, order.payment_method, at=now())
    return to_payment(request, order)


@require_safe
@never_cache
def back(request: HttpRequest, number: str) -> HttpResponse:
    """Where the provider sends the buyer. Arriving here pays nothing: we ask the provider, then show the order."""
    order = get_object_or_404(Order, number=number)
    attempt = payment.open_attempt(order)
    if attempt and may_see(request, order):
        try:
            payment.sync(attempt)
        except ProviderDown:
            messages.info(request, _("Chưa hỏi được kết quả thanh toán. Trang này sẽ cập nhật sau ít phút."))
    return redirect("orders:detail", number)


def _place(request: HttpRequest, basket: Basket, form: DeliveryForm, ticket: dict) -> Order:
    return place_order(
        basket,
        delivery=form.as_delivery(),
        method=request.POST.get("method", ""),
        shown_total=ticket["total"],
        shown_contents=ticket.get("contents"),
        at=now(),
        language=get_language() or settings.LANGUAGE_CODE,
        user=request.user if request.user.is_authenticated else None,
        is_adult="adult" in request.POST,
    )


def _ask_for_invoice(order: Order, facts: dict) -> None:
    """Once: a second click finds the request made, and maybe an invoice issued by it."""
    if not InvoiceRequest.objects.filter(order=order).exists():
        request_invoice(order, facts=facts)


def to_payment(request: HttpRequest, order: Order) -> HttpResponse:
    """Begin the open attempt and go where it is paid; to the order's page when there is nothing to do elsewhere."""
    attempt = payment.open_attempt(order)
    if attempt is None or not order.is_waiting_for_money:
        return redirect("orders:detail", order.number)
    back_url = request.build_absolute_uri(reverse("checkout:back", args=[order.number]))
    try:
        url = payment.start(attempt, success_url=back_url, cancel_url=back_url)
    except ProviderDown:
        messages.error(request, _("Chưa mở được trang thanh toán. Đơn hàng vẫn được giữ, xin thử lại."))
        url = ""
    return redirect(url or reverse("orders:detail", args=[order.number]))


def _review_page(
    request: HttpRequest, basket: Basket, plan: Plan, form: DeliveryForm, sentences: tuple[str, ...] = ()
) -> HttpResponse:
    ticket = signing.dumps({"basket": basket.pk, "total": plan.total, "contents": plan.contents}, salt=TICKET)
    context = {
        "plan": plan,
        "delivery": form.as_delivery(),
        "phone": form.as_stored()["phone"],
        "methods": _methods(plan, request.POST.get("method", ""), form.cleaned_data["phone"]),
        "ticket": ticket,
        "sentences": sentences,
        "invoice": request.session.get("invoice"),
        "is_adult": "adult" in request.POST,
    }
    return render(request, "checkout/review.html", context, status=409 if sentences else 200)


def _methods(plan: Plan, wanted: str, phone: str) -> list[dict]:
    """Ways to pay, in this order, each with why it cannot be chosen; the first possible one is chosen."""
    methods = []
    for method, code in sorted(PROVIDER_OF.items(), key=lambda pair: pair[1]):
        provider = PROVIDERS[code]
        if provider.is_configured():
            refusal = provider.refusal(plan.total, has_fresh=plan.has_fresh, phone=phone)
            methods.append({"value": method, "label": method.label, "refusal": refusal})
    possible = [method["value"] for method in methods if not method["refusal"]]
    chosen = wanted if wanted in possible else next(iter(possible), "")
    return [method | {"chosen": method["value"] == chosen} for method in methods]


def _delivery(request: HttpRequest) -> DeliveryForm | None:
    """The valid form of what this visitor typed on screen 1, or None."""
    form = DeliveryForm(request.session.get("delivery") or {})
    return form if form.is_valid() else None


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was typed in this session; before anything but a province was, a kept address there, the default one first."""
    typed = request.session.get("delivery") or {}
    if "phone" in typed:
        return typed
    province = typed.get("province")
    kept = (one for one in _saved(request) if not province or str(one.province_id) == province)
    return next((one.as_typed() for one in kept), typed)


def _read_ticket(text: str) -> dict | None:
    try:
        return signing.loads(text, salt=TICKET, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return None


def _without_delivery(request: HttpRequest, basket: Basket) -> HttpResponse:
    """A second click finds the first one's order; anybody else types the address first."""
    order = Order.objects.filter(basket=basket).first()
    if order and may_see(request, order):
        return to_payment(request, order)
    messages.info(request, _("Phiên làm việc đã hết hạn. Xin điền lại nơi nhận hàng, giỏ hàng vẫn còn nguyên."))
    return redirect("checkout:index")


def _back_to_basket(request: HttpRequest, plan: Plan) -> HttpResponse:
    if plan.troubled:
        messages.error(request, _("Có sản phẩm không mua được nữa, xin xem lại giỏ hàng trước khi đặt."))
    return redirect("basket:summary")
