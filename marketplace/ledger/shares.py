"""How đồng are shared out. Pure: whole numbers in, whole numbers out, and nothing is lost on the way."""

from collections.abc import Sequence
from typing import NamedTuple

WHOLE = 10_000  # basis points: 500 is 5 %


class Rates(NamedTuple):
    """What the platform keeps of a sale, in basis points: its fee, and the taxes it withholds for the State."""

    fee: int = 0
    vat: int = 0
    pit: int = 0


class Split(NamedTuple):
    """Where the đồng of some goods go. What the buyer paid, and what the platform added, is the producer's sale."""

    paid: int = 0
    added: int = 0
    fee: int = 0
    vat: int = 0
    pit: int = 0

    @property
    def sale(self) -> int:
        """On which fee and taxes are reckoned: a voucher of the platform's does not lower it."""
        return self.paid + self.added

    @property
    def net(self) -> int:
        """What the producer gets."""
        return self.sale - self.fee - self.vat - self.pit

    def plus(self, other: "Split") -> "Split":
        return Split(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: "Split") -> "Split":
        return Split(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` out by weights, by largest remainder: the shares sum to it; of equals the first gets the odd đồng.

    Raises ValueError without a positive weight.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("shares need weights that are not negative, and one that is positive")
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    for place in sorted(range(len(weights)), key=lambda place: -remainders[place])[: total - sum(shares)]:
        shares[place] += 1
    return shares


def first(total: int, pieces: int, count: int) -> int:
    """What the first `pieces` of `count` equal pieces of `total` share: as split by equal weights."""
    each, odd = divmod(total, count)
    return each * pieces + min(pieces, odd)


def settle(paid: int, added: int, rates: Rates) -> Split:
    """Split a sale: fee and taxes are floored to whole đồng, the rest is the producer's."""
    sale = paid + added
    return Split(paid, added, *(sale * rate // WHOLE for rate in rates))
