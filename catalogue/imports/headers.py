"""Finding the header of an official list: under its titles, over one row or two. See docs/import.md."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from catalogue.imports.cells import Unreadable, read_date, read_marks, text_of
from catalogue.imports.files import FileRefused, Row, Sheet, Value
from catalogue.vietnamese import fold

# column of ocop_products.csv: its Vietnamese names, folded, without what stands in brackets
HEADERS = {
    "product": ("ten san pham", "san pham", "ten san pham ocop", "san pham ocop", "ten san pham dich vu",
                "ten san pham duoc cong nhan", "san pham ten"),
    "producer": ("chu the", "ten chu the", "chu the ocop", "co so san xuat", "ten co so", "chu the san xuat",
                 "ten chu the san xuat", "chu the san pham", "don vi san xuat", "chu the ten", "to chuc ca nhan",
                 "ten don vi"),
    "producer_type": ("loai hinh", "loai hinh chu the", "loai hinh to chuc", "chu the loai hinh"),
    "address": ("dia chi", "dia chi chu the", "dia chi san xuat", "chu the dia chi", "dia diem san xuat", "dia chi co so"),
    "commune_stated": ("xa", "xa phuong", "xa phuong thi tran", "xa phuong dac khu", "dia chi xa"),
    "district_stated": ("huyen", "quan huyen", "huyen thi xa thanh pho", "huyen tp", "huyen thi xa", "dia chi huyen"),
    "province_stated": ("tinh", "tinh cu", "tinh thanh pho", "tinh tp", "tinh thanh", "dia phuong", "dia chi tinh"),
    "province_current": ("tinh hien nay", "tinh thanh pho hien nay", "tinh moi"),
    "province_current_code": ("ma tinh", "ma tinh hien nay", "ma tinh thanh pho"),
    "criteria_set": ("bo san pham", "bo tieu chi", "ma bo san pham"),
    "star": ("hang sao", "so sao", "sao", "xep hang", "phan hang", "ket qua phan hang", "hang", "dat hang sao",
             "hang sao dat", "ket qua xep hang", "hang sao cong nhan"),
    "decision_no": ("so quyet dinh", "quyet dinh so", "so qd", "quyet dinh", "quyet dinh cong nhan",
                    "so quyet dinh cong nhan"),
    "decision_date": ("ngay quyet dinh", "quyet dinh ngay", "ngay cap", "ngay cong nhan", "ngay ky",
                      "ngay thang quyet dinh", "ngay ban hanh", "ngay qd", "ngay thang nam"),
    "issuer": ("co quan cap", "co quan ban hanh", "co quan cong nhan", "co quan ky"),
    "number": ("so giay chung nhan", "so gcn", "so giay"),
    "product_code": ("ma san pham", "ma so san pham", "ma san pham ocop", "ma so san pham ocop", "ma ocop",
                     "ma so san pham duoc cong nhan"),
    "kind": ("hinh thuc", "loai ho so", "hinh thuc danh gia", "loai danh gia"),
    "status_at_2026_11_21": ("tinh trang",),
    "verification": ("kiem chung",),
    "source": ("nguon",),
}  # fmt: skip
NAMES = {
    "product": "tên sản phẩm",
    "producer": "chủ thể",
    "producer_type": "loại hình",
    "address": "địa chỉ",
    "commune_stated": "xã",
    "district_stated": "huyện",
    "province_stated": "tỉnh",
    "province_current": "tỉnh hiện nay",
    "province_current_code": "mã tỉnh",
    "criteria_set": "bộ sản phẩm",
    "star": "hạng sao",
    "decision_no": "số quyết định",
    "decision_date": "ngày quyết định",
    "issuer": "cơ quan cấp",
    "number": "số giấy chứng nhận",
    "product_code": "mã sản phẩm",
    "kind": "hình thức",
    "status_at_2026_11_21": "tình trạng",
    "verification": "kiểm chứng",
    "source": "nguồn",
}
WORDS = {re.sub(r"[\W_]+", " ", word): column for column, more in HEADERS.items() for word in (column, *more)}
MARKED = re.compile(rf"(?:(?:{'|'.join(HEADERS['star'])}|dat) )?(?:(?P<number>[345])|(?P<word>ba|bon|nam)) sao")
STAR_WORDS = {"ba": 3, "bon": 4, "nam": 5}
LOOKED_AT = 40  # rows among which the header is looked for
PLACES = ("province_current_code", "province_current", "province_stated")

DECISION = re.compile(
    r"quyết định số[:\s]*(?P<number>\d+[\w./-]*?)[,;]?\s+ngày\s+"
    r"(?P<day>\d{1,2}\s*(?:/|-|tháng)\s*\d{1,2}\s*(?:/|-|năm)\s*\d{4})",
    re.IGNORECASE,
)
SIGNED_BY = re.compile(r"\bcủa\s+(?P<issuer>(?:chủ tịch\s+)?(?:ubnd|ủy ban nhân dân|bộ)\b[^)\n;,]*)", re.IGNORECASE)
OF_PROVINCE = re.compile(r"\b(?:tỉnh|thành phố|tp\.?)\s+(?P<name>[^\W\d_][^\n,;().:]*)", re.IGNORECASE)


@dataclass
class Header:
    """Where each known column stands, where the data begins, and what the titles above say for every row.

    `marked`: the columns of a list that gives the star as a mark under "3 sao", "4 sao" or "5 sao", by their stars.
    """

    columns: dict[str, int]
    after: int  # index of the last header row among the sheet's rows
    said: dict[str, str] = field(default_factory=dict)
    marked: dict[int, int] = field(default_factory=dict)

    def star_of(self, row: Row) -> Value:
        """The star that a row states, in its own column or by a mark in one of several."""
        if not self.marked:
            return row.at(self.columns["star"])
        return read_marks({stars: row.at(at) for stars, at in self.marked.items()})


def find_header(sheet: Sheet, province: str = "") -> Header | None:
    """The first rows that name product and star; None when no row names any known column.

    Raises FileRefused naming the columns that are missing.
    """
    best: dict[str, int] = {}
    for index, row in enumerate(sheet.rows[:LOOKED_AT]):
        several = sum(bool(text_of(cell)) for cell in row.cells) > 1  # a title stands alone
        for height in (1, 2) if several else (1,):
            columns = _columns(sheet.rows[index : index + height])
            if "product" in columns and ("star" in columns or _marked(columns)):
                return _whole(sheet, index, height, columns, province)
            best = max(best, columns, key=len)
    if best:
        raise FileRefused(f"Thiếu cột: {', '.join(_missing(best, ['province_stated'] if province else []))}.")
    return None


def _whole(sheet: Sheet, first: int, height: int, columns: dict[str, int], province: str) -> Header:
    if height == 1 and _continues(sheet.rows, first, columns):
        height, columns = 2, columns | _columns(sheet.rows[first : first + 2])
    said = ({"province_stated": province} if province else {}) | _titles(sheet.rows[:first], sheet.epoch)
    if missing := _missing(columns, said):
        raise FileRefused(f"Thiếu cột: {', '.join(missing)}.")
    marked = _marked(columns)
    return Header(
        columns | {"star": columns.get("star", min(marked.values(), default=0))}, first + height - 1, said, marked
    )


def _marked(columns: dict[str, int]) -> dict[int, int]:
    """Where "3 sao", "4 sao", "5 sao" stand."""
    return {stars: columns[f"star_{stars}"] for stars in STAR_WORDS.values() if f"star_{stars}" in columns}


def _missing(columns: Iterable[str], said: Iterable[str]) -> list[str]:
    known = {*columns, *said} | ({"star"} if any(column.startswith("star_") for column in columns) else set())
    missing = [NAMES[column] for column in ("product", "star", "decision_date") if column not in known]
    return missing if known.intersection(PLACES) else [*missing, "tỉnh hoặc mã tỉnh"]


def _columns(rows: list[Row]) -> dict[str, int]:
    """The known columns of one header row, or of two: the lower name counts, alone or after the one above it."""
    found: dict[str, int] = {}
    upper, *lower = [[_words(text_of(cell)) for cell in row.cells] for row in rows]
    for at, words in enumerate(_joined(upper, lower[0]) if lower else [(word,) for word in upper]):
        column = next(filter(None, map(_column, words)), None)
        if column and column not in found:
            found[column] = at
    return found


def _column(word: str) -> str | None:
    """The column that a name of a header stands for; star_3 to star_5 are marked."""
    if found := MARKED.fullmatch(word):
        return f"star_{found['number'] or STAR_WORDS[found['word']]}"
    return WORDS.get(word)


def _joined(upper: list[str], lower: list[str]) -> list[tuple[str, ...]]:
    """For each column its possible names. A name above a group stands in the group's first column only."""
    width, group, names = max(len(upper), len(lower)), "", []
    for at in range(width):
        above, below = (row[at] if at < len(row) else "" for row in (upper, lower))
        group = above or group
        names.append((f"{group} {below}", below) if below and below != above else (above,))
    return names


