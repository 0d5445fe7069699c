"""SMS through a gateway that takes JSON (`SMS_URL`, `SMS_KEY`, `SMS_SENDER`); without its address it is no channel."""

from django.conf import settings

from marketplace.notifications.channels.http import post_json

LONGEST = 306  # letters: two parts of plain text; marks of Vietnamese halve that


class Sms:
    code = "sms"

    def is_configured(self, kind: str) -> bool:
        return bool(settings.SMS_URL and settings.SMS_KEY)

    def send(self, message) -> None:
        body = {"to": message.to, "from": settings.SMS_SENDER, "text": message.text[:LONGEST], "id": message.key}
        post_json(settings.SMS_URL, body, {"Authorization": f"Bearer {settings.SMS_KEY}"})
