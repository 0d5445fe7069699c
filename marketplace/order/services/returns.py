"""Goods that come back after delivery: asked for by the buyer, answered by the producer or the operator."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now

from marketplace.ledger.entries import book_goodwill, book_returned
from marketplace.order import deadlines, states
from marketplace.order.models import Order, Parcel
from marketplace.order.returns import MOST_PHOTOS, ReturnLine, ReturnPhoto, ReturnRequest
from marketplace.order.services.locking import Actor, lock_order, lock_parcel
from marketplace.order.services.news import tell_buyer_of_answer, tell_producer_of_return
from marketplace.order.services.paying_back import pay_back
from marketplace.order.services.pieces import NotThatMany, Pieces, drop_shipping, take_back
from marketplace.payment.models import Refund
from marketplace.payment.refunds import request_refund


class TooLate(Exception):
    """The time for asking is over, or nothing was delivered yet."""


@transaction.atomic
def ask_for_return(
    parcel: Parcel, *, pieces: Pieces, reason: str, words: str = "", photos: list[ContentFile] = (), at: datetime
) -> ReturnRequest:
    """Note that the buyer wants to give pieces of a delivered parcel back.

    `photos` were written anew by us. Raises TooLate, NotThatMany, IllegalTransition while another one is open.
    """
    parcel = lock_parcel(parcel)
    if not may_ask(parcel, at):
        raise TooLate(parcel.number)
    if parcel.returns.unfinished().exists():
        raise states.IllegalTransition("requested", "requested")
    wanted = {key: count for key, count in pieces.items() if count}
    kept = {line.pk: line.kept for line in parcel.lines.all()}
    if not wanted or any(not 0 < count <= kept.get(key, 0) for key, count in wanted.items()):
        raise NotThatMany(parcel.number)
    request = ReturnRequest.objects.create(parcel=parcel, reason=reason, words=words.strip(), asked_at=at)
    ReturnLine.objects.bulk_create(ReturnLine(request=request, line_id=key, quantity=n) for key, n in wanted.items())
    for photo in photos[:MOST_PHOTOS]:
        ReturnPhoto.objects.create(request=request, picture=photo)
    tell_producer_of_return(request)
    return request


def may_ask(parcel: Parcel, at: datetime) -> bool:
    """Whether the parcel is delivered and its time for returns is not over; the day may be unknown of old parcels."""
    is_delivered = parcel.status == "delivered" and parcel.delivered_at is not None
    return is_delivered and at < parcel.delivered_at + deadlines.RETURN_WINDOW


@transaction.atomic
def approve_return(request: ReturnRequest, *, answer: str = "", by: Actor = None) -> ReturnRequest:
    """Agree, and wait for the goods."""
    request = _lock(request)
    if request.parcel.returns.unfinished().exclude(pk=request.pk).exists():
        raise states.IllegalTransition(request.state, "approved")
    return _answered(_step(request, "approved", answer=answer, by=by))


@transaction.atomic
def reject_return(request: ReturnRequest, *, answer: str, by: Actor = None) -> ReturnRequest:
    """Refuse, with the reason that the buyer reads."""
    return _answered(_step(_lock(request), "rejected", answer=answer, by=by))


@transaction.atomic
def withdraw_return(request: ReturnRequest, *, by: Actor = None) -> ReturnRequest:
    """The buyer keeps the goods."""
    return _step(_lock(request), "withdrawn", by=by)


@transaction.atomic
def lapse_return(request: ReturnRequest, *, at: datetime, by: Actor = None) -> ReturnRequest:
    """The goods did not come. Raises TooLate (too early, here) before ARRIVING has passed since the approval."""
    request = _lock(request)
    if request.state == "approved" and at < request.answered_at + deadlines.ARRIVING:
        raise TooLate(request.pk)
    return _step(request, "lapsed", by=by)


@transaction.atomic
def settle_return(
    request: ReturnRequest, *, with_shipping: bool = False, answer: str = "", by: Actor = None
) -> ReturnRequest:
    """The goods are back, or need not come: their money goes back, taken from whom delivery gave it to.

    Raises IllegalTransition, NotThatMany when pieces went back otherwise meanwhile.
    """
    request = _lock(request)
    _step(request, "settled", answer=answer, by=by)
    pieces = {line.line_id: line.quantity for line in request.lines.all()}
    reason = request.get_reason_display()
    request.amount = _refund_delivered(request.parcel, pieces, with_shipping=with_shipping, reason=reason, by=by)
    request.save(update_fields=["amount"])
    tell_buyer_of_answer(request)
    return request


@transaction.atomic
def refund_pieces(parcel: Parcel, pieces: Pieces, *, reason: str, with_shipping: bool = False, by: Actor) -> int:
    """The operator gives back the money of delivered pieces without a request, also after the time for returns.

    Returns the đồng. Raises IllegalTransition for a parcel that was not delivered, NotThatMany.
    """
    parcel = lock_parcel(parcel)
    if parcel.status not in ("delivered", "completed"):
        raise states.IllegalTransition(parcel.status, "refund")
    return _refund_delivered(parcel, pieces, with_shipping=with_shipping, reason=reason, by=by)


@transaction.atomic
def refund_goodwill(order: Order, *, amount: int, reason: str, by: Actor) -> Refund:
    """The operator gives back đồng at the platform's cost. Raises NothingToRefund."""
    order = lock_order(order.pk)
    refund = request_refund(order, amount=amount, reason=reason, by=by)
    book_goodwill(order, str(refund.pk), amount)
    return refund


def _refund_delivered(parcel: Parcel, pieces: Pieces, *, with_shipping: bool, reason: str, by: Actor) -> int:
    before = parcel.split
    amount = take_back(parcel, pieces)
    shipping = drop_shipping(parcel) if with_shipping else 0
    book_returned(parcel, before.minus(parcel.split), shipping)
    return pay_back(parcel.order, amount + shipping, reason=reason, by=by)


def _answered(request: ReturnRequest) -> ReturnRequest:
    tell_buyer_of_answer(request)
    return request


def _lock(request: ReturnRequest) -> ReturnRequest:
    parcel = lock_parcel(request.parcel)
    locked = ReturnRequest.objects.select_for_update().get(pk=request.pk)
    locked.parcel = parcel
    return locked


def _step(request: ReturnRequest, then: str, *, answer: str = "", by: Actor = None) -> ReturnRequest:
    states.check_step(states.RETURN_STEPS, request.state, then)
    request.state, request.answered_at, request.answered_by = then, now(), by
    request.answer = answer.strip() or request.answer
    request.save()
    return request
