"""A paper of an order as PDF: a head, blocks of goods with their sums, a foot. A4, as many pages as it takes.

Pure drawing: everything that is said comes in with the Paper. Lengths are in points, from the bottom left corner.
"""

from io import BytesIO
from typing import NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from traceability.sheets import REGULAR, STRONG, Fonts, printable, register_fonts

WIDTH, HEIGHT = A4
MARGIN, FOOT = 18 * mm, 18 * mm
INNER = WIDTH - 2 * MARGIN
AMOUNT = 34 * mm  # the column of amounts
LABEL = 42 * mm  # the column of names in the head
INK, INK_2, LINE = HexColor("#26221D"), HexColor("#5A5247"), HexColor("#DDD1B8")


class Row(NamedTuple):
    """One line of goods: what, in small letters below it, and an amount or ""."""

    text: str
    notes: tuple[str, ...] = ()
    amount: str = ""


class Block(NamedTuple):
    heading: str
    rows: tuple[Row, ...]
    sums: tuple[tuple[str, str], ...] = ()


class Paper(NamedTuple):
    """All that a paper says."""

    language: str
    title: str
    number: str
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    foot: str


class Pen:
    """Writes downwards and begins a new page when the old one is full."""

    def __init__(self, canvas: Canvas, paper: Paper):
        self.canvas, self.paper, self.page = canvas, paper, 1
        self.y = HEIGHT - MARGIN

    def write(self, words: str, *, font=REGULAR, size=9.5, colour=INK, x=MARGIN, width=INNER) -> None:
        """Words in as many lines as they take."""
        for line in simpleSplit(printable(words, font), font, size, width):
            self.need(size * 1.4)
            self.y -= size * 1.4
            self.canvas.setFont(font, size)
            self.canvas.setFillColor(colour)
            self.canvas.drawString(x, self.y, line)

    def amount(self, words: str, *, font=REGULAR, size=9.5) -> None:
        """At the right edge, on the line to be written next."""
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(INK)
        self.canvas.drawRightString(WIDTH - MARGIN, self.y - size * 1.4, printable(words, font))

    def rule(self) -> None:
        self.need(10)
        self.y -= 6
        self.canvas.setStrokeColor(LINE)
        self.canvas.line(MARGIN, self.y, WIDTH - MARGIN, self.y)

    def need(self, height: float) -> None:
        if self.y - height < FOOT + MARGIN / 2:
            self.end_page()
            self.page += 1
            self.y = HEIGHT - MARGIN

    def end_page(self) -> None:
        self.canvas.setFont(REGULAR, 7.5)
        self.canvas.setFillColor(INK_2)
        self.canvas.drawString(MARGIN, FOOT / 2, printable(self.paper.foot, REGULAR))
        self.canvas.drawRightString(WIDTH - MARGIN, FOOT / 2, f"{self.paper.number} · {self.page}")
        self.canvas.showPage()


def draw(paper: Paper, fonts: Fonts) -> bytes:
    """The file."""
    register_fonts(fonts)
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1, invariant=1, lang=paper.language)
    canvas.setTitle(f"{paper.title} {paper.number}")
    pen = Pen(canvas, paper)
    pen.write(paper.title, font=STRONG, size=17)
    pen.write(paper.number, font=STRONG, size=12)
    pen.rule()
    for name, value in paper.head:
        _fact(pen, name, value)
    for block in paper.blocks:
        _block(pen, block)
    pen.end_page()
    canvas.save()
    return out.getvalue()


def _fact(pen: Pen, name: str, value: str) -> None:
    pen.need(14)
    top = pen.y
    pen.write(name, colour=INK_2, width=LABEL)
    pen.y = top
    pen.write(value, x=MARGIN + LABEL, width=INNER - LABEL)


def _block(pen: Pen, block: Block) -> None:
    pen.need(60)
    pen.y -= 10
    pen.write(block.heading, font=STRONG, size=11)
    pen.rule()
    for row in block.rows:
        pen.need(30)
        pen.amount(row.amount)
        pen.write(row.text, width=INNER - AMOUNT)
        for note in row.notes:
            pen.write(note, size=8, colour=INK_2, width=INNER - AMOUNT)
    if block.rows and block.sums:
        pen.rule()
    for name, value in block.sums:
        pen.need(14)
        pen.amount(value, font=STRONG)
        pen.write(name, width=INNER - AMOUNT)
