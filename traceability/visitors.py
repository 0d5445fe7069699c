"""What is kept of who scanned: a truncated network and a hash of the day. Never an address.

Prefetches, previews and robots are no visitors and are not counted.
"""

import hmac
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network

NOBODY = "0.0.0.0/0"  # an address that cannot be read
SAME_VISIT = timedelta(minutes=30)
NARROWEST = {4: 24, 6: 48}  # prefix length at which an address is cut
_ROBOTS = re.compile(r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|curl/|wget/|python-|zalo.*share", re.I)
_PREFETCH_HEADERS = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")


def network_of(address: str) -> str:
    """Return the /24 (IPv4) or /48 (IPv6) an address lies in."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return NOBODY
    if mapped := getattr(parsed, "ipv4_mapped", None):
        parsed = mapped
    return str(ip_network((parsed, NARROWEST[parsed.version]), strict=False))


def device_of(network: str, agent: str, day: date, key: str) -> str:
    """Return 16 hexadecimal digits: the same for one device on one day, not linkable to the next day's."""
    salt = hmac.digest(key.encode(), b"scans of %s" % day.isoformat().encode(), "sha256")
    return hmac.digest(salt, f"{network}|{agent}".encode(), "sha256").hex()[:16]


def devices_of(network: str, agent: str, at: datetime, key: str) -> tuple[str, str]:
    """What a device is called at a local time, and what half an hour before when that was yesterday, else "". The
    second is for knowing a repeat at midnight and is kept nowhere."""
    day, before = at.date(), (at - SAME_VISIT).date()
    return device_of(network, agent, day, key), "" if before == day else device_of(network, agent, before, key)


def is_counted(method: str, meta: Mapping[str, str]) -> bool:
    """Whether a request (its method and WSGI variables) is a person looking."""
    agent = meta.get("HTTP_USER_AGENT", "")
    if method != "GET" or not agent or _ROBOTS.search(agent):
        return False
    return not any("pre" in meta.get(header, "").lower() for header in _PREFETCH_HEADERS)
