"""A province's yearbook (kỷ yếu) as PDF: cards of its certified products, two by four on an A4 page.

Pure drawing: everything that is said comes in with the Book. Lengths are in points, from the bottom left corner.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from traceability import qr
from traceability.sheets import REGULAR, STRONG, Fonts, Style, fitted, printable, register_fonts

WIDTH, HEIGHT = A4
MARGIN, GAP = 15 * mm, 6 * mm
COLUMNS, ROWS = 2, 4
HEAD, FOOT = 40 * mm, 14 * mm
CARD_WIDTH = (WIDTH - 2 * MARGIN - GAP) / COLUMNS
CARD_HEIGHT = (HEIGHT - HEAD - FOOT - (ROWS - 1) * GAP) / ROWS
PICTURE_WIDTH, PICTURE_HEIGHT = 32 * mm, 40 * mm
PIXELS = (240, 300)
CODE = 19 * mm
INK, INK_2, HOE, LINE = HexColor("#26221D"), HexColor("#5A5247"), HexColor("#E0A526"), HexColor("#DDD1B8")
TITLE, PLAIN, SMALL = Style(STRONG, 10, 3), Style(REGULAR, 8, 2), Style(REGULAR, 7, 3)
PETALS = 5


class Item(NamedTuple):
    """One product. `picture`: a file or ""; `address`: what its QR says; `plate`: "4 sao"; `lines`: below the maker."""

    title: str
    maker: str
    stars: int
    plate: str
    lines: tuple[str, ...]
    picture: str
    address: str


class Book(NamedTuple):
    """All that a yearbook says: the key under which its file may be kept."""

    language: str
    title: str
    sentences: tuple[str, ...]
    foot: str
    items: tuple[Item, ...]


@lru_cache(maxsize=4)
def draw(book: Book, fonts: Fonts) -> bytes:
    """The file. Kept under everything it says: other facts make another file."""
    register_fonts(fonts)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang=book.language)
    canvas.setTitle(book.title)
    pages = [book.items[start : start + COLUMNS * ROWS] for start in range(0, len(book.items), COLUMNS * ROWS)]
    for number, items in enumerate(pages or [()], 1):
        _page(canvas, book, items, f"{number}/{len(pages) or 1}")
    canvas.save()
    return out.getvalue()


def _page(canvas: Canvas, book: Book, items: Sequence[Item], number: str) -> None:
    _head(canvas, book)
    for place, item in enumerate(items):
        row, column = divmod(place, COLUMNS)
        _card(canvas, item, MARGIN + column * (CARD_WIDTH + GAP), HEIGHT - HEAD - row * (CARD_HEIGHT + GAP))
    canvas.setFont(REGULAR, 7)
    canvas.setFillColor(INK_2)
    canvas.drawString(MARGIN, FOOT / 2, printable(book.foot, REGULAR))
    canvas.drawRightString(WIDTH - MARGIN, FOOT / 2, number)
    canvas.showPage()


def _head(canvas: Canvas, book: Book) -> None:
    y = _text(canvas, Style(STRONG, 16, 1), book.title, MARGIN, HEIGHT - 18 * mm, WIDTH - 2 * MARGIN)
    for sentence in book.sentences:
        y = _text(canvas, Style(REGULAR, 8, 1), sentence, MARGIN, y, WIDTH - 2 * MARGIN, INK_2)


def _card(canvas: Canvas, item: Item, left: float, top: float) -> None:
    canvas.setStrokeColor(LINE)
    canvas.line(left, top, left + CARD_WIDTH, top)
    top -= 3 * mm
    _picture(canvas, item.picture, left, top)
    x, width = left + PICTURE_WIDTH + 3 * mm, CARD_WIDTH - PICTURE_WIDTH - 3 * mm
    y = _plate(canvas, item, x, top) - 12
    y = _text(canvas, TITLE, item.title, x, y, width)
    y = _text(canvas, PLAIN, item.maker, x, y, width)
    below = top - PICTURE_HEIGHT - 8
    for line in item.lines:
        below = _text(canvas, SMALL, line, left, below, CARD_WIDTH - CODE - 2 * mm, INK_2)
    _symbol(canvas, item.address, left + CARD_WIDTH - CODE, top - CARD_HEIGHT + 5 * mm)


def _text(canvas: Canvas, style: Style, words: str, x: float, y: float, width: float, colour: HexColor = INK) -> float:
    """Write at most `style.lines` lines below one another; the next baseline."""
    canvas.setFont(style.font, style.size)
    canvas.setFillColor(colour)
    for line in fitted(style, printable(words, style.font), width):
        canvas.drawString(x, y, line)
        y -= style.size * 1.35
    return y


def _plate(canvas: Canvas, item: Item, x: float, top: float) -> float:
    """The star plate: OCOP, a flower per star, "4 sao"; its lower edge."""
    height, petal = 13, 2.0
    words = printable(item.plate, STRONG)
    label, after = canvas.stringWidth("OCOP", STRONG, 7.5), canvas.stringWidth(words, STRONG, 7.5)
    flowers = item.stars * 9
    canvas.setFillColor(HOE)
    canvas.rect(x, top - height, label + flowers + after + 15, height, stroke=0, fill=1)
    canvas.setFillColor(INK)
    canvas.setFont(STRONG, 7.5)
    canvas.drawString(x + 4, top - 9.3, "OCOP")
    for number in range(item.stars):
        _flower(canvas, x + label + 12 + number * 9, top - height / 2, petal)
    canvas.drawString(x + label + flowers + 10, top - 9.3, words)
    return top - height


def _flower(canvas: Canvas, x: float, y: float, petal: float) -> None:
    for number in range(PETALS):
        angle = pi / 2 + 2 * pi * number / PETALS
        canvas.circle(x + petal * 0.9 * cos(angle), y + petal * 0.9 * sin(angle), petal * 0.75, stroke=0, fill=1)


def _picture(canvas: Canvas, path: str, left: float, top: float) -> None:
    if path and (content := _jpeg(path)):
        reader = ImageReader(BytesIO(content))
        canvas.drawImage(reader, left, top - PICTURE_HEIGHT, PICTURE_WIDTH, PICTURE_HEIGHT)
    else:
        canvas.rect(left, top - PICTURE_HEIGHT, PICTURE_WIDTH, PICTURE_HEIGHT, stroke=1, fill=0)


@lru_cache(maxsize=512)
def _jpeg(path: str) -> bytes:
    """The picture small enough for print on a card; b"" when it cannot be read. A new picture has a new path."""
    out = BytesIO()
    try:
        with Image.open(Path(path)) as picture:
            picture.convert("RGB").resize(PIXELS).save(out, "JPEG", quality=80)
    except OSError:
        return b""
    return out.getvalue()


def _symbol(canvas: Canvas, address: str, left: float, bottom: float) -> None:
    made = _symbol_of(address)
    module = CODE / (made.modules + 2 * qr.QUIET_ZONE)
    x0, top = left + qr.QUIET_ZONE * module, bottom + CODE - qr.QUIET_ZONE * module
    rects = (
        f"{x0 + x * module:.3f} {top - (y + 1) * module:.3f} {length * module:.3f} {module:.3f} re"
        for x, y, length in made.runs
    )
    canvas.addLiteral("0 g " + " ".join(rects) + " f")


@lru_cache(maxsize=2048)
def _symbol_of(address: str) -> qr.Symbol:
    return qr.symbol_of_address(address)
