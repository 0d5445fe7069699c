"""A list of steps (CSV or XLSX), read row by row into what a person would have typed, or into problems to act on."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from catalogue.imports.cells import Unreadable, read_date, text_of
from catalogue.imports.files import Bad, FileRefused, Row, Sheet, Value, open_book
from catalogue.models import Producer
from catalogue.vietnamese import fold
from marketplace.producers.forms_lots import StepForm
from traceability.models import Event, Lot, Unit

MOST_ROWS = 2_000
COLUMNS = {  # our word: the heading of the template; folded, it is found whatever its case and marks
    "lot": "Số lô",
    "product": "Sản phẩm",
    "stage": "Công đoạn",
    "on": "Ngày",
    "place_text": "Nơi",
    "quantity": "Số lượng",
    "uom": "Đơn vị",
    "box": "Mã thùng",
    "party": "Bên giao, bên nhận",
    "note": "Ghi chú",
}
NEEDED = ("lot", "stage", "on")
EXAMPLE = ("2026-11A", "", "Thu hoạch", "2026-11-03", "Đồi chè thôn Đông", "120", "kg", "", "", "Hái một tôm hai lá")
UNIT_WORDS = {fold(str(label)): code for code, label in Unit.choices} | {code.lower(): code for code in Unit.values}
UNIT_WORDS |= {"kilogam": "KGM", "ky": "KGM", "gam": "GRM", "l": "LTR", "pack": "C62", "hop": "C62", "chai": "C62"}
LOOKED_AT = 20  # rows among which the headings are looked for
GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
DECIMAL = re.compile(r"\d+([.,]\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken. `row` counts as the spreadsheet does; `column` is our word."""

    row: int
    column: str
    reason: str

    @property
    def heading(self) -> str:
        return COLUMNS.get(self.column, "")


