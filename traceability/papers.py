"""Papers that labels are printed on: what stands where, in whole dots of the printer.

Millimetres say what a paper is like; dots, from the top left corner of the page, say where a thing is drawn, so that
no edge of a module falls between two dots of the printer's head.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from traceability import qr

PACKS, SHELF, WALL = "packs", "shelf", "wall"
A4, A3 = (210.0, 297.0), (297.0, 420.0)


@dataclass(frozen=True)
class Paper:
    """One kind of paper: `columns` x `rows` pieces of `piece` mm on a `page`, `gap` mm between columns.

    `use`: on packs, at the shelf or on the wall; only what goes on packs may carry unit codes. `symbol_mm`: the symbol's
    side without quiet zone. `most`: how many pieces one sheet of labels may hold. `is_upright`: the symbol stands
    among the lines of text, not to their left. `scale`: of the text, 1 on the common label.
    """

    key: str
    use: str
    page: tuple[float, float]
    piece: tuple[float, float]
    columns: int = 1
    rows: int = 1
    gap: float = 0
    symbol_mm: float = qr.NOMINAL_MM
    scale: float = 1
    most: int = 10_000
    is_upright: bool = False

    @property
    def per_page(self) -> int:
        return self.columns * self.rows

    @property
    def is_for_packs(self) -> bool:
        return self.use == PACKS

    def pages(self, count: int) -> int:
        """How many pages `count` pieces take."""
        return -(-count // self.per_page)


PAPERS = {
    paper.key: paper
    for paper in (
        Paper("a4-21", PACKS, A4, (63.5, 38.1), 3, 7, gap=2.5),
        Paper("a4-14", PACKS, A4, (99.1, 38.1), 2, 7, gap=2.5, scale=1.2),
        Paper("a4-40", PACKS, A4, (48.5, 25.4), 4, 10, symbol_mm=15, scale=0.75),
        Paper("roll-50x30", PACKS, (50, 30), (50, 30), symbol_mm=18, scale=0.8),
        Paper("roll-60x40", PACKS, (60, 40), (60, 40)),
        Paper("shelf-a6", SHELF, A4, (105, 148), 2, 2, symbol_mm=45, scale=2, most=400, is_upright=True),
        Paper("poster-a4", WALL, A4, A4, symbol_mm=100, scale=4, most=50, is_upright=True),
        Paper("poster-a3", WALL, A3, A3, symbol_mm=150, scale=5.6, most=50, is_upright=True),
    )
}
COMMON = PAPERS["a4-21"]


class Spot(NamedTuple):
    """The top left corner of a piece, in dots from the top left corner of the page."""

    x: int
    y: int


@dataclass(frozen=True)
class Layout:
    """A paper as a printer of `dpi` sees it, for symbols of so many `modules`. All in dots."""

    paper: Paper
    dpi: int
    modules: int

    def dots(self, mm: float) -> int:
        return round(mm * self.dpi / qr.MM_PER_INCH)

    @property
    def dot(self) -> float:
        """Points to a dot."""
        return 72 / self.dpi

    @property
    def page(self) -> tuple[int, int]:
        return self.dots(self.paper.page[0]), self.dots(self.paper.page[1])

    @property
    def piece(self) -> tuple[int, int]:
        return self.dots(self.paper.piece[0]), self.dots(self.paper.piece[1])

    @property
    def module(self) -> int:
        return qr.module_dots(self.modules, dpi=self.dpi, side_mm=self.paper.symbol_mm)

    @property
    def box(self) -> int:
        """The side of the square that a symbol takes, quiet zone included."""
        return (self.modules + 2 * qr.QUIET_ZONE) * self.module

    def spots(self) -> Iterator[Spot]:
        """Where the pieces of a page begin, row by row; the grid stands in the middle of the page."""
        paper = self.paper
        left = (paper.page[0] - paper.columns * paper.piece[0] - (paper.columns - 1) * paper.gap) / 2
        top = (paper.page[1] - paper.rows * paper.piece[1]) / 2
        for row in range(paper.rows):
            for column in range(paper.columns):
                x = left + column * (paper.piece[0] + paper.gap)
                yield Spot(self.dots(x), self.dots(top + row * paper.piece[1]))

    def symbol_spot(self, spot: Spot) -> Spot:
        """The top left corner of the symbol's square in a piece: left, or in the middle of an upright piece."""
        width, height = self.piece
        if self.paper.is_upright:
            return Spot(spot.x + (width - self.box) // 2, spot.y + round(height * SYMBOL_FROM_TOP))
        return Spot(spot.x, spot.y)


SYMBOL_FROM_TOP = 0.3  # of an upright piece's height; the title stands above