def _continues(rows: list[Row], first: int, columns: dict[str, int]) -> bool:
    """Whether the row after a header names further columns, and no product."""
    if first + 1 >= len(rows):
        return False
    below = [_words(text_of(cell)) for cell in rows[first + 1].cells]
    held = [below[columns[name]] for name in ("product", "star") if columns.get(name, len(below)) < len(below)]
    named = any(_column(word) or word in ("ten", "so", "ngay") for word in below)
    return named and all(not word or _column(word) for word in held)


def _words(text: str) -> str:
    """A header as it is compared: folded, without brackets, spaces between the words only."""
    bare = re.sub(r"\([^)]*\)", " ", text)
    return re.sub(r"[\W_]+", " ", fold(bare)).strip()


def _titles(rows: list[Row], epoch: date) -> dict[str, str]:
    """What stands above the table for all its rows: decision, day, who signed, province."""
    lines = [text_of(cell) for row in rows for cell in row.cells if text_of(cell)]
    text = unicodedata.normalize("NFC", "\n".join(lines))
    said = {}
    if found := DECISION.search(text):
        said = {"decision_no": found["number"].rstrip(".,"), "decision_date": found["day"]}
        try:
            read_date(found["day"], epoch)
        except Unreadable:
            said = {}
    if said and (signed := SIGNED_BY.search(text, DECISION.search(text).end())):
        said["issuer"] = signed["issuer"].strip()
    if named := OF_PROVINCE.search(text):
        said["province_stated"] = named["name"].strip()
    return said
