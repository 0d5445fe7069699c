"""Parts of an amount as plain numbers: whole đồng that sum to the đồng."""

from collections.abc import Sequence


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """Part `amount` by `weights` with the largest remainders (of equals: the first); the parts sum to it exactly.

    No part exceeds its weight where the amount does not exceed their sum. Raises ValueError for a negative number,
    and for an amount that nothing can carry.
    """
    whole = sum(weights)
    if amount < 0 or any(weight < 0 for weight in weights) or (amount and not whole):
        raise ValueError(f"cannot part {amount} by {list(weights)}")
    if not amount:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(amount * weights[place] % whole))
    for place in by_remainder[: amount - sum(parts)]:
        parts[place] += 1
    return parts


def saving(goods: int, *, percent: int | None, amount: int | None, most: int | None) -> int:
    """What is taken off `goods` đồng: a percentage (rounded down, at most `most`), or an amount; never all of it."""
    off = goods * percent // 100 if percent else amount or 0
    return max(0, min(off, most if most is not None else off, goods - 1))
