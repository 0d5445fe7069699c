"""The audit of money: who did what by hand."""

from datetime import datetime

from marketplace.payment.models import MoneyAct


def note_act(kind: str, *, by, note: str, order=None) -> MoneyAct:
    """Write one line; call it inside the transaction of the act."""
    return MoneyAct.objects.create(kind=kind, by=by, order=order, note=note[:300])


def last_act(kind: str) -> datetime | None:
    """When somebody last did this, or None."""
    return MoneyAct.objects.filter(kind=kind).order_by("-pk").values_list("at", flat=True).first()
