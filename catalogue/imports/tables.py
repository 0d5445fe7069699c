"""CSV: bytes into rows. Excel writes them in many encodings; a wrong guess would put wrong names on certificates."""

import csv
import io
import re
import unicodedata

from catalogue.imports.files import MOST_COLUMNS, MOST_ROWS, Bad, Book, FileRefused, Row, Sheet, Value, too_many_rows

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAMPLE = 4096  # characters looked at to tell an encoding or a separator
UNREADABLE = "không đọc được dòng này (dấu nháy hoặc ký tự lạ)"
FORMULA = "ô bắt đầu bằng “=” như một công thức; xin ghi giá trị"
SAVE_AS = "Mở tệp bằng bảng tính, lưu lại dạng .xlsx hoặc “CSV UTF-8”."

# A syllable: consonants, vowels with their marks, consonants. Words of other languages may fail; most words decide.
_VOWELS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
SYLLABLE = re.compile(rf"[bcdđghklmnpqrstvxfjwz]{{0,3}}[{_VOWELS}]{{1,3}}(?:ch|ng|nh|[cmnptk])?", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


def read(content: bytes) -> Book:
    """One sheet. Raises FileRefused for an encoding that is not read for certain."""
    text = decode(content).replace("\0", "\N{REPLACEMENT CHARACTER}")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    return Book([Sheet("", list(_rows(lines)))])


def _rows(lines):
    number = 0
    while True:
        number += 1
        if number > MOST_ROWS:
            raise too_many_rows()
        try:
            yield Row(number, [_cell(cell) for cell in next(lines)[:MOST_COLUMNS]])
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, ["?"], UNREADABLE)


def _cell(cell: str) -> Value:
    return Bad(FORMULA) if cell.lstrip().startswith("=") else cell


def separator(text: str) -> str:
    """The comma, semicolon or tab that stands most often in the first lines."""
    first = text[:SAMPLE]
    return max(",;\t", key=first.count)


def decode(content: bytes) -> str:
    """UTF-8, UTF-16 or Windows-1258 into composed text. Raises FileRefused for TCVN3, VNI and what is no text."""
    for mark, name in BOMS:
        if content.startswith(mark):
            return _strictly(content, name)
    if _looks_like_utf16(content):
        return _strictly(content, "utf-16-le" if content[1:2] == b"\0" else "utf-16-be")
    try:
        return unicodedata.normalize("NFC", content.decode())
    except UnicodeDecodeError:
        return _windows(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return unicodedata.normalize("NFC", content.decode(encoding))
    except UnicodeDecodeError:
        raise FileRefused(f"Tệp hỏng: không đọc được theo bảng mã {encoding[:6].upper()}. {SAVE_AS}") from None


def _looks_like_utf16(content: bytes) -> bool:
    """Without its mark: every other byte of plain letters is zero."""
    start = content[:200]
    return len(start) > 20 and max(start[::2].count(0), start[1::2].count(0)) > len(start) * 0.3


def _windows(content: bytes) -> str:
    """Windows-1258 when its words are Vietnamese; the fonts of before Unicode are named instead of guessed."""
    text = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    if "\N{REPLACEMENT CHARACTER}" not in text and share_of_syllables(text) > 0.8:
        return text
    raise FileRefused(f"Tệp không phải UTF-8 (có thể là bảng mã TCVN3, VNI hoặc Windows cũ). {SAVE_AS}")


def share_of_syllables(text: str) -> float:
    """How many of the words with marks could be Vietnamese: 0 to 1; 0 when no word has a mark."""
    marked = [word for word in WORD.findall(text[: 20 * SAMPLE]) if not word.isascii()]
    return sum(SYLLABLE.fullmatch(word) is not None for word in marked) / len(marked) if marked else 0.0
