"""Scratch PINs (mã cào): eight digits under a layer on the pack, kept only as a keyed hash.

Keyed, because eight digits alone are tried through in a second by whoever gets the table.
"""

import hmac
import secrets
from datetime import timedelta

DIGITS = 8
TRIES = 5
LOCK = timedelta(hours=24)


def new_pin() -> str:
    """Return eight random digits."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def normalise(text: str) -> str:
    """Return what was meant: the digits, without spaces and dashes, the letter O read as 0."""
    return text.strip().upper().replace("O", "0").replace(" ", "").replace("-", "")


def is_pin(pin: str) -> bool:
    """Whether a normalised text could be a PIN."""
    return len(pin) == DIGITS and pin.isascii() and pin.isdigit()


def spaced(pin: str) -> str:
    """Return the PIN as it is printed: 1234 5678."""
    return f"{pin[:4]} {pin[4:]}"


def mac(key: str, code: str, pin: str) -> str:
    """Return what is kept of a PIN: HMAC-SHA256 over the label's code and the PIN, in hexadecimal."""
    return hmac.digest(key.encode(), f"{code}:{pin}".encode(), "sha256").hex()


def is_right(key: str, code: str, pin: str, kept: str) -> bool:
    """Whether this is the PIN of which `kept` was kept; takes the same time for every wrong one."""
    return hmac.compare_digest(mac(key, code, pin), kept)
