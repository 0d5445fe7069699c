"""A settlement sheet as a file: CSV for tables, PDF for paper."""

import csv
from io import BytesIO, StringIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from marketplace.ledger.sheets import Row, Sheet
from marketplace.spreadsheets import plain
from traceability.sheets import REGULAR, STRONG, Fonts, printable, register_fonts

COLUMNS = ("goods", "fee", "vat", "pit", "net", "shipping")
WIDTHS = (22 * mm, 38 * mm, 22 * mm, 28 * mm, 26 * mm, 26 * mm, 26 * mm, 30 * mm, 28 * mm, 26 * mm)
INK, LINE = HexColor("#26221D"), HexColor("#DDD1B8")
HEAD = ParagraphStyle("head", fontName=STRONG, fontSize=15, leading=20, textColor=INK)
PLAIN = ParagraphStyle("plain", fontName=REGULAR, fontSize=9, leading=13, textColor=INK, spaceAfter=3 * mm)
LOOK = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), REGULAR, 8),
        ("FONT", (0, 0), (-1, 0), STRONG, 8),
        ("FONT", (0, -1), (-1, -1), STRONG, 8),
        ("ALIGN", (3, 0), (8, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 1.2, INK),
        ("TEXTCOLOR", (0, 0), (-1, -1), INK),
    ]
)


def as_csv(sheet: Sheet) -> bytes:
    """With a mark by which spreadsheets know UTF-8; amounts are plain numbers."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(_heads())
    writer.writerows([*_facts(row), *(getattr(row, column) for column in COLUMNS), _paid(row)] for row in sheet.rows)
    writer.writerow([_("Cộng"), "", "", *sheet.totals.values(), ""])
    return out.getvalue().encode("utf-8-sig")


def withheld_as_csv(rows: list[dict]) -> bytes:
    """What the platform declares and pays for its sellers in a month."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Chủ thể"), _("Tiền hàng"), _("Thuế GTGT"), _("Thuế TNCN")])
    writer.writerows([plain(row["producer"].name), row["goods"], row["vat"], row["pit"]] for row in rows)
    writer.writerow([_("Cộng"), *(sum(row[column] for row in rows) for column in ("goods", "vat", "pit"))])
    return out.getvalue().encode("utf-8-sig")


def as_pdf(sheet: Sheet, fonts: Fonts) -> bytes:
    register_fonts(fonts)
    title = _("Bảng đối soát tháng %(month)s") % {"month": sheet.month.strftime("%m/%Y")}
    about = _("Phí gửi do người mua trả và được chuyển cho đơn vị vận chuyển, không nằm trong phần thực nhận.")
    story = [
        Paragraph(_escaped(title), HEAD),
        Paragraph(f"{_escaped(sheet.producer.name)}. {_escaped(about)}", PLAIN),
        Table(_cells(sheet), colWidths=WIDTHS, repeatRows=1, style=LOOK),
    ]
    out = BytesIO()
    page = SimpleDocTemplate(
        out, pagesize=landscape(A4), leftMargin=12 * mm, rightMargin=12 * mm, title=title, invariant=1
    )
    page.build(story, onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _cells(sheet: Sheet) -> list[list[str]]:
    rows = [[*_facts(row), *(_grouped(getattr(row, column)) for column in COLUMNS), _paid(row)] for row in sheet.rows]
    foot = [_("Cộng"), "", "", *(_grouped(amount) for amount in sheet.totals.values()), ""]
    return [[printable(cell, REGULAR) for cell in row] for row in [_heads(), *rows, foot]]


def _heads() -> list[str]:
    facts = [_("Ngày"), _("Kiện"), _("Việc")]
    money = [_("Tiền hàng"), _("Phí sàn"), _("Thuế GTGT"), _("Thuế TNCN"), _("Thực nhận"), _("Phí gửi")]
    return [*facts, *money, _("Ngày chi")]


def _facts(row: Row) -> list[str]:
    return [
        localtime(row.at).strftime("%d/%m/%Y"),
        row.parcel.number,
        _("Trả hàng") if row.is_return else _("Đã giao"),
    ]


def _paid(row: Row) -> str:
    if row.is_held:
        return _("Tạm giữ: khiếu nại thẻ")
    return localtime(row.paid_at).strftime("%d/%m/%Y") if row.paid_at else ""


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".").replace("-", "−")


def _escaped(words: str) -> str:
    clean = printable(words, REGULAR)
    return clean.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _number(canvas, page) -> None:
    canvas.setFont(REGULAR, 7)
    canvas.drawRightString(landscape(A4)[0] - 12 * mm, 8 * mm, str(page.page))
