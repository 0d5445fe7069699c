"""Vouchers as who pays for them sees them: what they give, whether they run, what they have cost."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from marketplace.vouchers.models import Voucher
from marketplace.vouchers.wording import promise, why_over


@dataclass(frozen=True)
class Row:
    """`why_over` is "" while it runs; `cost` in đồng, of orders that stand."""

    voucher: Voucher
    promise: str
    why_over: str
    times: int
    cost: int


def rows_of(vouchers: QuerySet[Voucher], day: date) -> list[Row]:
    """One query."""
    standing = Q(taken__given_back_at=None)
    counted = vouchers.annotate(times=Count("taken", filter=standing), cost=Sum("taken__amount", filter=standing))
    return [Row(one, promise(one), why_over(one, day), one.times, one.cost or 0) for one in counted]
