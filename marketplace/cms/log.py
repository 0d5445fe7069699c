"""Wagtail's log mirrors the register's own history (catalogue.CertificateEvent), which stays the record."""

from wagtail.log_actions import log

from catalogue.models import Certificate, CertificateEvent

ACTIONS = dict(CertificateEvent.Kind.choices)


def mirror(sender, certificate: Certificate, kind: str, **kwargs) -> None:
    """One entry for an act on a certificate, by who did it."""
    event = certificate.events.select_related("actor").filter(kind=kind).last()
    if event:
        data = {"on": event.on.isoformat(), "decision": event.decision_number, "ground": event.ground}
        log(instance=certificate, action=f"ocop.{kind}", user=event.actor, data=data)
