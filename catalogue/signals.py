"""News from the register, sent after commit."""

from django.dispatch import Signal

certificate_changed = Signal()  # certificate: Certificate, kind: str

# Many at once, by an import: post_save and certificate_changed are not sent for these.
products_added = Signal()  # keys: list[int]
certificates_issued = Signal()  # events: list[CertificateEvent], each with its certificate and actor
