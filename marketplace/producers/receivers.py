"""News from the register."""

from django.dispatch import receiver

from catalogue.models import Certificate
from catalogue.signals import certificate_changed


@receiver(certificate_changed)
def show_on_first_certificate(sender, *, certificate: Certificate, kind: str, **kwargs):
    """A product that its producer added comes into public sight with its first certificate."""
    product = certificate.product
    if kind == "issued" and not product.is_public and product.certificates.count() == 1:
        product.is_public = True
        product.save(update_fields=["is_public"])
