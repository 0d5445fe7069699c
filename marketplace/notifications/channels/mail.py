"""Mail, by Django's own backend (EMAIL_URL)."""

from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives

from marketplace.notifications.channels.base import ChannelDown, Undeliverable

PERMANENT = 500  # SMTP replies from here on do not change by asking again


class Mail:
    code = "mail"

    def is_configured(self, kind: str) -> bool:
        return True

    def send(self, message) -> None:
        mail = EmailMultiAlternatives(message.subject, message.text, to=[message.to], headers=_headers(message))
        if message.html:
            mail.attach_alternative(message.html, "text/html")
        try:
            mail.send()
        except SMTPRecipientsRefused as refusal:
            raise _meaning_of(refusal) from refusal
        except OSError as trouble:  # smtplib's other errors are OSErrors too
            raise ChannelDown(str(trouble)) from trouble
        except ValueError as trouble:  # a header that is none
            raise Undeliverable(str(trouble)) from trouble


def _headers(message) -> dict[str, str]:
    """One-click unsubscribing (RFC 8058) for what is not about an order."""
    headers = {"Message-ID": f"<outbox.{message.pk}@cho-ocop>"}
    if message.stop_url:
        headers["List-Unsubscribe"] = f"<{message.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _meaning_of(refusal: SMTPRecipientsRefused) -> Exception:
    codes = [code for code, _words in refusal.recipients.values()]
    kind = Undeliverable if codes and min(codes) >= PERMANENT else ChannelDown
    return kind(f"recipient refused: {codes}")
