"""News from the register, sent after commit."""

from django.dispatch import Signal

certificate_changed = Signal()  # certificate: Certificate, kind: str
