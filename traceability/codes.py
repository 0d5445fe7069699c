"""Label codes (mã tem): 15 random Crockford base32 symbols and one check symbol over GF(32).

The check symbol makes the weighted sum of all 16 symbols zero, the weights being powers of a
generator of GF(32): every single wrong symbol and every swap of neighbours is caught.
"""

import re
import secrets
from string import printable
from unicodedata import normalize
from urllib.parse import quote, unquote

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 15  # 75 bits
LENGTH = RANDOM_SYMBOLS + 1

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
_READINGS = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None, "/": None})


def new_code() -> str:
    """Return a fresh code of 16 symbols, check symbol included. The caller's UNIQUE column has the last word."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
    return body + check_symbol(body)


def check_symbol(body: str) -> str:
    """Return the check symbol of 15 canonical symbols."""
    total = 0
    for symbol in body:
        total = _times_generator(total ^ _VALUES[symbol])
    return ALPHABET[total]


def normalise(text: str) -> str:
    """Return what was meant: percent signs undone, letters composed (NFC), upper case, I and L read as 1, O as 0, without
    spaces, dashes, slashes and what cannot be seen."""
    return normalize("NFC", _read(_without_percents(text)))


def readings(text: str) -> tuple[str, ...]:
    """What another system's code may be kept as: first as it stands here, then as `normalise` has it, then what was
    kept of its other spellings when percent signs and accents stayed as they came. One, of plain ASCII."""
    if text.isascii() and text.isprintable() and "%" not in text:
        return (_read(text),)
    meant = [normalize(form, _without_percents(text)) for form in ("NFC", "NFD")]
    encoded = [quote(one, safe=printable, errors="ignore") for one in meant]
    return tuple(dict.fromkeys([_read(text), normalise(text), *map(_read, (*meant, *encoded))]))


def has_code_shape(code: str) -> bool:
    """Whether a normalised text consists of 16 symbols of the alphabet, whatever its check symbol."""
    return len(code) == LENGTH and all(symbol in _VALUES for symbol in code)


def is_code(code: str) -> bool:
    """Whether a normalised text is a code that could have been issued."""
    return has_code_shape(code) and check_symbol(code[:-1]) == code[-1]


def spaced(code: str) -> str:
    """Return the code in groups of four, as it is printed under the symbol."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _read(text: str) -> str:
    read = text.upper().translate(_READINGS)
    return read if read.isprintable() else "".join(filter(str.isprintable, read))


def _without_percents(text: str) -> str:
    """The text as before it was percent-encoded, however often that was; bytes that are no UTF-8 stay as they are."""
    try:
        return unquote(re.sub("%(?:25)+", "%", text), errors="strict")
    except UnicodeDecodeError:
        return text


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD_POLYNOMIAL if doubled & 0b100000 else doubled
