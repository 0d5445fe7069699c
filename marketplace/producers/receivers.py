"""News from the register."""

from django.db.models import Count
from django.dispatch import receiver

from catalogue.models import Certificate, CertificateEvent, Product
from catalogue.signals import certificate_changed, certificates_issued


@receiver(certificate_changed)
def show_on_first_certificate(sender, *, certificate: Certificate, kind: str, **kwargs):
    """A product that its producer added comes into public sight with its first certificate."""
    product = certificate.product
    if kind == "issued" and not product.is_public and product.certificates.count() == 1:
        product.is_public = True
        product.save(update_fields=["is_public"])


@receiver(certificates_issued)
def show_on_first_certificates(sender, *, events: list[CertificateEvent], **kwargs):
    """As show_on_first_certificate, for the many of an import. One query where none was hidden."""
    hidden = Product.objects.filter(is_public=False, certificates__in=[event.certificate_id for event in events])
    for product in hidden.annotate(held=Count("certificates")).filter(held=1):
        product.is_public = True
        product.save(update_fields=["is_public"])
