"""Units of amounts, by their codes in UN/ECE Recommendation 20. Plain Python on plain values.

C62 ("one") counts packs; events leave it out, as EPCIS asks of things that are counted.
"""

from decimal import Decimal

COUNT = "C62"
MASS, VOLUME, NUMBER = "mass", "volume", "number"
UNITS = {  # code: (what it measures, how many of the smallest unit: gram, millilitre, pack)
    "C62": (NUMBER, 1),
    "KGM": (MASS, 1000),
    "GRM": (MASS, 1),
    "TNE": (MASS, 1_000_000),
    "LTR": (VOLUME, 1000),
    "MLT": (VOLUME, 1),
}
SMALLER = {"TNE": "KGM", "KGM": "GRM", "LTR": "MLT"}
SAID_IN = {"GRM": "KGM", "MLT": "LTR"}  # a thousand and more of these


class Fraction(ValueError):
    """The amount is no whole number, not even in a smaller unit."""


def kind_of(uom: str) -> str:
    """What the unit measures; no unit counts packs."""
    return UNITS[uom or COUNT][0]


def smallest(quantity: int, uom: str) -> int:
    """The amount in grams, millilitres or packs."""
    return quantity * UNITS[uom or COUNT][1]


def whole(amount: Decimal, uom: str) -> tuple[int, str]:
    """The amount without a fraction: 12.5 KGM are 12,500 GRM. Raises Fraction for what is finer than that."""
    while amount != int(amount):
        if uom not in SMALLER:
            raise Fraction(f"{amount} {uom}")
        amount, uom = amount * 1000, SMALLER[uom]
    return int(amount), uom


def said_in(quantity: int, uom: str) -> str:
    """The unit in which a person is likely to have said the amount, and will say the next: 12,500 GRM in KGM."""
    return SAID_IN.get(uom, uom) if quantity >= 1000 else uom
