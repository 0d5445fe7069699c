"""How fictional producers sell: shipping cards whose fees grow with the way, vouchers. Real ones keep the platform's."""

from datetime import date, timedelta

from catalogue.models import Producer
from marketplace.shipping.models import ShippingCard
from marketplace.vouchers.models import Voucher

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
VOUCHERS = (  # code, key of the maker who bears it or "" for the platform, title, what it takes off
    ("CHAOCHO", "", "Chào chợ (minh họa)", {"percent": 10, "most": 30_000, "minimum": 200_000, "uses": 1000}),
    ("SONGHAU20", "song-hau", "Mùa mật mới (minh họa)", {"amount": 20_000, "minimum": 150_000, "uses": 200}),
)
RUNS, RENEWED = timedelta(days=90), timedelta(days=30)


def load_vouchers(makers: dict[str, Producer], today: date) -> int:
    """Make the vouchers that are missing, and let those run on that would end soon. Returns how many were made."""
    Voucher.objects.filter(code__in=[code for code, *_rest in VOUCHERS], last_day__lt=today + RENEWED).update(
        last_day=today + RUNS
    )
    made = [
        Voucher.objects.get_or_create(
            code=code,
            defaults=terms
            | {"title": title, "producer": makers.get(key), "first_day": today, "last_day": today + RUNS},
        )[1]
        for code, key, title, terms in VOUCHERS
    ]
    return sum(made)


def load_cards(makers: dict[str, Producer]) -> int:
    """Make the shipping cards that are missing; `makers` by key. Returns how many were made."""
    made = [ShippingCard.objects.get_or_create(producer=makers[key], defaults=facts)[1] for key, facts in CARDS.items()]
    return sum(made)
