"""A4 sheets of unit labels (tem truy xuất) as PDF: vector QR, text in Vietnamese, read back before release.

Lengths are in points inside this module (72 to the inch), from the top left corner of a label.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import zxingcpp
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from traceability import codes, qr

COLUMNS, ROWS = 3, 7
PER_PAGE = COLUMNS * ROWS
LABEL_WIDTH, LABEL_HEIGHT = (
    63.5 * mm,
    38.1 * mm,
)  # the common sheet of 21 self-adhesive labels
COLUMN_GAP = 2.5 * mm
LEFT = (A4[0] - COLUMNS * LABEL_WIDTH - (COLUMNS - 1) * COLUMN_GAP) / 2
TOP = (A4[1] - ROWS * LABEL_HEIGHT) / 2
PADDING = 1.5 * mm
READ_BACK_DPI = 200
REGULAR, STRONG = "LabelRegular", "LabelStrong"
CODE_BASELINE = 2 * mm


class Style(NamedTuple):
    """How one part of the text is set: font, size in points, at most so many lines, 0 black to 1 white."""

    font: str
    size: float
    lines: int
    gray: float = 0


STYLES = (
    Style(STRONG, 8, 3),
    Style(REGULAR, 6, 3),
    Style(REGULAR, 6, 1),
    Style(REGULAR, 5.5, 2, 0.3),
)


class SheetUnreadable(Exception):
    """Some codes of a finished sheet cannot be read from its raster; it must not leave the house."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(f"{len(self.missing)} codes cannot be read back: {', '.join(self.missing[:3])}")


@dataclass(frozen=True)
class Fonts:
    """Two TrueType files that hold the Vietnamese letters."""

    regular: Path
    strong: Path


@dataclass(frozen=True)
class LabelText:
    """What every label of a sheet says. `prefix` ends in a slash: HTTPS://OCOP.VN/T/."""

    prefix: str
    product: str
    maker: str
    lot: str
    hint: str
    host: str


def release(text: LabelText, label_codes: Sequence[str], fonts: Fonts, *, dpi: int = 300) -> bytes:
    """Return the PDF of all labels, each QR drawn for a printer of `dpi` and read back.

    Raises SheetUnreadable when a symbol does not decode to its code.
    """
    pdf = draw(text, label_codes, fonts, dpi=dpi)
    if missing := unread(pdf, [text.prefix + code for code in label_codes]):
        raise SheetUnreadable(missing)
    return pdf


def draw(text: LabelText, label_codes: Sequence[str], fonts: Fonts, *, dpi: int = 300) -> bytes:
    """Return the PDF without asking whether it can be read."""
    register_fonts(fonts)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(f"{text.product} · {text.lot}")
    canvas.setAuthor(text.maker)
    _draw_common_part(canvas, text, _symbol_box(text, dpi))
    for page in _pages(label_codes):
        for place, code in enumerate(page):
            _draw_label(canvas, place, qr.symbol(text.prefix + code), code, dpi)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def unread(pdf: bytes, expected: Sequence[str], *, dpi: int = READ_BACK_DPI) -> list[str]:
    """Return the texts that do not decode from the page where they should stand, rastered at `dpi`."""
    document = pypdfium2.PdfDocument(pdf)
    missing = []
    for page, wanted in zip(document, _pages(expected), strict=True):
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        found = {result.text for result in zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode)}
        missing += [text for text in wanted if text not in found]
    document.close()
    return missing


def _pages(items: Sequence[str]) -> Iterator[Sequence[str]]:
    return (items[start : start + PER_PAGE] for start in range(0, len(items), PER_PAGE))


def register_fonts(fonts: Fonts) -> None:
    """Let reportlab know the two fonts under the names REGULAR and STRONG."""
    for name, path in ((REGULAR, fonts.regular), (STRONG, fonts.strong)):
        pdfmetrics.registerFont(TTFont(name, str(path)))


def _symbol_box(text: LabelText, dpi: int) -> float:
    """Side of the square a symbol of this sheet takes, quiet zone included."""
    modules = qr.symbol(text.prefix + "0" * codes.LENGTH).modules
    return (modules + 2 * qr.QUIET_ZONE) * qr.module_mm(modules, dpi=dpi) * mm


def _draw_common_part(canvas: Canvas, text: LabelText, box: float) -> None:
    """Record once, as a form, what all labels share: everything but symbol and code."""
    canvas.beginForm("common", 0, 0, LABEL_WIDTH, LABEL_HEIGHT)
    baseline = LABEL_HEIGHT - PADDING - 8
    for style, words in zip(STYLES, (text.product, text.maker, text.lot, text.hint), strict=True):
        baseline = _draw_lines(canvas, style, words, box, baseline) - style.size * 0.25
    canvas.setFont(REGULAR, 6.5)
    canvas.drawRightString(LABEL_WIDTH - 2 * PADDING, CODE_BASELINE, printable(text.host, REGULAR))
    canvas.endForm()


def _draw_lines(canvas: Canvas, style: Style, words: str, left: float, baseline: float) -> float:
    canvas.setFillGray(style.gray)
    canvas.setFont(style.font, style.size)
    for line in fitted(style, printable(words, style.font), LABEL_WIDTH - left - PADDING):
        canvas.drawString(left, baseline, line)
        baseline -= style.size * 1.3
    return baseline


def fitted(style: Style, words: str, width: float) -> list[str]:
    """Break words into at most `style.lines` lines; what does not fit is dropped by whole words."""
    kept = words.split()
    lines = simpleSplit(words, style.font, style.size, width)
    while len(lines) > style.lines:
        kept.pop()
        lines = simpleSplit(" ".join(kept).rstrip(" ,;·-–") + "…", style.font, style.size, width)
    return lines


def printable(words: str, font: str) -> str:
    """Return the words composed (NFC), without the characters that the font cannot draw."""
    glyphs = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(letter for letter in unicodedata.normalize("NFC", words) if ord(letter) in glyphs)


def _draw_label(canvas: Canvas, place: int, made: qr.Symbol, code: str, dpi: int) -> None:
    row, column = divmod(place, COLUMNS)
    x = LEFT + column * (LABEL_WIDTH + COLUMN_GAP)
    y = A4[1] - TOP - (row + 1) * LABEL_HEIGHT
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm("common")
    _draw_symbol(canvas, made, qr.module_mm(made.modules, dpi=dpi) * mm)
    canvas.setFont(STRONG, 7.5)
    canvas.drawString(2 * PADDING, CODE_BASELINE, codes.spaced(code))
    canvas.restoreState()


def _draw_symbol(canvas: Canvas, made: qr.Symbol, module: float) -> None:
    """Fill all runs as one path, written directly: reportlab's path objects cost four times as much."""
    left, top = qr.QUIET_ZONE * module, LABEL_HEIGHT - qr.QUIET_ZONE * module + 2
    rects = (
        f"{left + x * module:.3f} {top - (y + 1) * module:.3f} {length * module:.3f} {module:.3f} re"
        for x, y, length in made.runs
    )
    canvas.addLiteral("0 g " + " ".join(rects) + " f")
