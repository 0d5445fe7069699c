"""What a voucher takes off, as plain numbers of whole đồng; it is parted over lines by ledger.shares.split."""


def saving(goods: int, *, percent: int | None, amount: int | None, most: int | None) -> int:
    """What is taken off `goods` đồng: a percentage (rounded down, at most `most`), or an amount; never all of it."""
    off = goods * percent // 100 if percent else amount or 0
    return max(0, min(off, most if most is not None else off, goods - 1))
