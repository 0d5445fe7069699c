"""The steps that every verb is made of. All of them need a transaction around them."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Sum
from django.db.models.functions import Coalesce

from marketplace.order import states
from marketplace.order.models import Order, Parcel, ParcelEvent
from marketplace.vouchers.services import give_back

Actor = AbstractBaseUser | None  # who acted; None: the system


def lock_order(order_id: int) -> Order:
    return Order.objects.select_for_update(of=("self",)).get(pk=order_id)


def lock_parcels(order: Order) -> list[Parcel]:
    return list(order.parcels.select_for_update().order_by("pk"))


def lock_parcel(parcel: Parcel) -> Parcel:
    """Lock the parcel's order, then the parcel."""
    order = lock_order(parcel.order_id)
    locked = Parcel.objects.select_for_update(of=("self",)).get(pk=parcel.pk)
    locked.order = order
    return locked


def lock_parcel_at_work(parcel: Parcel) -> Parcel:
    """As lock_parcel. Raises IllegalTransition when the order's money does not stand; what has left goes its way."""
    locked = lock_parcel(parcel)
    state, has_left = locked.order.payment_state, locked.status not in states.HOLDING
    if state not in states.GOOD_FOR_DISPATCH and not (has_left and state == states.Payment.REFUNDED):
        raise states.IllegalTransition(state, "dispatch")
    return locked


def lock_parcel_to_end(parcel: Parcel) -> Parcel:
    """As lock_parcel_at_work; also of an order whose money went back whole while its goods still lie there."""
    locked = lock_parcel(parcel)
    if locked.order.payment_state not in states.GOOD_FOR_DISPATCH | {states.Payment.REFUNDED}:
        raise states.IllegalTransition(locked.order.payment_state, "cancelled")
    return locked


def lines_in_stock_order(whole: Order | Parcel) -> list:
    """Lines of an order or of a parcel, in the order in which stock rows are locked everywhere: an order's across its
    parcels, and before its vouchers, as when it was placed."""
    return list(whole.lines.order_by("stockrecord_id", "pk"))


def step_payment(order: Order, then: str) -> None:
    """Move a locked order's payment state; one that ends gives its vouchers back. Raises IllegalTransition."""
    states.check_step(states.PAYMENT_STEPS, order.payment_state, then)
    order.payment_state = then
    order.save(update_fields=["payment_state"])
    if then in (states.Payment.EXPIRED, states.Payment.CANCELLED):
        give_back(order)


def follow_refunds(order: Order) -> None:
    """Move a locked order's payment state to what went back of what came in; a surplus given back changes nothing."""
    sums = order.attempts.aggregate(came=Coalesce(Sum("captured"), 0), back=Coalesce(Sum("refunded"), 0))
    kept = sums["came"] - sums["back"]
    if not sums["back"] or kept >= order.total:
        return
    then = states.Payment.PARTIALLY_REFUNDED if kept > 0 else states.Payment.REFUNDED
    if then in states.PAYMENT_STEPS[order.payment_state]:
        step_payment(order, then)


def step_parcel(parcel: Parcel, then: str, *, by: Actor = None, note: str = "") -> Parcel:
    """Move a locked parcel and leave a line in its timeline. Raises IllegalTransition."""
    states.check_step(states.PARCEL_STEPS, parcel.status, then)
    parcel.status = then
    parcel.save()
    ParcelEvent.objects.create(parcel=parcel, status=then, by=by, note=note)
    return parcel
