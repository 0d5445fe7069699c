"""Sending JSON to a provider's address."""

import json
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from marketplace.notifications.channels.base import ChannelDown, Undeliverable

SECONDS = 10
LATER = {408, 425, 429}  # client errors that pass


def post_json(url: str, body: dict, headers: dict[str, str]) -> dict:
    """Return the provider's JSON answer. Raises ChannelDown, or Undeliverable where it refuses the message for good."""
    data = json.dumps(body).encode()
    request = Request(url, data=data, headers={"Content-Type": "application/json"} | headers)
    try:
        with urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)
    except HTTPError as error:
        is_final = 400 <= error.code < 500 and error.code not in LATER
        error.close()
        raise (Undeliverable if is_final else ChannelDown)(f"HTTP {error.code}") from error
    except (URLError, OSError, ValueError) as trouble:
        raise ChannelDown(str(trouble)) from trouble
