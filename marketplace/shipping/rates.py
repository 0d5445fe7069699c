"""What sending one producer's parcel costs, in whole đồng, known before any address is asked."""

FIRST_GRAMS, FIRST_FEE = 1000, 25_000
STEP_GRAMS, STEP_FEE = 500, 5_000
FREE_FROM = 500_000  # đồng of goods from one producer
UNWEIGHED_GRAMS = 500  # what a piece without a stated weight counts as
PACKING_GRAMS = 100
DAYS = (2, 5)  # working days from dispatch to door, both included


def parcel_fee(grams: int, goods: int) -> int:
    """Return the fee (đồng) for a parcel of `grams` net that holds `goods` đồng of goods.

    Raises ValueError for a parcel without goods.
    """
    if goods <= 0 or grams < 0:
        raise ValueError(f"no such parcel: {grams} g, {goods} đồng")
    if goods >= FREE_FROM:
        return 0
    over = max(0, grams + PACKING_GRAMS - FIRST_GRAMS)
    return FIRST_FEE + -(-over // STEP_GRAMS) * STEP_FEE
