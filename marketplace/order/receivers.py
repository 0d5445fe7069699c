"""News from the register."""

from django.db import transaction
from django.dispatch import receiver

from catalogue import ocop
from catalogue.models import Certificate
from catalogue.signals import certificate_changed
from marketplace.order.services.news import tell_buyers_of_revocation


@receiver(certificate_changed)
def warn_buyers(sender, *, certificate: Certificate, kind: str, **kwargs):
    """What was bought goes on, but a buyer is told of a revocation for safety, and may cancel."""
    if kind == "revoked" and certificate.revocation_ground in ocop.SAFETY_GROUNDS:
        with transaction.atomic():
            tell_buyers_of_revocation(certificate)
