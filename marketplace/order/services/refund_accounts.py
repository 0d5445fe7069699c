"""The bank account to which a buyer's money goes back."""

from datetime import datetime

from django.db import transaction

from marketplace.order.models import Order
from marketplace.order.services.locking import lock_order
from marketplace.order.services.news import tell_buyer_of_refund_account
from marketplace.payment.models import Refund, RefundAccount


def waits_by_hand(order: Order) -> int:
    """What of an order waits for a person to send it back, whole đồng."""
    return Refund.objects.by_hand().filter(attempt__order=order).total()


@transaction.atomic
def save_refund_account(order: Order, *, bank: str, number: str, holder: str, at: datetime) -> RefundAccount:
    """Keep where an order's refunds go from now on, and tell the buyer, who may not have been the one who said it."""
    order = lock_order(order.pk)
    facts = {"bank": bank, "number": number, "holder": holder, "at": at}
    kept, _is_new = RefundAccount.objects.update_or_create(order=order, defaults=facts)
    tell_buyer_of_refund_account(order, kept)
    return kept