@dataclass
class Listing:
    """What a file holds: (row, lot, facts for add_step), and what is wrong with it."""

    steps: list[tuple[int, Lot, dict]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_steps(content: bytes, producer: Producer, progress=lambda done, total: None) -> Listing:
    """Every row of the first sheet that has our headings. Raises FileRefused for what is no such file."""
    sheet, columns, rows = _table(content)
    listing, lots = Listing(rows=len(rows)), _lots_of(producer)
    for done, row in enumerate(rows, start=1):
        try:
            lot, form = _typed(row, columns, sheet, lots)
        except _Wrong as wrong:
            listing.problems.append(Problem(row.number, wrong.column, wrong.reason))
        else:
            _take(listing, row.number, lot, form)
        if not done % 50:
            progress(done, len(rows))
    return listing


def _take(listing: Listing, number: int, lot: Lot, form: StepForm) -> None:
    if form.is_valid():
        listing.steps.append((number, lot, form.facts()))
        return
    for name, errors in form.errors.items():
        listing.problems.extend(Problem(number, name, str(error)) for error in errors)


class _Wrong(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.reason = column, reason


def _table(content: bytes) -> tuple[Sheet, dict[str, int], list[Row]]:
    """The sheet with our headings, where each column stands, and its filled rows."""
    for sheet in open_book(content).sheets:
        for place, row in enumerate(sheet.rows[:LOOKED_AT]):
            columns = _headings(row)
            if all(name in columns for name in NEEDED):
                rows = [
                    one for one in sheet.rows[place + 1 :] if one.refused or any(_is_filled(cell) for cell in one.cells)
                ]
                if len(rows) > MOST_ROWS:
                    raise FileRefused(f"Tệp có hơn {MOST_ROWS} dòng. Xin tách thành nhiều tệp.")
                if not rows:
                    raise FileRefused("Tệp chỉ có hàng tên cột, chưa có bước nào.")
                return sheet, columns, rows
    raise FileRefused("Không tìm thấy hàng tên cột: cần ít nhất Số lô, Công đoạn, Ngày. Xin dùng tệp mẫu.")


def _headings(row: Row) -> dict[str, int]:
    named = {_plain(heading): name for name, heading in COLUMNS.items()}
    found = ((named.get(_plain(text_of(cell))), place) for place, cell in enumerate(row.cells))
    return {name: place for name, place in reversed(list(found)) if name}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def _is_filled(cell: Value) -> bool:
    return isinstance(cell, Bad) or bool(text_of(cell))


def _lots_of(producer: Producer) -> dict[str, list[Lot]]:
    found = defaultdict(list)
    for lot in Lot.objects.of_producer(producer).select_related("product__owner"):
        found[lot.number.casefold()].append(lot)
    return found


def _typed(row: Row, columns: dict[str, int], sheet: Sheet, lots: dict[str, list[Lot]]) -> tuple[Lot, StepForm]:
    """The lot, and the step as a person would have typed it. Raises _Wrong."""
    if row.refused:
        raise _Wrong("", row.refused)
    cells = {name: row.at(place) for name, place in columns.items()}
    if spoiled := next(((name, cell) for name, cell in cells.items() if isinstance(cell, Bad)), None):
        raise _Wrong(spoiled[0], spoiled[1].reason)
    texts = {name: text_of(cells.get(name)) for name in COLUMNS}
    missing = next((name for name in NEEDED if not texts[name]), None)
    if missing:
        raise _Wrong(missing, "chưa ghi")
    sent = texts | {
        "stage": _stage(texts["stage"]),
        "on": _day(cells["on"], sheet).isoformat(),
        "quantity": _amount(cells.get("quantity")),
        "uom": _unit(texts["uom"], texts["quantity"]),
    }
    return _lot(texts, lots), StepForm(sent)


def _lot(texts: dict[str, str], lots: dict[str, list[Lot]]) -> Lot:
    found = lots.get(texts["lot"].casefold(), [])
    if texts["product"]:
        found = [lot for lot in found if _plain(lot.product.title) == _plain(texts["product"])]
    if len(found) == 1:
        return found[0]
    if not found:
        raise _Wrong("lot", f"cơ sở chưa có lô “{texts['lot'][:40]}”; xin tạo lô trước")
    raise _Wrong("product", f"có {len(found)} lô mang số “{texts['lot'][:40]}”; xin ghi tên sản phẩm")


def _stage(text: str) -> str:
    names = {_plain(str(label)): value for value, label in Event.Stage.choices if value in StepForm.STAGES}
    if value := names.get(_plain(text)) or (text if text in StepForm.STAGES else None):
        return value
    offered = ", ".join(str(label) for value, label in Event.Stage.choices if value in StepForm.STAGES)
    raise _Wrong("stage", f"không có công đoạn “{text[:30]}”; chọn: {offered}")


def _day(value: Value, sheet: Sheet) -> date:
    try:
        return read_date(value, sheet.epoch)
    except Unreadable as unread:
        raise _Wrong("on", str(unread)) from unread


def _amount(value: Value) -> str:
    """A number as a form takes it. "1.200" may be twelve hundred or one and a fifth: it is asked about."""
    text = text_of(value)
    if isinstance(value, int | float) or not text:
        return text
    if GROUPED.fullmatch(text):
        raise _Wrong("quantity", f"“{text}” có thể đọc hai cách; viết 1200, hoặc 1,25")
    if not DECIMAL.fullmatch(text):
        raise _Wrong("quantity", f"không đọc được số “{text[:20]}”; đơn vị ghi ở cột Đơn vị")
    return text.replace(",", ".")


def _unit(text: str, quantity: str) -> str:
    if not text:
        if quantity:
            raise _Wrong("uom", "có số lượng thì ghi đơn vị: kg, g, tấn, lít, ml hoặc gói")
        return ""
    if code := UNIT_WORDS.get(_plain(text)):
        return code
    raise _Wrong("uom", f"không có đơn vị “{text[:20]}”; dùng kg, g, tấn, lít, ml hoặc gói")


def template_rows() -> Iterator[tuple[str, ...]]:
    """The template: headings, and one row that shows how."""
    yield tuple(COLUMNS.values())
    yield EXAMPLE
