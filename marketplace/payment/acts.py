"""The audit of money: who did what by hand."""

from marketplace.payment.models import MoneyAct


def note_act(kind: str, *, by, note: str, order=None) -> MoneyAct:
    """Write one line; call it inside the transaction of the act."""
    return MoneyAct.objects.create(kind=kind, by=by, order=order, note=note[:300])
