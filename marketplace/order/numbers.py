"""Order numbers: "OC" and ten random symbols, so that nobody can count or guess orders."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
PATTERN = re.compile(rf"OC[{ALPHABET}]{{10}}")
MISREAD = str.maketrans("ILO", "110")


def new_order_number() -> str:
    """Return a number with 50 random bits."""
    return "OC" + "".join(secrets.choice(ALPHABET) for _ in range(10))


def read_order_number(text: str) -> str:
    """Return the number a person meant: any case, spaces and dashes, O for 0, I and L for 1.

    Raises ValueError for what cannot be an order number.
    """
    plain = re.sub(r"[\s\-#]", "", text).upper()
    number = plain[:2] + plain[2:].translate(MISREAD)
    if not PATTERN.fullmatch(number):
        raise ValueError(f"not an order number: {text!r}")
    return number
