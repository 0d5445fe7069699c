"""Writing to people: enqueue with the change, send later, try again."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import override

from marketplace.notifications import consents
from marketplace.notifications.channels import CHANNELS, MAIL, Channel, way_to
from marketplace.notifications.channels.base import ChannelDown, Undeliverable
from marketplace.notifications.models import OutboxMessage, OutboxRetry

logger = logging.getLogger(__name__)
PAUSES = (60, 300, 1800, 7200, 43_200)  # seconds before each further try
BATCH = 100


class NotParked(Exception):
    """Only a message that could not be sent is sent on its way again."""


def enqueue(
    kind: str, *, key: str, language: str, context: dict, email: str = "", phone: str = "", purpose: str = ""
) -> None:
    """Put a message into the outbox, once per `key`: by mail (`email/<kind>.txt`, first line: subject) or, without an
    address, to the phone (its subject and `context["url"]`). Nothing where nobody can be reached, or said no.

    Call it inside the transaction that causes it; nothing leaves the machine here.
    """
    way = way_to(kind, email=email, phone=phone)
    if way is None or not consents.may_write(purpose, way[1]):
        return
    channel, to = way
    stop_url = consents.link(purpose, to, language=language) if purpose else ""
    words = _written(kind, language, context, channel, stop_url)
    message = OutboxMessage(
        key=key, kind=kind, channel=channel.code, to=to, language=language, stop_url=stop_url, **words
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def enqueue_mail(kind: str, *, key: str, to: str, language: str, context: dict, purpose: str = "") -> None:
    """As enqueue, to an e-mail address."""
    enqueue(kind, key=key, email=to, language=language, context=context, purpose=purpose)


def _written(kind: str, language: str, context: dict, channel: Channel, stop_url: str) -> dict[str, str]:
    with override(language):
        whole = render_to_string(f"email/{kind}.txt", context).strip()
        subject, _, text = (part.strip() for part in whole.partition("\n"))
        if channel is not MAIL:
            return {"subject": subject, "text": f"{subject} {context.get('url', '')}".strip()}
        if stop_url:
            text = f"{text}\n\n{consents.stop_line(stop_url)}"
    html = render_to_string("email/frame.html", {"language": language, "subject": subject, "text": text})
    return {"subject": subject, "text": text, "html": html}


def send_due(at: datetime) -> int:
    """Send what waits; return how many were sent. A failed one is tried again, later each time, then parked."""
    return sum(_send(message, at) for message in OutboxMessage.objects.due(at)[:BATCH])


def _send(message: OutboxMessage, at: datetime) -> bool:
    if not _claim(message, at):
        return False
    try:
        CHANNELS[message.channel].send(message)
    except ChannelDown as trouble:
        return _postpone(message, str(trouble))
    except Undeliverable as trouble:
        return _park(message, str(trouble))
    except Exception as trouble:  # a message that breaks its channel must not hold up the others
        return _park(message, f"{type(trouble).__name__}: {trouble}")
    spent = {"text": "", "html": ""} if message.carries_a_key else {}
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", sent_at=at, error="", **spent)
    return True


def _claim(message: OutboxMessage, at: datetime) -> bool:
    """Move the next try away before sending, so that two senders cannot both send."""
    pause = PAUSES[min(message.tries, len(PAUSES) - 1)]
    mine = OutboxMessage.objects.filter(pk=message.pk, state="queued", tries=message.tries)
    return mine.update(tries=message.tries + 1, next_try_at=at + timedelta(seconds=pause)) == 1


def _postpone(message: OutboxMessage, error: str) -> bool:
    if message.tries + 1 > len(PAUSES):
        return _park(message, error)
    OutboxMessage.objects.filter(pk=message.pk).update(error=error[:300])
    logger.warning("message not sent", extra={"outbox": message.pk})
    return False


def _park(message: OutboxMessage, error: str) -> bool:
    OutboxMessage.objects.filter(pk=message.pk).update(state="failed", error=error[:300])
    logger.warning("message parked", extra={"outbox": message.pk})
    return False


@transaction.atomic
def retry(message: OutboxMessage, *, by: Model) -> OutboxRetry:
    """Send a parked message on its way again, with all its tries; who did so is kept. Raises NotParked."""
    parked = OutboxMessage.objects.filter(pk=message.pk, state="failed")
    if not parked.update(state="queued", tries=0, next_try_at=now()):
        raise NotParked(message.pk)
    return OutboxRetry.objects.create(message=message, by=by, error=message.error)
