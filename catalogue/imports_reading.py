"""A file of certificates, read row by row into facts or into problems a person can act on. Plain values only.

Headers are those of catalogue/data/ocop_products.csv or their Vietnamese names (HEADERS); case, accents and order do
not matter, unknown columns are left alone. UTF-8, with a comma, semicolon or tab between the cells.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from catalogue import ocop
from catalogue.vietnamese import fold

HEADERS = {
    "product": ("ten san pham", "san pham"),
    "producer": ("chu the", "ten chu the", "co so san xuat"),
    "producer_type": ("loai hinh", "loai hinh chu the"),
    "commune_stated": ("xa", "xa phuong"),
    "district_stated": ("huyen", "quan huyen"),
    "province_stated": ("tinh", "tinh cu"),
    "province_current": ("tinh hien nay", "tinh, thanh pho hien nay"),
    "province_current_code": ("ma tinh", "ma tinh hien nay"),
    "criteria_set": ("bo san pham", "bo tieu chi"),
    "star": ("hang sao", "so sao", "sao"),
    "decision_no": ("so quyet dinh", "quyet dinh so"),
    "decision_date": ("ngay quyet dinh", "ngay cap"),
    "status_at_2026_11_21": ("tinh trang",),
    "verification": ("kiem chung",),
    "source": ("nguon",),
}
REQUIRED = ("product", "star", "decision_date")
NAMES = {column: aliases[0] for column, aliases in HEADERS.items()} | {
    "product": "tên sản phẩm",
    "producer": "chủ thể",
    "star": "hạng sao",
    "decision_date": "ngày quyết định",
    "decision_no": "số quyết định",
    "criteria_set": "bộ sản phẩm",
    "province_current_code": "mã tỉnh",
    "verification": "kiểm chứng",
    "status_at_2026_11_21": "tình trạng",
}
LONGEST = {"product": 255, "producer": 200, "decision_no": 60, "source": 500}
KINDS = {"htx": "cooperative", "dn": "company", "ho": "household", "tht": "group"}
NOT_STATED = "khong neu"
EARLIEST = date(2018, 1, 1)  # the programme's first year


class FileRefused(ValueError):
    """The file as a whole cannot be read; the message is for the person who sent it."""


@dataclass(frozen=True)
class Problem:
    """Why a row was left out. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"Dòng {self.row}, cột “{NAMES.get(self.column, self.column)}”: {self.reason}"


@dataclass(frozen=True)
class Facts:
    """A row that makes sense by itself. `producer` is "" where none is named."""

    row: int
    product: str
    producer: str
    kind: str
    origin: str
    province_code: str
    province: str
    criteria_set: str
    stars: int
    decision: str
    issued_on: date
    verification: str
    source: str


def read_file(content: bytes, today: date) -> Iterator[Facts | Problem]:
    """Each row's facts, or its first problem. Raises FileRefused for what is no such file."""
    reader = _reader(content)
    header = next(reader, None)
    if not header:
        raise FileRefused("Tệp trống.")
    columns = _columns(header)
    row = 1
    while True:
        row += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield Problem(row, "product", "không đọc được dòng này (dấu nháy hoặc ký tự lạ)")
            continue
        if any(cell.strip() for cell in cells):
            yield _understand(row, cells, columns, today)


def _reader(content: bytes):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("Tệp không phải UTF-8. Khi lưu từ bảng tính, chọn “CSV UTF-8”.") from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    return csv.reader(io.StringIO(text.replace("\0", "�"), newline=""), delimiter=mark)


def _columns(header: list[str]) -> dict[str, int]:
    """Where each known column stands. Raises FileRefused naming those that are missing."""
    words = [re.sub(r"\s+", " ", fold(name)).strip() for name in header]
    found = {
        column: at
        for column, aliases in HEADERS.items()
        for at, word in enumerate(words)
        if word == column or word in aliases
    }
    missing = [NAMES[column] for column in REQUIRED if column not in found]
    if not {"province_current", "province_current_code"} & found.keys():
        missing.append(NAMES["province_current_code"])
    if missing:
        raise FileRefused(f"Thiếu cột: {', '.join(missing)}.")
    return found


def _understand(row: int, cells: list[str], columns: dict[str, int], today: date) -> Facts | Problem:
    values = {column: _cell(cells, columns.get(column)) for column in HEADERS}
    problem = next(filter(None, (check(values, today) for check in CHECKS)), None)
    if problem:
        return Problem(row, *problem)
    producer = "" if fold(values["producer"]) == NOT_STATED else values["producer"]
    stated = (values["commune_stated"], values["district_stated"], values["province_stated"])
    return Facts(
        row=row,
        product=values["product"],
        producer=producer,
        kind=KINDS.get(fold(values["producer_type"]), "unknown"),
        origin=", ".join(filter(None, stated)),
        province_code=values["province_current_code"].zfill(2) if values["province_current_code"] else "",
        province=values["province_current"],
        criteria_set=values["criteria_set"],
        stars=int(values["star"]),
        decision=values["decision_no"],
        issued_on=read_date(values["decision_date"]),
        verification=values["verification"],
        source=values["source"] if values["source"].startswith("http") else "",
    )


def _cell(cells: list[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def read_date(text: str) -> date:
    """2026-08-05 or 5/8/2026. Raises ValueError."""
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    return date.fromisoformat(text)


# Each check answers (column, reason) for the first thing wrong, or None -----------------------------
def _named(values: dict, today: date):
    return ("product", "thiếu tên sản phẩm") if not values["product"] else None


def _short_enough(values: dict, today: date):
    too_long = next((column for column, most in LONGEST.items() if len(values[column]) > most), None)
    return (too_long, f"dài quá {LONGEST[too_long]} ký tự") if too_long else None


def _starred(values: dict, today: date):
    star = values["star"]
    if not star:
        return "star", "nguồn không nêu hạng sao"
    good = star in {str(stars) for stars in ocop.CERTIFIED_STARS}
    return None if good else ("star", f"hạng sao phải là 3, 4 hoặc 5, không phải “{star[:20]}”")


def _dated(values: dict, today: date):
    if not values["decision_date"]:
        return "decision_date", "thiếu ngày, không tính được thời hạn"
    try:
        day = read_date(values["decision_date"])
    except ValueError:
        return (
            "decision_date",
            f"không đọc được ngày “{values['decision_date'][:20]}” (viết 2026-08-05 hoặc 05/08/2026)",
        )
    if not EARLIEST <= day <= today:
        return "decision_date", "ngày nằm ngoài khoảng từ 2018 đến hôm nay"
    return None


def _grouped(values: dict, today: date):
    code = values["criteria_set"]
    return ("criteria_set", f"không có bộ “{code[:20]}”") if code and code not in ocop.CRITERIA_SETS else None


def _checked(values: dict, today: date):
    grade = values["verification"]
    if grade == "U":
        return "verification", "hạng sao chưa kiểm chứng"
    return ("verification", "chỉ nhận A hoặc B") if grade not in ("", "A", "B") else None


def _standing(values: dict, today: date):
    ended = values["status_at_2026_11_21"] in ("revoked", "expired_removed")
    return ("status_at_2026_11_21", "đã bị thu hồi hoặc đưa khỏi danh sách") if ended else None


CHECKS = (_named, _short_enough, _starred, _checked, _standing, _dated, _grouped)
