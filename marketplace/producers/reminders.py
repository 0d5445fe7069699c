"""Telling a producer in time that a certificate ends: 180, 90, 60, 30 and 7 days before, each once."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from catalogue.models import Certificate, Producer, RenewalReminder
from marketplace.notifications.consents import REMINDERS
from marketplace.notifications.services import enqueue_mail
from marketplace.producers.renewals import row_of

STEPS = (180, 90, 60, 30, 7)  # days before the last day
BATCH = 500  # reminders of one step in one run


def send_reminders(at: datetime) -> int:
    """Put what is due into the outbox; how many reminders. After a pause only the nearest step is sent."""
    day = localdate(at)
    return sum(_remind(certificate, step, day) for step in STEPS for certificate in due(step, day)[:BATCH])


def due(step: int, day: date) -> QuerySet[Certificate]:
    """Certificates in force, not yet filed, whose nearest step on `day` is `step` and was not told."""
    nearer = max((other for other in STEPS if other < step), default=-1)
    ending = Certificate.objects.in_force(day).exclude(state=Certificate.State.IN_RENEWAL)
    ending = ending.filter(
        last_day__gt=day + timedelta(days=nearer),
        last_day__lte=day + timedelta(days=step),
        product__owner__is_active=True,
    )
    told = RenewalReminder.objects.filter(certificate=OuterRef("pk"), last_day=OuterRef("last_day"), days_before=step)
    return ending.exclude(Exists(told)).select_related("product__owner").order_by("last_day", "pk")


def _remind(certificate: Certificate, step: int, day: date) -> bool:
    """The reminder and its mails, or neither. False where nobody can be told, or somebody else just did."""
    addresses = addresses_of(certificate.product.owner)
    if not addresses:
        return False
    try:
        with transaction.atomic():
            RenewalReminder.objects.create(certificate=certificate, last_day=certificate.until, days_before=step)
            for address in addresses:
                _write(certificate, step, day, address)
    except IntegrityError:
        return False
    return True


def _write(certificate: Certificate, step: int, day: date, address: str) -> None:
    language = certificate.product.owner.language
    with override(language):
        row, board = row_of(certificate, day), reverse("workspace:renewals")
    enqueue_mail(
        "renewal_due",
        key=f"renewal:{certificate.public_id}:{certificate.until}:{step}:{address}"[:120],
        to=address,
        language=language,
        purpose=REMINDERS,
        context={
            "certificate": certificate,
            "producer": certificate.product.owner,
            "renewal": row.renewal,
            "words": row.words,
            "url": settings.SITE_URL + board,
        },
    )


def addresses_of(producer: Producer) -> list[str]:
    """The producer's own address or, without one, those of the people who work there."""
    return [producer.email] if producer.email else list(producer.memberships.values_list("user__email", flat=True))
