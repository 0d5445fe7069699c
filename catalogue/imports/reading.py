"""A file of certificates, read row by row into facts or into problems a person can act on. Plain values only."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from catalogue import ocop
from catalogue.imports.cells import (
    EARLIEST,
    NOTHING,
    Unreadable,
    code_of,
    read_date,
    read_stars,
    refuse_lost_letters,
    text_of,
)
from catalogue.imports.files import Bad, FileRefused, Row, Sheet, Value, open_book
from catalogue.imports.headers import HEADERS, NAMES, Header, find_header
from catalogue.vietnamese import fold

LONGEST = {"product": 255, "producer": 200, "decision_no": 60, "source": 500, "number": 60, "issuer": 200,
           "address": 300, "product_code": 40}  # fmt: skip
KINDS = {"htx": "cooperative", "hop tac xa": "cooperative", "dn": "company", "doanh nghiep": "company",
         "cong ty": "company", "ho": "household", "ho kinh doanh": "household", "ho san xuat": "household",
         "tht": "group", "to hop tac": "group"}  # fmt: skip
NOT_STATED = "khong neu"
RENEWALS = {"nang hang", "danh gia lai", "cap lai"}  # kinds of application that replace a certificate in force
# Folded beginnings of rows that are no product: totals, signatures, sections, the numbers of the columns
TOTAL = re.compile(r"(?:tong cong|tong so|tong|cong)\s*[:.(]?\s*(?:\d.*|san pham.*)?")
SIGNATURE = re.compile(r"(?:noi nhan|nguoi lap|tm|kt|tl|chu tich|pho chu tich|giam doc|ky ten|thu truong)\b")
REMARK = re.compile(r"(?:ghi chu|danh sach (?:nay )?(?:gom|co)|tong|cong|ngay \d+ thang)\b")
SECTION = re.compile(r"(?:[ivx]{1,5}|[a-e])[.)/:-]\s*\w|(?:huyen|thi xa|nhom|quan) \w")
NUMBERING = re.compile(r"[(\[]?(?:\d{1,2}|[a-z])[)\]]?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was left out. `row` counts as the spreadsheet does; `sheet` is "" when there is only one."""

    row: int
    column: str
    reason: str
    sheet: str = ""

    @property
    def heading(self) -> str:
        """The column as people call it."""
        return NAMES.get(self.column, self.column)

    def __str__(self) -> str:
        where = f"Trang “{self.sheet}”, dòng" if self.sheet else "Dòng"
        return f"{where} {self.row}, cột “{self.heading}”: {self.reason}"


class RowRefused(Exception):
    """A row that makes sense by itself does not fit what the register holds."""

    def __init__(self, column: str, reason: str):
        super().__init__(reason)
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class Facts:
    """A row that makes sense by itself. `producer` is "" where none is named, `origin` is as printed."""

    row: int
    sheet: str
    product: str
    producer: str
    kind: str
    address: str
    commune: str
    district: str
    province: str  # as printed
    province_now: str
    province_code: str
    criteria_set: str
    stars: int
    decision: str
    number: str
    product_code: str
    issuer: str
    issued_on: date
    replaces: bool
    verification: str
    source: str

    @property
    def origin(self) -> str:
        """The place as printed, smallest unit first."""
        stated = [self.commune, self.district, self.province or self.province_now]
        if self.address:
            stated = [part for part in (self.address, *stated) if part == self.address or part not in self.address]
        return ", ".join(filter(None, stated))[:300]


