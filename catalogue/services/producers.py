"""What the register notes about a producer."""

from datetime import datetime

from django.db import transaction

from catalogue.models import Certificate, Producer


@transaction.atomic
def verify_producer(producer: Producer, *, at: datetime) -> Producer:
    """Note that an officer checked who a producer is; a producer once verified keeps the first time."""
    producer = Producer.objects.select_for_update().get(pk=producer.pk)
    if producer.verified_at is None:
        producer.verified_at = at
        producer.save(update_fields=["verified_at"])
    return producer


@transaction.atomic
def unverify_producer(producer: Producer) -> Producer:
    """Take the note back: its products are not sold until an office knows it again. Certificates stay."""
    producer = Producer.objects.select_for_update().get(pk=producer.pk)
    producer.verified_at = None
    producer.save(update_fields=["verified_at"])
    return producer


class ProducerUnchanged(Exception):
    """The producer is closed already, or is not closed."""


@transaction.atomic
def close_producer(producer: Producer) -> Producer:
    """Stop all sales of a producer who gave up, moved or may not trade; who asks keeps the reason.

    Certificates stay, and so does what was ordered: it is packed and sent. Raises ProducerUnchanged.
    """
    return _turn(producer, is_active=False)


@transaction.atomic
def reopen_producer(producer: Producer) -> Producer:
    """Let a closed producer sell again. Raises ProducerUnchanged."""
    return _turn(producer, is_active=True)


def _turn(producer: Producer, *, is_active: bool) -> Producer:
    """Wait for orders that are being placed, which lock the certificates, then turn it."""
    list(Certificate.objects.filter(product__owner=producer).order_by("pk").select_for_update(of=("self",)))
    producer = Producer.objects.select_for_update().get(pk=producer.pk)
    if producer.is_active == is_active:
        raise ProducerUnchanged(str(producer))
    producer.is_active = is_active
    producer.save(update_fields=["is_active"])
    return producer
