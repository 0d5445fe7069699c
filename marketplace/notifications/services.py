"""Writing to people: enqueue with the change, send later, try again."""

import logging
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import override

from marketplace.notifications.models import OutboxMessage

logger = logging.getLogger(__name__)
PAUSES = (60, 300, 1800, 7200, 43_200)  # seconds before each further try
BATCH = 100


def enqueue_mail(kind: str, *, key: str, to: str, language: str, context: dict) -> None:
    """Put the mail `email/<kind>.txt` (first line: subject) into the outbox, once per `key`.

    Call it inside the transaction that causes it; nothing leaves the machine here.
    """
    with override(language):
        words = render_to_string(f"email/{kind}.txt", context).strip()
    subject, _, text = (part.strip() for part in words.partition("\n"))
    html = render_to_string("email/frame.html", {"language": language, "subject": subject, "text": text})
    message = OutboxMessage(key=key, kind=kind, to=to, language=language, subject=subject, text=text, html=html)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def send_due(at: datetime) -> int:
    """Send what waits; return how many were sent. A failed one is tried again, later each time."""
    return sum(_send(message, at) for message in OutboxMessage.objects.due(at)[:BATCH])


def _send(message: OutboxMessage, at: datetime) -> bool:
    if not _claim(message, at):
        return False
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        headers={"Message-ID": f"<outbox.{message.pk}@cho-ocop>"},
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except OSError as trouble:  # smtplib's errors are OSErrors too
        return _postpone(message, str(trouble))
    spent = {"text": "", "html": ""} if message.carries_a_key else {}
    OutboxMessage.objects.filter(pk=message.pk).update(state="sent", sent_at=at, error="", **spent)
    return True


def _claim(message: OutboxMessage, at: datetime) -> bool:
    """Move the next try away before sending, so that two senders cannot both send."""
    pause = PAUSES[min(message.tries, len(PAUSES) - 1)]
    mine = OutboxMessage.objects.filter(pk=message.pk, state="queued", tries=message.tries)
    return mine.update(tries=message.tries + 1, next_try_at=at + timedelta(seconds=pause)) == 1


def _postpone(message: OutboxMessage, error: str) -> bool:
    state = "failed" if message.tries + 1 > len(PAUSES) else "queued"
    OutboxMessage.objects.filter(pk=message.pk).update(state=state, error=error[:300])
    logger.warning("mail not sent", extra={"outbox": message.pk, "state": state})
    return False
