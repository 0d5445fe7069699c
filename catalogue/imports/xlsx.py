"""XLSX: a zip of XML into rows, one row at a time. Formulas are named, never taken for their last result.

openpyxl tells which cells are formulas and which rows are hidden; its public read-only sheet hides both merges and
hidden rows, so its parser is used directly (pinned to 3.1). defusedxml makes it refuse entities.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.parsers import expat

from openpyxl import load_workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from catalogue.imports.files import (
    EPOCH,
    MOST_COLUMNS,
    MOST_ROWS,
    Bad,
    Book,
    FileRefused,
    Row,
    Sheet,
    Value,
    too_many_rows,
)

MOST_UNPACKED = 40 * 2**20  # bytes of all parts
MOST_RATIO = 200  # unpacked to packed, of a part larger than SMALL
SMALL = 2**20
MOST_PARTS = 1000
MOST_MERGED = 20_000  # cells filled from above, and ranges of merged cells
MOST_INSIDE, MOST_OUTER = 5_000, 500_000  # elements within one row or text; rows, texts, ranges of one part
FORMULA = "ô này là công thức; chép rồi dán lại thành giá trị"
HIDDEN = "dòng đang ẩn trong bảng tính; bỏ ẩn (hoặc xóa) rồi nhập lại"
BROKEN = "Tệp bảng tính hỏng hoặc không phải .xlsx. Mở bằng bảng tính rồi lưu lại."
BOMB = "Tệp nén bất thường: bung ra quá lớn. Xin lưu lại từ bảng tính, bỏ hình và trang thừa."


def read(content: bytes) -> Book:
    """The visible sheets. Raises FileRefused; the size is known before anything is unpacked."""
    _refuse_bombs(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that we do not look at
            return _read(content)
    except FileRefused:
        raise
    except Exception as broken:  # whatever a hostile file makes the parser stumble over
        raise FileRefused(BROKEN) from broken


def _refuse_bombs(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileRefused(BROKEN) from None
    swollen = any(p.file_size > SMALL and p.file_size > MOST_RATIO * max(p.compress_size, 1) for p in parts)
    if swollen or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FileRefused(BOMB)


class _Counted:
    """Counts the elements of a part before a tree is built of them: small files can hold very many."""

    def __init__(self):
        self.depth = self.inside = self.outer = self.merged = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.EntityDeclHandler = self.entity

    def start(self, name, _attributes):
        self.depth += 1
        if self.depth <= 3:
            self.outer, self.inside = self.outer + 1, 0
            self.merged += name.endswith("mergeCell")
        else:
            self.inside += 1
        if self.inside > MOST_INSIDE or self.outer > MOST_OUTER or self.merged > MOST_MERGED:
            raise FileRefused(BOMB)

    def end(self, _name):
        self.depth -= 1

    def entity(self, *_declared):
        raise FileRefused(BROKEN)


def _refuse_swollen_xml(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _Counted().parser.ParseFile(part)


def _read(content: bytes) -> Book:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_swollen_xml(archive)
    workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    try:
        epoch = date(1904, 1, 1) if workbook.epoch == MAC_EPOCH else EPOCH
        book, room = Book([]), MOST_ROWS
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                book.notes.append(f"Trang “{sheet.title}” đang ẩn nên không đọc.")
                continue
            rows = _rows(sheet, room)
            room -= len(rows)
            book.sheets.append(Sheet(sheet.title, rows, epoch))
        return book
    finally:
        workbook.close()


def _rows(sheet: ReadOnlyWorksheet, room: int) -> list[Row]:
    """Rows with anything in them; a value merged over several rows stands in each."""
    workbook = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        rows = {row.number: row for row in _parsed(parser, room)}
    if parser.merged_cells:
        _fill_down(rows, [cells.bounds for cells in parser.merged_cells.mergeCell])
    return [rows[number] for number in sorted(rows)]


def _parsed(parser: WorkSheetParser, room: int) -> Iterator[Row]:
    for count, (number, cells) in enumerate(parser.parse(), 1):
        if count > room:
            raise too_many_rows()
        hidden = parser.row_dimensions.pop(str(number), {}).get("hidden") in ("1", "true")
        found = [(cell["column"], _value(cell)) for cell in cells if 0 < cell["column"] <= MOST_COLUMNS]
        width = max((column for column, value in found if value is not None), default=0)
        values: list[Value] = [None] * width
        for column, value in found:
            if column <= width:
                values[column - 1] = value
        yield Row(number, values, HIDDEN if hidden else "")


def _value(cell: dict) -> Value:
    kind, value = cell["data_type"], cell["value"]
    if kind == "f":
        return Bad(FORMULA)
    if kind == "e":
        return Bad(f"ô báo lỗi {value}")
    return value.date() if isinstance(value, datetime) else value


def _fill_down(rows: dict[int, Row], merges: list[tuple[int, int, int, int]]) -> None:
    """Copy the first cell of each merge to the rows below it, in its own column."""
    filled = 0
    for left, top, _right, bottom in merges:
        value = rows[top].at(left - 1) if top in rows else None
        if value is None:
            continue
        for number in range(top + 1, min(bottom, top + MOST_ROWS) + 1):
            filled += 1
            if filled > MOST_MERGED:
                return
            if row := rows.get(number):
                row.cells.extend([None] * (left - len(row.cells)))
                row.cells[left - 1] = value
