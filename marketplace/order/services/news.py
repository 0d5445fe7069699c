"""Whom an order's news reaches. Only enqueues: the clockwork sends."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from catalogue.models import Certificate, Producer
from marketplace.notifications.services import enqueue, enqueue_mail
from marketplace.order import states
from marketplace.order.models import Order, Parcel
from marketplace.order.returns import ReturnRequest

if TYPE_CHECKING:
    from marketplace.payment.models import Dispute, RefundAccount


def tell_buyer_placed(order: Order) -> None:
    """Confirm the order to a buyer who left an address."""
    _tell_buyer(order, "order_placed")


def tell_buyer_paid(order: Order) -> None:
    """Confirm that the money arrived."""
    _tell_buyer(order, "order_paid")


def tell_buyer_short(order: Order, *, received: int, missing: int) -> None:
    """Tell that a part of a transfer came and how much is missing (đồng), once per sum."""
    context = {"order": order, "received": received, "missing": missing, "url": order_url(order)}
    _mail_buyer(order, "transfer_short", key=f"transfer_short:{order.number}:{received}", context=context)


def tell_producers(order: Order) -> None:
    """Tell each producer of the parcel to send, once per parcel."""
    for parcel in order.parcels.select_related("producer").prefetch_related("lines"):
        parcel.order = order
        _mail_producer(parcel, "new_parcel", key=f"new-parcel:{parcel.number}", context={})


def tell_buyer_of_refund_account(order: Order, account: "RefundAccount") -> None:
    """Tell that somebody who can open the order said where its money goes."""
    context = {"order": order, "account": account.masked, "url": order_url(order)}
    key = f"refund-account:{order.number}:{account.at.timestamp():.0f}"
    _mail_buyer(order, "refund_account", key=key, context=context)


def tell_buyer_parcel_ended(parcel: Parcel, *, reason: str, amount: int) -> None:
    """Tell that a parcel will not come, why, and what of its money goes back."""
    context = {
        "order": parcel.order,
        "parcel": parcel,
        "reason": reason,
        "amount": amount,
        "is_prepaid": parcel.order.payment_method != Order.Method.COD,
        "url": order_url(parcel.order),
    }
    _mail_buyer(parcel.order, "parcel_ended", key=f"parcel-ended:{parcel.number}:{parcel.status}", context=context)


def tell_producer_of_change(parcel: Parcel, *, words: str, key: str) -> None:
    """Tell that a buyer called goods off, before the producer packs them."""
    _mail_producer(parcel, "parcel_changed", key=f"parcel-changed:{key}", context={"words": words})


def tell_producer_of_return(request: ReturnRequest) -> None:
    """Tell that a buyer wants to give goods back, and until when an answer is due."""
    context = {"request": request, "lines": list(request.lines.select_related("line"))}
    _mail_producer(request.parcel, "return_asked", key=f"return-asked:{request.pk}", context=context)


def tell_producers_of_dispute(dispute: "Dispute") -> None:
    """Tell the producers of an order whose card payment the buyer's bank takes back: their money waits, proof
    of dispatch is needed; and later what the bank decided."""
    order = dispute.attempt.order
    for parcel in order.parcels.exclude(status__in=states.NOBODY_HAS).select_related("producer"):
        parcel.order = order
        key, context = f"dispute:{dispute.pk}:{dispute.state}:{parcel.position}", {"dispute": dispute}
        _mail_producer(parcel, "dispute_open" if dispute.is_open else "dispute_ended", key=key, context=context)


def tell_buyer_of_answer(request: ReturnRequest) -> None:
    """Tell how a wish to return goods stands."""
    order = request.parcel.order
    context = {"order": order, "request": request, "url": order_url(order)}
    _mail_buyer(order, "return_answered", key=f"return-answered:{request.pk}:{request.state}", context=context)


def tell_buyers_of_revocation(certificate: Certificate) -> None:
    """Tell the buyers whose parcels are under way that a product's certificate was revoked for safety, once each."""
    parcels = Parcel.objects.of_revoked(certificate).select_related("order__user", "producer")
    for parcel in parcels:
        context = {
            "order": parcel.order,
            "parcel": parcel,
            "title": certificate.product.title,
            "decision": certificate.revocation_decision,
            "may_cancel": parcel.status in states.HOLDING,
            "url": order_url(parcel.order),
        }
        _mail_buyer(parcel.order, "revoked", key=f"revoked:{certificate.pk}:{parcel.number}", context=context)


def _addresses(producer: Producer) -> list[str]:
    """The producer's own address or, without one, those of the people who work there."""
    return [producer.email] if producer.email else list(producer.memberships.values_list("user__email", flat=True))


def _mail_producer(parcel: Parcel, kind: str, *, key: str, context: dict) -> None:
    for address in _addresses(parcel.producer):
        facts = {"parcel": parcel, "order": parcel.order, "url": _workspace_url(parcel.producer)} | context
        enqueue_mail(kind, key=f"{key}:{address}"[:120], to=address, language=parcel.producer.language, context=facts)


def _tell_buyer(order: Order, kind: str) -> None:
    context = {"order": order, "parcels": _parcels(order), "url": order_url(order)}
    _mail_buyer(order, kind, key=f"{kind}:{order.number}", context=context)


def _mail_buyer(order: Order, kind: str, *, key: str, context: dict) -> None:
    """By mail or, to a buyer who left no address, to the phone where a channel for that is configured."""
    address = order.guest_email or (order.user.email if order.user and order.user.is_active else "")
    enqueue(kind, key=key, email=address, phone=order.phone, language=order.language, context=context)


def _parcels(order: Order) -> list[Parcel]:
    return list(order.parcels.select_related("producer").prefetch_related("lines"))


def order_url(order: Order) -> str:
    """The order's page with its host, in the buyer's language."""
    with override(order.language):
        return settings.SITE_URL + reverse("orders:detail", args=[order.number])


def _workspace_url(producer: Producer) -> str:
    """The workspace's first page with its host, in the producer's language."""
    with override(producer.language):
        return settings.SITE_URL + reverse("workspace:today")
