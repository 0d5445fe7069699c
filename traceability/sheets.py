"""Sheets of labels (tem truy xuất) as PDF: vector QR on whole printer dots, text in Vietnamese, read back before release.

Text is set in points (72 to the inch) from the bottom left corner of a piece, symbols in dots (papers.Layout).
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import zxingcpp
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from traceability import codes, qr
from traceability.papers import COMMON, Layout, Paper, Spot

PADDING = 1.5 * mm
READ_BACK_DPI = 200
REGULAR, STRONG = "LabelRegular", "LabelStrong"
BASELINE = 2 * mm  # of code and host, on the common label
MARGIN_OF_FOOTER = 10  # mm below the grid
LEADING = 1.3


class Style(NamedTuple):
    """How one part of the text is set: font, size in points, at most so many lines, 0 black to 1 white."""

    font: str
    size: float
    lines: int
    gray: float = 0


PRODUCT, LOT, MAKER, HINT = (
    Style(STRONG, 8, 3),
    Style(REGULAR, 6, 2),
    Style(REGULAR, 6, 3),
    Style(REGULAR, 5.5, 2, 0.3),
)
CODE, HOST = Style(STRONG, 7.5, 1), Style(REGULAR, 6.5, 1)
FOOTER = Style(REGULAR, 6, 1, 0.4)


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
    """What every label of a sheet says. `prefix` ends in a slash: HTTPS://OCOP.VN/T/. `sheet`: its name in the footer."""

    prefix: str
    product: str
    maker: str
    lot: str
    hint: str
    host: str
    sheet: str = ""


@dataclass(frozen=True)
class PrintRun:
    """Codes in the order of their places on the paper, None for a place left empty; the pages wanted, both included."""

    text: LabelText
    places: Sequence[str | None]
    paper: Paper = COMMON
    dpi: int = 300
    first_page: int = 1
    last_page: int | None = None

    @property
    def pages_of_all(self) -> int:
        return self.paper.pages(len(self.places))

    @property
    def pages(self) -> Iterator[tuple[int, Sequence[str | None]]]:
        """The pages wanted: number, and what stands on it."""
        size = self.paper.per_page
        for number in range(self.first_page, (self.last_page or self.pages_of_all) + 1):
            yield number, self.places[(number - 1) * size : number * size]

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.paper, self.dpi, qr.symbol(self.text.prefix + "0" * codes.LENGTH).modules)


def _silent() -> None:
    pass


def release(run: PrintRun, fonts: Fonts, progress: Callable[[], None] = _silent) -> bytes:
    """Return the PDF of a run, every symbol read back from it. `progress` is called twice for each page.

    Raises SheetUnreadable when a symbol does not decode to its code as often as it stands on its page.
    """
    pdf = draw(run, fonts, progress)
    if missing := unread(pdf, run, progress):
        raise SheetUnreadable(missing)
    return pdf


def draw(run: PrintRun, fonts: Fonts, progress: Callable[[], None] = _silent) -> bytes:
    """Return the PDF without asking whether it can be read."""
    register_fonts(fonts)
    out, layout = BytesIO(), run.layout
    canvas = Canvas(out, pagesize=tuple(side * layout.dot for side in layout.page), pageCompression=1)
    canvas.setTitle(" · ".join(filter(None, (run.text.product, run.text.lot, run.text.sheet))))
    canvas.setAuthor(run.text.maker)
    _record_common_part(canvas, run)
    spots = list(layout.spots())
    for number, page in run.pages:
        for spot, code in zip(spots, page, strict=False):
            if code is not None:
                _draw_piece(canvas, run, spot, code)
        _draw_footer(canvas, run, number)
        canvas.showPage()
        progress()
    canvas.save()
    return out.getvalue()


def unread(pdf: bytes, run: PrintRun, progress: Callable[[], None] = _silent, *, dpi: int = READ_BACK_DPI) -> list[str]:
    """Return the texts that do not decode from the page where they should stand, rastered at `dpi`."""
    document, missing = pypdfium2.PdfDocument(pdf), []
    for page, (_number, wanted) in zip(document, run.pages, strict=True):
        image = page.render(scale=dpi / 72, grayscale=True).to_pil()
        found = Counter(one.text for one in zxingcpp.read_barcodes(image, zxingcpp.BarcodeFormat.QRCode))
        missing += (Counter(run.text.prefix + code for code in wanted if code) - found).elements()
        progress()
    document.close()
    return missing


def picture(run: PrintRun, fonts: Fonts, *, width: int) -> bytes:
    """Return the run's first page as a PNG of `width` pixels."""
    page = pypdfium2.PdfDocument(draw(replace(run, last_page=run.first_page), fonts))[0]
    out = BytesIO()
    page.render(scale=width / page.get_width()).to_pil().save(out, "PNG", optimize=True)
    return out.getvalue()


def register_fonts(fonts: Fonts) -> None:
    """Let reportlab know the two fonts under the names REGULAR and STRONG."""
    for name, path in ((REGULAR, fonts.regular), (STRONG, fonts.strong)):
        pdfmetrics.registerFont(TTFont(name, str(path)))


def _record_common_part(canvas: Canvas, run: PrintRun) -> None:
    """Record once, as a form, what all pieces share: everything but symbol and code."""
    width, height = (side * run.layout.dot for side in run.layout.piece)
    canvas.beginForm("common", 0, 0, width, height)
    if run.paper.is_upright:
        _write_upright(canvas, run, width, height)
    else:
        _write_beside_the_symbol(canvas, run, width, height)
    canvas.endForm()


