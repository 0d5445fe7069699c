"""What may be doubted about a growing area's code. Plain Python on plain values.

Nothing here refuses: the grammar of TCCS 774:2020 was never seen in a primary source, domestic codes differ by province,
and province letters are older than today's provinces. Source: TRACEABILITY 3.
"""

import re
from datetime import date

PATTERN = re.compile(r"VN-[A-Z]{2}(OR|PH)-\d{4}")
KINDS = {"OR": "area", "PH": "packhouse"}  # orchard, packing house


def doubt(code: str, kind: str) -> str:
    """Why the code looks odd: "shape", "kind" (its letters say the other kind) or "" for no doubt."""
    found = PATTERN.fullmatch(code.strip())
    if not found:
        return "shape"
    return "" if KINDS[found[1]] == kind else "kind"


def counts_on(day: date, first: date | None, last: date | None) -> bool:
    """Whether a code valid from `first` to `last` counts on `day`; both days count, one not stated sets no bound."""
    return (first is None or first <= day) and (last is None or day <= last)
