"""Tax codes (mã số thuế) as buyers type them."""

import re

WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)  # of the first nine digits
COMPANY = re.compile(r"\d{10}(-?\d{3})?")
PERSON = re.compile(r"\d{12}")  # a person's identity number; it carries no check digit


def check_digit(nine: str) -> int:
    """The tenth digit of a tax code; 10 stands for none, such a number was never given out."""
    return 10 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, nine, strict=True)) % 11


def normalise(text: str) -> str:
    """Return "0300588569", a branch's "0300588569-001", or a person's 12 digits.

    Raises ValueError for a wrong check digit and for what has another form.
    """
    code = re.sub(r"[\s.]", "", text)
    if PERSON.fullmatch(code):
        return code
    if not COMPANY.fullmatch(code) or check_digit(code[:9]) != int(code[9]):
        raise ValueError(f"not a tax code: {text!r}")
    branch = code[10:].lstrip("-")
    if branch == "000":
        raise ValueError(f"no branch: {text!r}")
    return f"{code[:10]}-{branch}" if branch else code
