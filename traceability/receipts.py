"""Receipt numbers of reports (số biên nhận): BC and ten random Crockford symbols."""

import re
import secrets

from traceability.codes import ALPHABET, normalise

PREFIX, SYMBOLS = "BC", 10  # 50 bits: nobody finds another's report
PATTERN = "[0-9A-Z]{1,12}"  # in an address


def new_receipt() -> str:
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(SYMBOLS))


def read_receipt(text: str) -> str:
    """What was meant by a typed number: any case, spaces and dashes left out; "" when it cannot be one."""
    read = normalise(text)[: len(PREFIX) + SYMBOLS]
    return read if re.fullmatch(PATTERN, read) else ""
