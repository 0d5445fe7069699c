"""Wagtail's log mirrors the register's own history (catalogue.CertificateEvent), which stays the record."""

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from catalogue.models import Certificate, CertificateEvent

ACTIONS = dict(CertificateEvent.Kind.choices)


def mirror(sender, certificate: Certificate, kind: str, **kwargs) -> None:
    """One entry for an act on a certificate, by who did it."""
    event = certificate.events.select_related("actor").filter(kind=kind).last()
    if event:
        log(instance=certificate, action=f"ocop.{kind}", user=event.actor, data=_data(event))


def mirror_many(sender, events: list[CertificateEvent], **kwargs) -> None:
    """The same entries for an import: one query."""
    kind = ContentType.objects.get_for_model(Certificate)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(event.certificate_id),
            label=str(event.certificate),
            action=f"ocop.{event.kind}",
            user=event.actor,
            timestamp=event.at,
            data=_data(event),
        )
        for event in events
    )


def _data(event: CertificateEvent) -> dict:
    return {"on": event.on.isoformat(), "decision": event.decision_number, "ground": event.ground}
