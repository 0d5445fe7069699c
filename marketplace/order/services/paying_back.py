"""What a buyer gets back for goods that leave an order, by the ways the money came."""

from marketplace.ledger.entries import book_goodwill_taken_up
from marketplace.ledger.models import Posting
from marketplace.order.models import Order
from marketplace.order.services.locking import Actor
from marketplace.payment.models import Dispute
from marketplace.payment.refunds import left_of, request_refund, ways_back


def pay_back(order: Order, amount: int, *, reason: str, by: Actor = None) -> int:
    """Request `amount` đồng of a locked order back; returns what goes back, or came back by the buyer's bank.

    That is less where a part went back before: then what the platform gave at its own cost was the buyer's own money.
    """
    left = amount
    for attempt, most in ways_back(order, at_once=amount):
        if (part := min(most, left)) > 0:
            request_refund(order, amount=part, reason=reason, by=by, attempt=attempt)
            left -= part
    for dispute in Dispute.objects.filter(attempt__order=order, lost__gt=0).order_by("pk"):
        if (part := min(left_of(dispute), left)) > 0:
            request_refund(order, amount=part, reason=reason, by=by)
            left -= part
    if taken_up := min(left, Posting.objects.goodwill_of(order)):
        book_goodwill_taken_up(order, taken_up)
    return amount - left
