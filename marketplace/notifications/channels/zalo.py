"""Zalo Notification Service: a template per kind of message (`ZALO_TEMPLATES`), approved by Zalo beforehand."""

from django.conf import settings

from marketplace.notifications.channels.base import ChannelDown, Undeliverable
from marketplace.notifications.channels.http import post_json

URL = "https://business.openapi.zalo.me/message/template"
LATER = {-32, -124, -126, -147}  # limits and an access token that has run out: an operator or time mends them


class Zalo:
    code = "zalo"

    def is_configured(self, kind: str) -> bool:
        return bool(settings.ZALO_TOKEN and kind in settings.ZALO_TEMPLATES)

    def send(self, message) -> None:
        body = {
            "phone": message.to.removeprefix("+"),
            "template_id": settings.ZALO_TEMPLATES[message.kind],
            "template_data": {"title": message.subject, "text": message.text},
            "tracking_id": message.key,
        }
        answer = post_json(settings.ZALO_URL or URL, body, {"access_token": settings.ZALO_TOKEN})
        if code := answer.get("error", 0):
            raise (ChannelDown if code in LATER else Undeliverable)(f"Zalo {code}")
