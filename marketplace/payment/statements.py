"""A bank's statement as CSV: good rows become transfers, the others are named with the reason.

Columns are found by their heading, as Vietnamese banks write them. Rows of money going out are left aside.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import make_aware, now
from django.utils.translation import gettext as _

from catalogue.vietnamese import fold
from marketplace.payment import bank
from marketplace.payment.acts import note_act

SOURCE = "csv"
LARGEST_FILE, MOST_ROWS = 2 * 1024 * 1024, 20_000  # bytes, rows
HEADINGS = {
    "day": ("ngay giao dich", "ngay gd", "ngay hieu luc", "ngay", "thoi gian", "transaction date", "date"),
    "amount": ("so tien ghi co", "ghi co", "phat sinh co", "tien vao", "so tien", "credit", "credit amount", "amount"),
    "reference": ("so tham chieu", "ma tham chieu", "so but toan", "ma giao dich", "so ct", "reference", "ref no", "transaction id"),
    "content": ("noi dung giao dich", "noi dung", "dien giai", "mo ta", "description", "content"),
    "account": ("so tai khoan", "tai khoan", "account number", "account"),
}  # fmt: skip
NEEDED = ("day", "amount", "reference", "content")
DAYS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
_GROUPED = re.compile(r"\+?(\d{1,3}([., ]\d{3})+|\d+)([.,]0{1,2})?")


class Unreadable(Exception):
    """Not a statement that we can read; the sentence says why."""


class BadRow(Exception):
    """One row that is no transfer; the sentence says why."""


@dataclass
class Report:
    """What became of a statement. `problems`: (number of the row, sentence)."""

    new: int = 0
    known: int = 0
    outgoing: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def import_statement(data: bytes, *, name: str, by) -> Report:
    """Keep and count every incoming transfer of a statement once, whatever told it before. Raises Unreadable."""
    rows = _rows(_text(data))
    columns = _columns(rows[0][1] if rows else [])
    report = Report()
    for number, cells in rows[1:]:
        _take(number, cells, columns, report)
    with transaction.atomic():
        note_act("statement", by=by, note=f"{name[:100]}: +{report.new}, ={report.known}, !{len(report.problems)}")
    return report


def _text(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("Tệp lớn hơn 2 MB."))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\0", "")
    except UnicodeDecodeError as trouble:
        raise Unreadable(_("Tệp không phải là chữ UTF-8. Hãy lưu lại dưới dạng CSV UTF-8.")) from trouble


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(number in the file, cells) from the line of headings on, parted by whatever sign makes them readable."""
    return next(filter(None, (list(_parted(text, sign)) for sign in ",;\t")), [])


def _parted(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    """Banks put lines of their own above the headings."""
    has_headings = False
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=sign), 1):
            has_headings = has_headings or not _missing(_found(cells))
            if has_headings and any(cell.strip() for cell in cells):
                yield number, cells
            if number > MOST_ROWS:
                raise Unreadable(_("Tệp có hơn 20.000 dòng."))
    except csv.Error as trouble:
        raise Unreadable(_("Tệp không phải là CSV.")) from trouble


def _columns(headings: list[str]) -> dict[str, int]:
    if _missing(found := _found(headings)):
        raise Unreadable(_("Không thấy dòng tiêu đề có đủ cột ngày, số tiền ghi có, số tham chiếu và nội dung."))
    return found


def _found(headings: list[str]) -> dict[str, int]:
    """{our word: place}; the first name of a word's list that stands there wins."""
    plain = [" ".join(re.sub(r"[^a-z ]", " ", fold(heading)).split()) for heading in headings]
    return {
        word: plain.index(name)
        for word, names in HEADINGS.items()
        if (name := next((name for name in names if name in plain), None))
    }


def _missing(found: dict[str, int]) -> bool:
    return not found.keys() >= set(NEEDED)


def _take(number: int, cells: list[str], columns: dict[str, int], report: Report) -> None:
    given = {word: cells[place].strip() if place < len(cells) else "" for word, place in columns.items()}
    if given["amount"] in ("", "0", "-") or given["amount"].startswith(("-", "(")):
        report.outgoing += 1
        return
    try:
        _kept, is_new = bank.receive(_told(given))
    except BadRow as trouble:
        report.problems.append((number, str(trouble)))
        return
    report.new += is_new
    report.known += not is_new


def _told(given: dict[str, str]) -> bank.Told:
    if not bank.squeezed(given["reference"]):
        raise BadRow(_("Thiếu số tham chiếu: không có nó thì không biết giao dịch này đã được báo chưa."))
    told = bank.Told(
        provider=SOURCE,
        external_id="",
        account=(given.get("account") or settings.BANK_ACCOUNT)[:40],
        amount=_dong(given["amount"]),
        booked_at=_day(given["day"]),
        content=given["content"][:500],
        reference=given["reference"][:80],
    )
    return bank.Told(**(vars(told) | {"external_id": told.fingerprint}))


def _dong(text: str) -> int:
    """Whole đồng: "250.000", "250,000.00", "250000 VND"."""
    plain = re.sub(r"(?i)\s*(vnd|vnđ|đ|₫)$", "", text)
    if not (read := _GROUPED.fullmatch(plain)):
        raise BadRow(_("Số tiền không đọc được: %(text)s") % {"text": text[:40]})
    amount = int(re.sub(r"\D", "", read.group(1)))
    if not 0 < amount < bank.LARGEST:
        raise BadRow(_("Số tiền không đọc được: %(text)s") % {"text": text[:40]})
    return amount


def _day(text: str) -> datetime:
    for form in DAYS:
        try:
            day = make_aware(datetime.strptime(text, form))  # noqa: DTZ007
        except ValueError:
            continue
        if not 2000 < day.year <= now().year + 1:
            break
        return day
    raise BadRow(_("Ngày không đọc được: %(text)s") % {"text": text[:40]})
