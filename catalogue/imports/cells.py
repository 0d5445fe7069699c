"""What stands in one cell: stars, days, names. Plain functions on plain values."""

import re
import unicodedata
from datetime import date, timedelta

from catalogue import ocop
from catalogue.imports.files import EPOCH, Bad, Value
from catalogue.vietnamese import fold

FIRST_YEAR, LAST_YEAR = 2018, 2100  # of the programme; of what is read as a year
EARLIEST = date(FIRST_YEAR, 1, 1)
COUNTED = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
STARS = re.compile(r"(?:(?:dat|ocop|hang|hang sao)\s+)*(?P<count>\d|mot|hai|ba|bon|nam)(?:[.,]0)?\s*(?:sao|[*★⭐]+)?")
DAY = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*(?:[/.-]|tháng)\s*(\d{1,2})\s*(?:[/.-]|năm)\s*(\d{4})", re.IGNORECASE)
LOST = re.compile(r"\w\?\w|\N{REPLACEMENT CHARACTER}")
OLD_FONT = re.compile(r"[^\W\d_][¨©ª«¬®µ¶·¸¹»¼½¾¦§]+[^\W\d_]|(?<!\w)[®§][^\W\d_]")  # letters of TCVN3 read as Latin-1
MARK = re.compile(r"[xv1+*•●✓✔✅☑☒√]|co|dat")  # folded
UNMARKED = {"", "-", "–", "—", "0", "khong", "khong co", "☐"}
NOTHING = {"", "-", "–", "—", "không có"}


class Unreadable(ValueError):
    """A cell that says nothing we understand; the message says why, in Vietnamese."""


def text_of(value: Value) -> str:
    """The cell as composed text on one line; 86.0 is "86", a day is written 2026-08-05."""
    if value is None or isinstance(value, Bad | bool):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", str(value))).strip()


def refuse_lost_letters(text: str) -> None:
    """Raises Unreadable for text whose letters were lost by an old encoding or font."""
    if LOST.search(text):
        raise Unreadable(f"chữ đã mất khi lưu tệp (“{text[:40]}”); lưu lại dạng .xlsx hoặc CSV UTF-8")
    if OLD_FONT.search(text):
        raise Unreadable(f"chữ dùng phông cũ TCVN3 hoặc VNI (“{text[:40]}”); chuyển sang Unicode")


def read_stars(text: str) -> int:
    """3 to 5 from "4", "4 sao", "****" or "Bốn sao". Raises Unreadable."""
    plain = fold(text)
    if re.fullmatch(r"[*★⭐]+", plain):
        stars = len(plain)
    elif found := STARS.fullmatch(plain):
        count = found["count"]
        stars = COUNTED.get(count) or int(count)
    else:
        stars = 0
    if stars not in ocop.CERTIFIED_STARS:
        raise Unreadable(f"hạng sao phải là 3, 4 hoặc 5, không phải “{text[:20]}”")
    return stars


def read_marks(cells: dict[int, Value]) -> Value:
    """The star of the one marked cell, as text, of cells by the star they stand for; "" without a mark.

    Bad for marks in several cells, and for what is neither a mark nor the cell's own star.
    """
    if bad := next((cell for cell in cells.values() if isinstance(cell, Bad)), None):
        return bad
    texts = {stars: "x" if cell is True else text_of(cell) for stars, cell in cells.items()}
    filled = {stars: text for stars, text in texts.items() if fold(text) not in UNMARKED}
    if strange := next((one for one in filled.items() if not _is_mark(*one)), None):
        return Bad(f"không hiểu “{strange[1][:20]}” ở cột {strange[0]} sao; đánh dấu x vào một cột")
    if len(filled) > 1:
        return Bad(f"đánh dấu ở nhiều cột: {', '.join(f'{stars} sao' for stars in sorted(filled))}")
    return str(next(iter(filled), ""))


def _is_mark(stars: int, text: str) -> bool:
    """A mark, or the column's own star written out."""
    if MARK.fullmatch(fold(text)):
        return True
    try:
        return read_stars(text) == stars
    except Unreadable:
        return False


def read_date(value: Value, epoch: date = EPOCH) -> date:
    """A day from a spreadsheet's date or its number, "2026-08-05", "5/8/2026" or "ngày 5 tháng 8 năm 2026".

    Raises Unreadable, also for a year or a month alone.
    """
    if isinstance(value, date):
        return value
    text = text_of(value).removesuffix(" 00:00:00")
    if re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise Unreadable(f"chỉ có năm {text}; cần đủ ngày, tháng, năm")
    if re.fullmatch(r"\d{5}", text):
        return epoch + timedelta(days=int(text))
    try:
        if found := DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"không đọc được ngày “{text[:20]}” (viết 2026-08-05 hoặc 05/08/2026)") from None


def code_of(text: str) -> str:
    """A province's code with the zero that spreadsheets drop: "1" -> "01"."""
    return text.zfill(2) if text else ""
