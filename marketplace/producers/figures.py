"""Numbers as people type them: whole đồng and pieces."""

import re

LOWEST_PRICE, HIGHEST_PRICE = 1_000, 100_000_000  # đồng
HIGHEST_STOCK = 100_000  # pieces
GROUPED = re.compile(r"\d{1,3}(?:([.,\s])\d{3})(?:\1\d{3})*")


class NotAFigure(ValueError):
    """The text is no whole number."""


def read_whole(text: str) -> int:
    """Return the whole number that was typed: "85000", "85.000", "85,000 đ" and "85 000₫" are 85000.

    Raises NotAFigure for anything else, also for fractions: "85,5", "1.5".
    """
    plain = (
        re.sub(r"(?:₫|đồng|đ|vnd)\s*$", "", text.strip(), flags=re.IGNORECASE)
        .strip()
        .replace("\N{NO-BREAK SPACE}", " ")
    )
    if GROUPED.fullmatch(plain):
        plain = re.sub(r"[.,\s]", "", plain)
    if not re.fullmatch(r"[0-9]{1,12}", plain):
        raise NotAFigure(text)
    return int(plain)
