"""Sample accounts have a public password: a site that is not for development must not have them."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from marketplace.demo.people import DOMAIN


@register(Tags.security)
def no_demo_people_outside_development(app_configs, **kwargs):
    """One query, and only with DEBUG off. A database that is not there yet holds nobody."""
    if settings.DEBUG:
        return []
    from marketplace.accounts.models import User

    try:
        found = User.objects.filter(email__endswith=DOMAIN, is_active=True).count()
    except DatabaseError:
        return []
    hint = f"Delete the users whose e-mail ends in {DOMAIN}, or start from an empty database."
    return [Error(f"{found} sample accounts can sign in with a published password.", hint=hint, id="demo.E001")] * bool(
        found
    )
