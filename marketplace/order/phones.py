"""Phone numbers as people type them."""

import re

VIETNAMESE = re.compile(r"\+84([35789]\d{8}|2\d{8,9})")  # mobile: 9 digits after the country code; landline: 9 or 10
FOREIGN = re.compile(r"\+(?!84)[1-9]\d{7,14}")


def normalise(text: str) -> str:
    """Return a number as E.164: "091 234 5678" becomes "+84912345678".

    Without a leading + or 00 a number is Vietnamese. Raises ValueError for what cannot be called.
    """
    digits = re.sub(r"[\s.\-()/]", "", text)
    digits = re.sub(r"^00", "+", digits)
    digits = re.sub(r"^(0|84(?=\d{9}))", "+84", digits)
    digits = re.sub(r"^\+840", "+84", digits)
    if not VIETNAMESE.fullmatch(digits) and not FOREIGN.fullmatch(digits):
        raise ValueError(f"not a phone number: {text!r}")
    return digits


def spoken(number: str) -> str:
    """Return an E.164 number as it is written in Vietnam: "0912 345 678"."""
    if not number.startswith("+84"):
        return number
    local = "0" + number[3:]
    return f"{local[:4]} {local[4:7]} {local[7:]}"
