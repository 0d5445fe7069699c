"""What a site that serves the register needs to be told."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from catalogue.seals import BadKey
from catalogue.signing import ring

HINT = "`manage.py new_signing_key` prints one (docs/verify.md)."


@register(Tags.security, deploy=True)
def certificates_are_signed(app_configs, **kwargs):
    """Without a key the documents of /chung-nhan/<id>.json say that nobody signed them."""
    try:
        missing = not settings.DEBUG and ring() is None
    except BadKey as wrong:
        return [Error(f"SIGNING_KEY is no key: {wrong}.", hint=HINT, id="catalogue.E001")]
    return [Warning("SIGNING_KEY is not set: certificates are not signed.", hint=HINT, id="catalogue.W001")] * missing
