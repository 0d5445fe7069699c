"""Which of a product's certificates is spoken of. Plain Python on certificates at hand, in models or rows."""

from collections.abc import Iterable
from datetime import date
from typing import Any


def last_begun(held: Iterable[Any], day: date) -> Any:
    """Where none is in force on `day`: the one begun last, else the next to begin; None without any.

    What is to come hides no end of what was. A superseded one leaves the word to its follower, begun or not.
    """
    heard = [one for one in held if one.state != one.State.SUPERSEDED] or list(held)
    begun = [one for one in heard if one.issued_on <= day]
    if begun:
        return max(begun, key=_order)
    return min(heard, key=_order, default=None)


def _order(certificate: Any) -> tuple[date, int]:
    return certificate.issued_on, certificate.pk