def _write_beside_the_symbol(canvas: Canvas, run: PrintRun, width: float, height: float) -> None:
    text, scale, left = run.text, run.paper.scale, run.layout.box * run.layout.dot
    floor, baseline = (BASELINE + CODE.size) * scale, height - PADDING - PRODUCT.size * scale
    for style, words in ((PRODUCT, text.product), (LOT, text.lot), (MAKER, text.maker), (HINT, text.hint)):
        style = scaled(style, scale)
        for line in fitted(style, printable(words, style.font), width - left - PADDING):
            if baseline < floor:
                return _write_host(canvas, run, width)
            _write(canvas, style, left, baseline, line)
            baseline -= style.size * LEADING
        baseline -= style.size * 0.25
    return _write_host(canvas, run, width)


def _write_host(canvas: Canvas, run: PrintRun, width: float) -> None:
    style = scaled(HOST, run.paper.scale)
    canvas.setFillGray(style.gray)
    canvas.setFont(style.font, style.size)
    canvas.drawRightString(width - 2 * PADDING, BASELINE * run.paper.scale, printable(run.text.host, style.font))


def _write_upright(canvas: Canvas, run: PrintRun, width: float, height: float) -> None:
    """Title, maker and lot above the symbol; what to do, code and host below it. A thin line to cut along."""
    text, scale, layout = run.text, run.paper.scale, run.layout
    if run.paper.per_page > 1:
        canvas.setStrokeGray(0.75)
        canvas.setLineWidth(0.25)
        canvas.rect(0, 0, width, height)
    baseline = height - 4 * PADDING - PRODUCT.size * scale
    for style, words in ((PRODUCT, text.product), (MAKER._replace(lines=2), text.maker), (LOT, text.lot)):
        baseline = _write_centred(canvas, scaled(style, scale), words, width, baseline)
    below = height - (layout.symbol_spot(Spot(0, 0)).y + layout.box) * layout.dot
    hint = scaled(HINT._replace(gray=0, size=7), scale)
    baseline = _write_centred(canvas, hint, text.hint, width, below - hint.size)
    _write_centred(canvas, scaled(HOST, scale), text.host, width, _code_baseline(run) - HOST.size * scale * LEADING)


def _write_centred(canvas: Canvas, style: Style, words: str, width: float, baseline: float) -> float:
    """Write the lines in the middle; returns the baseline of what follows."""
    for line in fitted(style, printable(words, style.font), width - 8 * PADDING):
        canvas.setFillGray(style.gray)
        canvas.setFont(style.font, style.size)
        canvas.drawCentredString(width / 2, baseline, line)
        baseline -= style.size * LEADING
    return baseline - style.size * 0.25


def _write(canvas: Canvas, style: Style, x: float, baseline: float, line: str) -> None:
    canvas.setFillGray(style.gray)
    canvas.setFont(style.font, style.size)
    canvas.drawString(x, baseline, line)


def scaled(style: Style, scale: float) -> Style:
    return style._replace(size=style.size * scale)


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


def _draw_piece(canvas: Canvas, run: PrintRun, spot: Spot, code: str) -> None:
    layout = run.layout
    canvas.saveState()
    canvas.translate(spot.x * layout.dot, (layout.page[1] - spot.y - layout.piece[1]) * layout.dot)
    canvas.doForm("common")
    style = scaled(CODE, run.paper.scale)
    canvas.setFillGray(style.gray)
    canvas.setFont(style.font, style.size)
    if run.paper.is_upright:
        canvas.drawCentredString(layout.piece[0] * layout.dot / 2, _code_baseline(run), codes.spaced(code))
    else:
        canvas.drawString(2 * PADDING, _code_baseline(run), codes.spaced(code))
    canvas.restoreState()
    _draw_symbol(canvas, layout, qr.symbol(run.text.prefix + code), layout.symbol_spot(spot))


def _code_baseline(run: PrintRun) -> float:
    under_it = HOST.size * run.paper.scale * (1 + LEADING) if run.paper.is_upright else 0
    return BASELINE * run.paper.scale + under_it


def _draw_symbol(canvas: Canvas, layout: Layout, made: qr.Symbol, spot: Spot) -> None:
    """Fill all runs as one path in units of a module, counted downwards, written directly: reportlab's path objects
    cost four times as much."""
    side, quiet = layout.module * layout.dot, qr.QUIET_ZONE * layout.module
    left, top = (spot.x + quiet) * layout.dot, (layout.page[1] - spot.y - quiet) * layout.dot
    rects = " ".join(f"{x} {y} {length} 1 re" for x, y, length in made.runs)
    canvas.addLiteral(f"q {side:.6f} 0 0 {-side:.6f} {left:.6f} {top:.6f} cm 0 g {rects} f Q")


def _draw_footer(canvas: Canvas, run: PrintRun, number: int) -> None:
    """Which page of which sheet this is, below a grid that leaves room for it: a torn page is asked for by its number."""
    paper, name = run.paper, run.text.sheet
    if (paper.page[1] - paper.rows * paper.piece[1]) / 2 < MARGIN_OF_FOOTER or not name:
        return
    canvas.setFillGray(FOOTER.gray)
    canvas.setFont(FOOTER.font, FOOTER.size)
    line = f"{name} · {number}/{run.pages_of_all}"
    canvas.drawCentredString(paper.page[0] * mm / 2, 6 * mm, printable(line, FOOTER.font))
