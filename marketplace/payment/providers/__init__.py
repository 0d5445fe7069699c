"""Who can take money. A provider is asked for its state; nothing that arrives is believed."""

from marketplace.payment.providers.base import Provider
from marketplace.payment.providers.cod import CashOnDelivery
from marketplace.payment.providers.stripe_checkout import StripeCheckout

PROVIDERS: dict[str, Provider] = {provider.code: provider for provider in (CashOnDelivery(), StripeCheckout())}


def provider_of(attempt) -> Provider:
    return PROVIDERS[attempt.provider]
