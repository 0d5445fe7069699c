"""The sheet of scratch PINs that goes with a sheet of labels: each PIN in the place of its label, text only."""

from collections.abc import Mapping
from io import BytesIO

import pypdfium2
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from traceability import codes, pins
from traceability.papers import Spot
from traceability.sheets import (
    FOOTER,
    REGULAR,
    STRONG,
    Fonts,
    PrintRun,
    SheetUnreadable,
    Style,
    printable,
    register_fonts,
    scaled,
)

TITLE, PIN, CODE = Style(REGULAR, 7, 1), Style(STRONG, 14, 1), Style(REGULAR, 6, 1, 0.3)


def release(run: PrintRun, given: Mapping[str, str], fonts: Fonts) -> bytes:
    """Return the PDF of the pages wanted, the PIN of each code (`given`) read back from its text.

    Raises SheetUnreadable, also when a code given stands on none of these pages, or one that stands there has no PIN:
    a PIN that nobody ever saw must not be kept.
    """
    drawn = {code for _number, page in run.pages for code in page if code}
    if strange := drawn ^ given.keys():
        raise SheetUnreadable(sorted(strange))
    pdf = draw(run, given, fonts)
    if missing := unread(pdf, run, given):
        raise SheetUnreadable(missing)
    return pdf


def draw(run: PrintRun, given: Mapping[str, str], fonts: Fonts) -> bytes:
    register_fonts(fonts)
    out, layout = BytesIO(), run.layout
    canvas = Canvas(out, pagesize=tuple(side * layout.dot for side in layout.page), pageCompression=1)
    spots = list(layout.spots())
    for number, page in run.pages:
        for spot, code in zip(spots, page, strict=False):
            if code is not None:
                _draw_pin(canvas, run, spot, code, given[code])
        _name_page(canvas, run, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def unread(pdf: bytes, run: PrintRun, given: Mapping[str, str]) -> list[str]:
    """Return the codes that do not stand on their page with their PIN above them."""
    document, missing = pypdfium2.PdfDocument(pdf), []
    for page, (_number, places) in zip(document, run.pages, strict=True):
        said = " ".join(page.get_textpage().get_text_range().split())
        missing += [code for code in places if code and f"{pins.spaced(given[code])} {codes.spaced(code)}" not in said]
    document.close()
    return missing


def _draw_pin(canvas: Canvas, run: PrintRun, spot: Spot, code: str, pin: str) -> None:
    layout, scale = run.layout, run.paper.scale
    middle = (spot.x + layout.piece[0] / 2) * layout.dot
    centre = (layout.page[1] - spot.y - layout.piece[1] / 2) * layout.dot
    lines = ((TITLE, "Mã cào", 12), (PIN, pins.spaced(pin), -4), (CODE, codes.spaced(code), -16))
    for style, words, above in lines:
        style = scaled(style, scale)
        canvas.setFillGray(style.gray)
        canvas.setFont(style.font, style.size)
        canvas.drawCentredString(middle, centre + above * scale, words)


def _name_page(canvas: Canvas, run: PrintRun, number: int) -> None:
    if run.paper.per_page == 1:
        return
    canvas.setFillGray(FOOTER.gray)
    canvas.setFont(FOOTER.font, FOOTER.size)
    line = f"Mã cào · {run.text.sheet} · {number}/{run.pages_of_all}"
    canvas.drawCentredString(run.paper.page[0] * mm / 2, 6 * mm, printable(line, FOOTER.font))
