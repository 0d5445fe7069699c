"""Files for spreadsheets: UTF-8 that Excel recognises, and no cell that it takes for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # by which Excel knows that a CSV is UTF-8
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain(value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def lines(rows: Iterable[Sequence]) -> Iterator[bytes]:
    """The file, line by line."""
    yield BYTE_ORDER_MARK.encode()
    for row in rows:
        out = StringIO()
        csv.writer(out).writerow([plain(cell) for cell in row])
        yield out.getvalue().encode()
