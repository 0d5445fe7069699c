"""The account of development is nobody's: a real site must not ask for money there."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from marketplace.payment.providers.transfer import is_test


@register(Tags.security)
def no_test_account_outside_development(app_configs, **kwargs):
    if settings.DEBUG or not is_test(settings.BANK_BIN):
        return []
    hint = "Set BANK_BIN, BANK_ACCOUNT and BANK_HOLDER to your account, or none of them to offer no transfers."
    return [Error("Transfers would go to the account of tests.", hint=hint, id="payment.E001")]
