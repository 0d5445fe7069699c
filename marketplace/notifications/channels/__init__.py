"""The ways by which a message leaves, and which one is taken."""

from marketplace.notifications.channels.base import Channel
from marketplace.notifications.channels.mail import Mail
from marketplace.notifications.channels.sms import Sms
from marketplace.notifications.channels.zalo import Zalo

MAIL = Mail()
BY_PHONE: tuple[Channel, ...] = (Zalo(), Sms())  # the cheaper first
CHANNELS: dict[str, Channel] = {channel.code: channel for channel in (MAIL, *BY_PHONE)}


def way_to(kind: str, *, email: str, phone: str) -> tuple[Channel, str] | None:
    """The channel and the address for a message of `kind`: mail, or without an e-mail address the first configured
    one that reaches a phone; None where nobody can be reached."""
    if email:
        return MAIL, email
    return next(((channel, phone) for channel in BY_PHONE if phone and channel.is_configured(kind)), None)
