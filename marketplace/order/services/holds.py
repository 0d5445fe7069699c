"""Letting go of what an order holds."""

from django.db import transaction
from django.utils.timezone import localdate

from catalogue.models import Certificate, Product
from marketplace.order import states, stock
from marketplace.order.models import Order, Parcel
from marketplace.order.services.locking import (
    Actor,
    lines_in_stock_order,
    lock_order,
    lock_parcels,
    step_parcel,
    step_payment,
)
from marketplace.vouchers.services import take_again

NOT_HELD = {"rejected", "cancelled"}  # parcels of an order paid on delivery that ended before it


@transaction.atomic
def expire_order(order: Order) -> Order:
    """End an order for which nobody paid or gave word in time. Raises IllegalTransition when somebody did.

    An open attempt must have been cancelled at its provider first: see payment.services.sweep.
    """
    return _let_go(order, states.Payment.EXPIRED, by=None)


@transaction.atomic
def cancel_order(order: Order, *, by: Actor = None) -> Order:
    """End an unpaid order before anything was sent. Raises IllegalTransition otherwise."""
    return _let_go(order, states.Payment.CANCELLED, by=by)


@transaction.atomic
def revive_order(order: Order) -> bool:
    """Hold the stock of an ended order again, and its vouchers, for money that came late; False when it is gone."""
    order = lock_order(order.pk)
    parcels = lock_parcels(order)
    try:
        with transaction.atomic():
            _check_sellable(order)
            _retake(order, parcels)
            if not take_again(order):
                raise _Gone
    except _Gone:
        return False
    return True


class _Gone(Exception):
    """A piece was sold to somebody else meanwhile, its certificate has ended, or a voucher's last use was taken."""


def _check_sellable(order: Order) -> None:
    """As when it was placed: the register is asked again, its rows held."""
    products = set(order.lines.values_list("product", flat=True))
    Certificate.objects.hold(Product.objects.behind(products))
    if Product.objects.sellable(localdate()).filter(pk__in=products).count() < len(products):
        raise _Gone


def _retake(order: Order, parcels: list[Parcel]) -> None:
    for line in lines_in_stock_order(order):
        if not stock.retake(line):
            raise _Gone
    for parcel in parcels:
        step_parcel(parcel, "new")


def _let_go(order: Order, then: str, *, by: Actor) -> Order:
    order = lock_order(order.pk)
    parcels = lock_parcels(order)
    for parcel in parcels:
        if parcel.status not in states.HOLDING | NOT_HELD:
            raise states.IllegalTransition(parcel.status, then)
    states.check_step(states.PAYMENT_STEPS, order.payment_state, then)
    for line in lines_in_stock_order(order):
        stock.release(line, line.num_allocated)
    step_payment(order, then)
    for parcel in parcels:
        if parcel.status not in NOT_HELD:
            step_parcel(parcel, "cancelled", by=by)
    return order
