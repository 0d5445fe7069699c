"""What sending one producer's parcel costs, in whole đồng. The numbers here are the card of who has set none."""

FIRST_GRAMS, FIRST_FEE = 1000, 25_000
STEP_GRAMS, STEP_FEE = 500, 5_000
FREE_FROM = 500_000  # đồng of goods from one producer, before vouchers
HANDLING_DAYS = 1
UNWEIGHED_GRAMS = 500  # what a piece without a stated weight counts as
PACKING_GRAMS = 100


def parcel_fee(
    grams: int,
    goods: int,
    *,
    first_grams: int = FIRST_GRAMS,
    first_fee: int = FIRST_FEE,
    step_fee: int = STEP_FEE,
    free_from: int | None = FREE_FROM,
) -> int:
    """Return the fee (đồng) for a parcel of `grams` net that holds `goods` đồng of goods; `free_from` None: never free.

    Raises ValueError for a parcel without goods.
    """
    if goods <= 0 or grams < 0:
        raise ValueError(f"no such parcel: {grams} g, {goods} đồng")
    if free_from is not None and goods >= free_from:
        return 0
    over = max(0, grams + PACKING_GRAMS - first_grams)
    return first_fee + -(-over // STEP_GRAMS) * step_fee
