"""What every channel can do. Nothing here opens a transaction."""

from typing import Protocol


class ChannelDown(Exception):
    """The message did not leave; trying again later is safe."""


class Undeliverable(Exception):
    """Trying again would change nothing: the message is parked until a person looks at it."""


class Channel(Protocol):
    code: str

    def is_configured(self, kind: str) -> bool:
        """Whether messages of `kind` can leave this way."""

    def send(self, message) -> None:
        """Send an OutboxMessage. Raises ChannelDown or Undeliverable."""
