"""GTIN: the number under a bar code. It is read, checked and kept as the producer's; this shop never makes one up.

Source: GS1 General Specifications (check digit; restricted circulation prefixes, 2.1.13).
"""

GTIN_LENGTHS = (8, 12, 13, 14)
DEMONSTRATION_PREFIX = "952"
RESTRICTED_PREFIXES = ("02", "04", *(str(prefix) for prefix in range(20, 30)))


class NotAGtin(ValueError):
    """`why`: "digits" (something else than figures), "length", "check" (wrong check digit) or "restricted"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_gtin(typed: str) -> str:
    """The GTIN in what a person typed, blanks and dashes left out; its leading zeros stay. Raises NotAGtin."""
    digits = "".join(typed.replace("-", " ").split())
    if not (digits.isascii() and digits.isdigit()):
        raise NotAGtin("digits")
    if len(digits) not in GTIN_LENGTHS:
        raise NotAGtin("length")
    if not has_check_digit(digits):
        raise NotAGtin("check")
    if is_restricted(digits):
        raise NotAGtin("restricted")
    return digits


def check_digit(body: str) -> str:
    """Return the check digit of the digits before it: weights 3, 1, 3, … from the right."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_check_digit(digits: str) -> bool:
    """Whether ASCII digits end in their own check digit (GTIN, SSCC and GLN alike)."""
    return digits.isascii() and digits.isdigit() and len(digits) > 1 and check_digit(digits[:-1]) == digits[-1]


def is_gtin(digits: str) -> bool:
    """Whether this is a GTIN-8, -12, -13 or -14 with a right check digit, whoever may hold its prefix."""
    return len(digits) in GTIN_LENGTHS and has_check_digit(digits)


def gtin14(digits: str) -> str:
    """Return a GTIN padded to 14 digits. Raises ValueError for anything else."""
    if not is_gtin(digits):
        raise ValueError(f"not a GTIN: {digits!r}")
    return digits.zfill(14)


def spellings(digits: str) -> list[str]:
    """Every way the same GTIN may have been written down: with and without its leading zeros."""
    padded = gtin14(digits)
    return [padded[-length:] for length in GTIN_LENGTHS if not padded[:-length].strip("0")]


def is_restricted(gtin: str) -> bool:
    """Whether the GTIN's prefix is meant for use inside one company (02, 04, 20-29) and identifies nothing outside."""
    return gtin14(gtin)[1:].startswith(RESTRICTED_PREFIXES)


def is_demonstration(gtin: str) -> bool:
    """Whether the GTIN carries GS1's demonstration prefix 952."""
    return gtin14(gtin)[1:].startswith(DEMONSTRATION_PREFIX)


def is_publishable(digits: str) -> bool:
    """Whether a public /01 link may be made of these digits."""
    return is_gtin(digits) and not is_restricted(digits)
