"""What the register notes about a producer."""

from datetime import datetime

from django.db import transaction

from catalogue.models import Producer


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
