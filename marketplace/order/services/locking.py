"""The steps that every verb is made of. All of them need a transaction around them."""

from marketplace.order import states
from marketplace.order.models import Order, Parcel, ParcelEvent


def lock_order(order_id: int) -> Order:
    return Order.objects.select_for_update(of=("self",)).get(pk=order_id)


def lock_parcels(order: Order) -> list[Parcel]:
    return list(order.parcels.select_for_update().order_by("pk"))


def lines_in_stock_order(parcel: Parcel) -> list:
    """Lines in the order in which stock rows are locked everywhere."""
    return list(parcel.lines.order_by("stockrecord_id", "pk"))


def step_payment(order: Order, then: str) -> None:
    """Move a locked order's payment state. Raises IllegalTransition."""
    states.check_step(states.PAYMENT_STEPS, order.payment_state, then)
    order.payment_state = then
    order.save(update_fields=["payment_state"])


def step_parcel(parcel: Parcel, then: str, *, by=None, note: str = "") -> Parcel:
    """Move a locked parcel and leave a line in its timeline. Raises IllegalTransition."""
    states.check_step(states.PARCEL_STEPS, parcel.status, then)
    parcel.status = then
    parcel.save()
    ParcelEvent.objects.create(parcel=parcel, status=then, by=by, note=note)
    return parcel