@dataclass
class Listing:
    """What a file holds: rows that make sense, rows that do not, and what was not looked at."""

    facts: list[Facts] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows of products, good and bad."""
        return len(self.facts) + len({(problem.sheet, problem.row) for problem in self.problems})


def read_list(content: bytes, today: date, province: str = "") -> Listing:
    """Every row of every sheet that holds a list. `province` is taken where the file names none.

    Raises FileRefused for what is no such file.
    """
    book = open_book(content)
    listing, several, missing = Listing(notes=book.notes), len(book.sheets) > 1, ""
    headers: list[tuple[Sheet, Header]] = []
    for sheet in book.sheets:
        try:
            if header := find_header(sheet, province):
                headers.append((sheet, header))
            elif sheet.rows:
                listing.notes.append(f"Trang “{sheet.name}” không có bảng sản phẩm nên không đọc.")
        except FileRefused as refused:
            missing = missing or str(refused)
            listing.notes.append(f"Trang “{sheet.name}” không đọc. {refused}")
    if not headers:
        raise FileRefused(missing or "Không tìm thấy hàng tên cột: cần tên sản phẩm, hạng sao, ngày quyết định, tỉnh.")
    for sheet, header in headers:
        _read_sheet(sheet, header, today, listing, sheet.name if several else "")
    return listing


def _read_sheet(sheet: Sheet, header: Header, today: date, listing: Listing, name: str) -> None:
    for row in _products(sheet.rows[header.after + 1 :], header, listing, name):
        values = {column: row.at(header.columns.get(column)) for column in HEADERS}
        values["star"] = header.star_of(row)
        values |= {column: said for column, said in header.said.items() if not text_of(values[column])}
        told = [("product", row.refused)] if row.refused else _faults(values, today, sheet.epoch)
        problems = [Problem(row.number, *one, name) for one in told]
        if problems:
            listing.problems.extend(problems)
        else:
            listing.facts.append(_facts(row.number, name, values, sheet.epoch))


def _products(rows: Iterable[Row], header: Header, listing: Listing, name: str) -> Iterator[Row]:
    """The rows that are meant as products; the others are noted by number."""
    skipped, began, signed = [], False, False
    for row in rows:
        filled = [at for at, cell in enumerate(row.cells) if isinstance(cell, Bad) or text_of(cell)]
        if not filled:
            continue
        first = fold(text_of(row.cells[filled[0]]))
        signed = signed or SIGNATURE.match(first) is not None
        numbering, began = not began and _numbers(row, filled), True
        if numbering or _is_furniture(row, first, filled, header, signed):
            skipped.append(str(row.number))
        else:
            yield row
    if skipped:
        where = f"trang “{name}”, " if name else ""
        told = f"Bỏ qua dòng không phải sản phẩm ({where}đề mục, tổng cộng, chữ ký): {', '.join(skipped[:30])}."
        listing.notes.append(told)


def _numbers(row: Row, filled: list[int]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3)."""
    return len(filled) > 1 and all(NUMBERING.fullmatch(fold(text_of(row.cells[at]))) for at in filled)


def _is_furniture(row: Row, first: str, filled: list[int], header: Header, signed: bool) -> bool:
    """`first`: the first cell with text, folded; `signed`: whether a signature stood at or above this row."""
    if TOTAL.fullmatch(first):
        return True
    if len(filled) == 1 and (filled[0] != header.columns["product"] or SECTION.match(first)):
        return True
    return (signed or REMARK.match(first) is not None) and not _is_starred(row, header)


def _is_starred(row: Row, header: Header) -> bool:
    cell = header.star_of(row)
    return isinstance(cell, Bad) or _starred({"star": text_of(cell)}) is None


# Each check answers (column, reason) for the first thing wrong, or None -----------------------------
Told = tuple[str, str]


def _faults(values: dict[str, Value], today: date, epoch: date) -> list[Told]:
    """All that is wrong with a row, at most one thing for each column."""
    spoiled = [(column, cell.reason) for column, cell in values.items() if isinstance(cell, Bad)]
    texts = {column: text_of(cell) for column, cell in values.items()}
    told = [*spoiled, *filter(None, (check(texts) for check in CHECKS)), *_dated(values, today, epoch)]
    return list({column: (column, reason) for column, reason in reversed(told)}.values())[::-1]


def _named(texts: dict[str, str]) -> Told | None:
    return ("product", "thiếu tên sản phẩm") if not texts["product"] else None


