"""How fictional producers send: shipping cards whose fees grow with the way. Real producers keep the platform's."""

from catalogue.models import Producer
from marketplace.shipping.models import ShippingCard

CARDS = {
    "song-hau": {
        "fee_province": 15_000,
        "fee_region": 22_000,
        "fee_country": 32_000,
        "step_province": 3_000,
        "step_country": 7_000,
        "fresh_reach": ShippingCard.Reach.REGION,
    },
    "lam-kinh": {"fee_province": 18_000, "fee_country": 38_000, "free_from": 700_000, "handling_days": 2},
}


def load_cards(makers: dict[str, Producer]) -> int:
    """Make the shipping cards that are missing; `makers` by key. Returns how many were made."""
    made = [ShippingCard.objects.get_or_create(producer=makers[key], defaults=facts)[1] for key, facts in CARDS.items()]
    return sum(made)
