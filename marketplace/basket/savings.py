"""What vouchers take off a plan's lines. One voucher per funder: the platform's, and one of each producer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from marketplace.ledger.shares import split
from marketplace.vouchers.models import Voucher
from marketplace.vouchers.shares import saving
from marketplace.vouchers.wording import promise, why_not_for, why_over

if TYPE_CHECKING:
    from marketplace.basket.plans import PlanLine


@dataclass
class Saving:
    """A voucher at this basket: what it takes off (đồng), or why nothing."""

    voucher: Voucher
    trouble: str = ""
    amount: int = 0

    @property
    def code(self) -> str:
        return self.voucher.code

    @property
    def promise(self) -> str:
        return promise(self.voucher)


def trouble_of(voucher: Voucher, lines: Iterable["PlanLine"], day: date) -> str:
    """Why a voucher takes nothing off these lines on `day`, as a sentence; else ""."""
    goods = [line.price_before for line in lines if voucher.covers(line.product)]
    return why_over(voucher, day) or why_not_for(voucher, goods)


def take_off(vouchers: Sequence[Voucher], lines: list["PlanLine"], day: date) -> list[Saving]:
    """Write onto the lines what the chosen and the automatic vouchers take off; one Saving for each that was chosen or
    helped. The producers' come first, then the platform's on what is left. A chosen one goes before an automatic one."""
    savings, funders = [], set()
    for voucher in sorted(vouchers, key=lambda one: (one.producer_id is None, not one.is_chosen, one.pk)):
        trouble = trouble_of(voucher, lines, day)
        if not trouble and voucher.producer_id in funders:
            trouble = _("Mỗi đơn chỉ dùng một mã của sàn và một mã của mỗi nhà sản xuất.")
        amount = 0 if trouble else _part(voucher, lines)
        if amount:
            funders.add(voucher.producer_id)
        if voucher.is_chosen or amount:
            savings.append(Saving(voucher, trouble, amount))
    return savings


def _part(voucher: Voucher, lines: list["PlanLine"]) -> int:
    """Part the saving over the covered lines by largest remainder; every line keeps a price of at least one đồng."""
    covered = [line for line in lines if voucher.covers(line.product)]
    room = [line.price - 1 for line in covered]
    off = saving(sum(line.price for line in covered), percent=voucher.percent, amount=voucher.amount, most=voucher.most)
    off = min(off, sum(room))
    if off:
        for line, share in zip(covered, split(off, room), strict=True):
            line.discounts += [(voucher, share)] if share else []
    return off
