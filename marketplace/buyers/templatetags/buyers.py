"""What a buyer's room shows on other rooms' pages."""

from django import template
from django.forms.models import model_to_dict
from django.template.context import Context
from django.utils.translation import gettext_lazy as _

from catalogue.pictures import picture_url
from marketplace.buyers.forms import InvoiceForm
from marketplace.buyers.models import ParcelInvoice, Review
from marketplace.buyers.services.reviews import DELIVERED
from marketplace.order.models import Line, Order
from marketplace.order.states import GOOD_FOR_DISPATCH

register = template.Library()

PICTURES = 6  # of one order in a list
PICTURE_WIDTH = 120
FULFILMENT = {  # Order.fulfilment in words, and its tone
    "waiting": (_("Đang chuẩn bị"), "warn"),
    "partly": (_("Đã gửi một phần"), "warn"),
    "sent": (_("Đang trên đường"), "good"),
    "done": (_("Đã giao"), "good"),
    "off": (_("Không thành"), "none"),
}


@register.filter
def order_state(order: Order) -> str:
    """How far an order is, in a word: the money until it stands, then the goods."""
    if order.payment_state not in GOOD_FOR_DISPATCH:
        return order.get_payment_state_display()
    return FULFILMENT[order.fulfilment][0]


@register.filter
def order_tone(order: Order) -> str:
    if order.payment_state not in GOOD_FOR_DISPATCH:
        return "warn" if order.is_waiting_for_money else "none"
    return FULFILMENT[order.fulfilment][1]


@register.filter
def order_pictures(order: Order) -> list[tuple[str, str]]:
    """(address, title) of what was bought, the first few; no query after with_goods()."""
    lines = sorted(order.lines.all(), key=lambda line: line.pk)[:PICTURES]
    return [(picture_url(line.product, PICTURE_WIDTH), line.title) for line in lines if line.product]


@register.inclusion_tag("account/order_offers.html", takes_context=True)
def order_offers(context: Context, order: Order) -> dict:
    """Below an order: buy the same again, keep it in an account, keep its address."""
    user = context["request"].user
    delivered = [line for parcel in order.parcels.all() if parcel.status in DELIVERED for line in parcel.lines.all()]
    asked = getattr(order, "invoice_request", None)
    return {
        "reviewable": _with_reviews(delivered),
        "asked": asked,
        "invoices": asked and ParcelInvoice.objects.filter(parcel__order=order).select_related("parcel__producer"),
        "invoice_form": context.get("invoice_form") or InvoiceForm(initial=asked and model_to_dict(asked)),
        "order": order,
        "is_signed_in": user.is_authenticated,
        "may_keep": order.user_id is None,
        "csrf_token": context.get("csrf_token"),
    }


def _with_reviews(lines: list[Line]) -> list[tuple[Line, bool]]:
    """Delivered lines whose product is still known, and whether each has its review; no query without any."""
    lines = [line for line in lines if line.product]
    written = set(Review.objects.filter(line__in=lines).values_list("line", flat=True)) if lines else set()
    return [(line, line.pk in written) for line in lines]