def _lettered(texts: dict[str, str]) -> Told | None:
    for column in ("product", "producer", "address"):
        try:
            refuse_lost_letters(texts[column])
        except Unreadable as lost:
            return column, str(lost)
    return None


def _short_enough(texts: dict[str, str]) -> Told | None:
    too_long = next((column for column, most in LONGEST.items() if len(texts[column]) > most), None)
    return (too_long, f"dài quá {LONGEST[too_long]} ký tự") if too_long else None


def _starred(texts: dict[str, str]) -> Told | None:
    if not texts["star"]:
        return "star", "thiếu hạng sao (nguồn không nêu)"
    try:
        read_stars(texts["star"])
    except Unreadable as unread:
        return "star", str(unread)
    return None


def _placed(texts: dict[str, str]) -> Told | None:
    if not any(texts[column] for column in ("province_current_code", "province_current", "province_stated")):
        return "province_stated", "thiếu tỉnh"
    return None


def _grouped(texts: dict[str, str]) -> Told | None:
    code = texts["criteria_set"]
    return ("criteria_set", f"không có bộ “{code[:20]}”") if code and code not in ocop.CRITERIA_SETS else None


def _checked(texts: dict[str, str]) -> Told | None:
    grade = texts["verification"]
    if grade == "U":
        return "verification", "hạng sao chưa kiểm chứng"
    return ("verification", "chỉ nhận A hoặc B") if grade not in ("", "A", "B") else None


def _standing(texts: dict[str, str]) -> Told | None:
    ended = texts["status_at_2026_11_21"] in ("revoked", "expired_removed")
    return ("status_at_2026_11_21", "đã bị thu hồi hoặc đưa khỏi danh sách") if ended else None


CHECKS: tuple[Callable[[dict[str, str]], Told | None], ...] = (
    _named, _lettered, _short_enough, _starred, _placed, _checked, _standing, _grouped,
)  # fmt: skip


def _dated(values: dict[str, Value], today: date, epoch: date) -> list[Told]:
    stated = values["decision_date"]
    if not text_of(stated):
        return [("decision_date", "thiếu ngày quyết định, không tính được thời hạn")]
    try:
        day = read_date(stated, epoch)
    except Unreadable as unread:
        return [("decision_date", str(unread))]
    if not EARLIEST <= day <= today:
        return [("decision_date", f"ngày {day:%d/%m/%Y} nằm ngoài khoảng từ 2018 đến hôm nay")]
    return []


def _facts(row: int, sheet: str, values: dict[str, Value], epoch: date) -> Facts:
    texts = {column: text_of(cell) for column, cell in values.items()}
    texts = {
        column: "" if text.casefold() in NOTHING and column != "product" else text for column, text in texts.items()
    }
    producer = "" if fold(texts["producer"]) == NOT_STATED else texts["producer"]
    return Facts(
        row=row,
        sheet=sheet,
        product=texts["product"],
        producer=producer,
        kind=kind_of(texts["producer_type"], producer),
        address=texts["address"],
        commune=texts["commune_stated"],
        district=texts["district_stated"],
        province=texts["province_stated"],
        province_now=texts["province_current"],
        province_code=code_of(texts["province_current_code"]),
        criteria_set=texts["criteria_set"],
        stars=read_stars(texts["star"]),
        decision=texts["decision_no"],
        number=texts["number"],
        product_code=texts["product_code"],
        issuer=texts["issuer"],
        issued_on=read_date(values["decision_date"], epoch),
        replaces=fold(texts["kind"]) in RENEWALS,
        verification=texts["verification"],
        source=texts["source"] if texts["source"].startswith("http") else "",
    )


def kind_of(stated: str, producer: str) -> str:
    """Kind of producer from its own column, or from how its name begins; "unknown" otherwise."""
    if known := KINDS.get(fold(stated)):
        return known
    name = fold(producer)
    return next((kind for word, kind in KINDS.items() if name.startswith(f"{word} ")), "unknown")
