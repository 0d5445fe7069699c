"""Wagtail's log mirrors the register's own history (catalogue.CertificateEvent), which stays the record.

What an act changed in each channel is kept here too: a measurement, no fact of the register.
"""

from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from catalogue.models import Certificate, CertificateEvent
from marketplace.accounts.models import User
from marketplace.cms.effects import Effect

ACTIONS = dict(CertificateEvent.Kind.choices)
CASCADE = "ocop.cascade"


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


def keep_cascade(certificate: Certificate, user: User, before: list[Effect], after: list[Effect]) -> None:
    """Each channel before the act and after its commit, with the seconds that asking it again took."""
    rows = [
        [now.where, then.words, now.words, round(now.ms / 1000, 4)] for then, now in zip(before, after, strict=True)
    ]
    seconds = round(sum(row[-1] for row in rows), 4)
    log(instance=certificate, action=CASCADE, user=user, data={"rows": rows, "seconds": seconds})


def last_cascade(certificate: Certificate) -> ModelLogEntry | None:
    """The last kept one."""
    return entries_of(certificate).filter(action=CASCADE).first()


def entries_of(certificate: Certificate):
    """Wagtail's log of a certificate, the newest first."""
    kind = ContentType.objects.get_for_model(Certificate)
    own = ModelLogEntry.objects.filter(content_type=kind, object_id=str(certificate.pk))
    return own.select_related("user").order_by("-timestamp", "-pk")
