"""A file that somebody sent, as sheets of cells. Plain values only; CSV and XLSX look the same from here on."""

from dataclasses import dataclass, field
from datetime import date

MOST_BYTES = 10 * 2**20  # of the file as sent
MOST_ROWS = 20_000  # of all sheets together
MOST_COLUMNS = 80  # cells further right are left alone
EPOCH = date(1899, 12, 30)  # day 0 of spreadsheets, 29 February 1900 counted in; Excel for Mac began in 1904

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell whose value may not be taken as it is, and why."""

    reason: str


Value = str | int | float | bool | date | Bad | None


@dataclass(slots=True)
class Row:
    """`number` as the spreadsheet shows it, from 1; `refused` is why the row as a whole may not be taken, or ""."""

    number: int
    cells: list[Value]
    refused: str = ""

    def at(self, column: int | None) -> Value:
        return self.cells[column] if column is not None and column < len(self.cells) else None


@dataclass
class Sheet:
    name: str  # "" in a CSV
    rows: list[Row]
    epoch: date = EPOCH


@dataclass
class Book:
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)  # what was left out, for the person


def open_book(content: bytes) -> Book:
    """The sheets of a CSV or XLSX file. Raises FileRefused."""
    from catalogue.imports import tables, xlsx

    if len(content) > MOST_BYTES:
        raise FileRefused("Tệp lớn quá 10 MB. Xin tách thành nhiều tệp.")
    if content.startswith(OLE):
        raise FileRefused("Tệp .xls đời cũ hoặc có mật khẩu. Mở bằng bảng tính rồi lưu thành .xlsx không mật khẩu.")
    book = xlsx.read(content) if content.startswith(ZIP) else tables.read(content)
    if not any(row.cells for sheet in book.sheets for row in sheet.rows):
        raise FileRefused("Tệp trống.")
    return book


def too_many_rows() -> FileRefused:
    return FileRefused(f"Tệp có hơn {MOST_ROWS} dòng. Xin tách thành nhiều tệp.")
