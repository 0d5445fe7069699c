"""The word that a buyer's bank carries to us: "DH" (đơn hàng), eight random symbols, a check symbol. Pure.

No 0, O, 1 or I, so that it can be read out and typed; without spaces and signs, because banks drop or add them.
"""

import re
import secrets

from catalogue.vietnamese import fold
from traceability import codes

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
PREFIX = "DH"
RANDOM_SYMBOLS = 8  # 40 bits; the database's UNIQUE has the last word
LENGTH = len(PREFIX) + RANDOM_SYMBOLS + 1

_ANYWHERE = re.compile(rf"(?=({PREFIX}[{ALPHABET}]{{{RANDOM_SYMBOLS + 1}}}))")
_TO_CODES = str.maketrans(ALPHABET, codes.ALPHABET)
_FROM_CODES = str.maketrans(codes.ALPHABET, ALPHABET)


def new_memo() -> str:
    """Return a fresh memo of 11 symbols."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SYMBOLS))
    return PREFIX + body + check_symbol(body)


def check_symbol(body: str) -> str:
    """Return the check symbol of the random ones; it catches a wrong one and a swap of neighbours (as on labels)."""
    return codes.check_symbol(body.translate(_TO_CODES)).translate(_FROM_CODES)


def memos_in(content: str) -> set[str]:
    """Return the memos in what a bank tells: any case, with accents, spaces and signs between the symbols or not.

    One whose check symbol is wrong is none.
    """
    squeezed = re.sub(r"[^A-Z0-9]", "", fold(content).upper())
    return {found for found in _ANYWHERE.findall(squeezed) if check_symbol(found[len(PREFIX) : -1]) == found[-1]}
