"""What stands in a form or an address, as values."""

LONGEST = 9  # digits: longer is no key and no quantity, and soon too large for a database


def number_in(text: str, otherwise: int = 0) -> int:
    """The whole number that was sent, in plain digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else otherwise
