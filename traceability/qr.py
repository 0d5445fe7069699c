"""QR symbols as vectors: the smallest version at level M, one fixed mask, horizontal runs of dark modules.

Sizes are of the symbol without its quiet zone, in millimetres, and whole printer dots per module.
"""

import math
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import NamedTuple

import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, MODE_ALPHA_NUM, QRData

NOMINAL_MM = 20.0
QUIET_ZONE = 4  # modules on each side, ISO/IEC 18004
SMALLEST_MODULE_MM = 0.396  # GS1 General Specifications 5.12.3.1
PRINTER_DPI = (300, 203)  # 300 stands for 600 and 1,200 as well
MM_PER_INCH = 25.4
_MASK = 2  # any mask decodes; choosing the best of eight costs eight times the work for nothing


class Run(NamedTuple):
    """Dark modules side by side: column of the first one, row from the top, how many."""

    x: int
    y: int
    length: int


@dataclass(frozen=True)
class Symbol:
    """A QR symbol: its text, its side in modules, its dark runs."""

    text: str
    modules: int
    runs: tuple[Run, ...]


def symbol(text: str) -> Symbol:
    """Make the symbol of a text in QR's alphanumeric set (upper case). Raises ValueError for other characters."""
    return _made(text, QRData(text, mode=MODE_ALPHA_NUM))


def symbol_of_address(address: str) -> Symbol:
    """Make the symbol of any address (letters of both cases); it is larger than one in upper case."""
    return _made(address, QRData(address.encode(), mode=MODE_8BIT_BYTE))


def _made(text: str, data: QRData) -> Symbol:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(data, optimize=0)
    code.make(fit=True)
    rows = code.get_matrix()
    return Symbol(
        text,
        len(rows),
        tuple(run for y, row in enumerate(rows) for run in _runs(y, row)),
    )


def module_dots(modules: int, *, dpi: int, side_mm: float = NOMINAL_MM) -> int:
    """Return how many dots of a `dpi` printer a module takes: nearest to a symbol of `side_mm`, never too small."""
    dot = MM_PER_INCH / dpi
    return max(round(side_mm / modules / dot), math.ceil(SMALLEST_MODULE_MM / dot))


def module_mm(modules: int, *, dpi: int = 300, side_mm: float = NOMINAL_MM) -> float:
    """Return the side of one module in whole dots of a `dpi` printer."""
    return module_dots(modules, dpi=dpi, side_mm=side_mm) * MM_PER_INCH / dpi


def png(made: Symbol, *, dpi: int = 300) -> bytes:
    """Return the symbol with its quiet zone as a black and white PNG, a dot of the printer to the pixel."""
    size, scale, out = made.modules + 2 * QUIET_ZONE, module_dots(made.modules, dpi=dpi), BytesIO()
    image = Image.new("1", (size, size), 1)
    for x, y, length in made.runs:
        image.paste(0, (x + QUIET_ZONE, y + QUIET_ZONE, x + QUIET_ZONE + length, y + QUIET_ZONE + 1))
    image.resize((size * scale, size * scale)).save(out, "PNG", dpi=(dpi, dpi))
    return out.getvalue()


def svg(made: Symbol, *, dpi: int = 300) -> str:
    """Return the symbol with its quiet zone as a standalone SVG, one path, black on white."""
    size = made.modules + 2 * QUIET_ZONE
    side = size * module_mm(made.modules, dpi=dpi)
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z" for x, y, length in made.runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side:.3f}mm" height="{side:.3f}mm" '
        f'viewBox="0 0 {size} {size}" shape-rendering="crispEdges"><title>{escape(made.text)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{path}"/></svg>'
    )


def read(made: Symbol) -> str | None:
    """Return what a symbol says when it is read from its picture; None when it cannot be read."""
    found = zxingcpp.read_barcodes(Image.open(BytesIO(png(made))).convert("L"), zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if len(found) == 1 else None


def _runs(y: int, row: list[bool]) -> list[Run]:
    runs, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(Run(start, y, x - start))
            start = None
    return runs
