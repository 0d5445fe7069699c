"""Who can take money. A provider is asked for its state; nothing that arrives is believed."""

from marketplace.payment.providers.base import Provider
from marketplace.payment.providers.cod import CashOnDelivery
from marketplace.payment.providers.stripe_checkout import StripeCheckout
from marketplace.payment.providers.transfer import BankTransfer

PROVIDERS: dict[str, Provider] = {
    provider.code: provider for provider in (CashOnDelivery(), StripeCheckout(), BankTransfer())
}
REMOTE = [code for code, provider in PROVIDERS.items() if provider.is_remote]


def provider_of(attempt) -> Provider:
    return PROVIDERS[attempt.provider]
