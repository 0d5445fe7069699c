"""A sheet under the printer's hand: flat inks laid slightly off the key line, then the grain of the paper."""

from functools import lru_cache
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from marketplace.illustrations.palette import INK, PAPER
from marketplace.illustrations.strokes import Points, outline, stroke

SCALE = 2  # drawn at twice the size, then halved: clean edges without anti-aliased polygons


class Sheet:
    """A picture being printed, in units of the finished picture's pixels."""

    def __init__(self, width: int, height: int, rng: Random):
        self.width, self.height, self.rng = width, height, rng
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self.ink = ImageDraw.Draw(self.image)
        turn = rng.uniform(0, 2 * pi)
        self.slip = (4.2 * cos(turn), 4.2 * sin(turn))  # how far the colour blocks slipped

    def at(self, x: float, y: float, scale: float = 1, turn: float = 0, flip: bool = False) -> "Pen":
        """A pen whose origin is (x, y); `turn` in degrees."""
        return Pen(self, x, y, scale, turn, flip)

    def finish(self) -> Image.Image:
        """The picture at its size, with the grain of điệp paper and worn ink."""
        picture = self.image.reduce(SCALE)
        size, corner = picture.size, (self.rng.randrange(200), self.rng.randrange(200))
        box = (*corner, corner[0] + size[0], corner[1] + size[1])
        picture.paste(PAPER, (0, 0), _wear().crop(box))
        return ImageChops.multiply(picture, _grain().crop(box))


class Pen:
    """Draws in its own units: moved, scaled and turned onto the sheet. Line widths stay those of the sheet."""

    def __init__(self, sheet: Sheet, x: float, y: float, scale: float, turn: float, flip: bool):
        self.sheet, self.rng = sheet, sheet.rng
        angle, mirror = turn * pi / 180, -1 if flip else 1
        c, s = scale * cos(angle), scale * sin(angle)
        self._matrix = (c * mirror, -s, x, s * mirror, c, y)
        self.scale, self.turn, self.flip = scale, turn, flip

    def at(self, x: float, y: float, scale: float = 1, turn: float = 0, flip: bool = False) -> "Pen":
        (u, v), handed = self._place((x, y)), -1 if self.flip else 1
        return Pen(self.sheet, u, v, self.scale * scale, self.turn + handed * turn, self.flip != flip)

    def fill(self, points: Points, colour: str, slip: bool = True) -> None:
        """Lay a flat ink; `slip` moves it with the colour blocks."""
        dx, dy = self.sheet.slip if slip else (0, 0)
        self._polygon([(x + dx, y + dy) for x, y in map(self._place, points)], colour)

    def shape(self, points: Points, colour: str, width: float = 6.5, ink: str = INK) -> None:
        """A flat ink with its key line."""
        self.fill(points, colour)
        self.outline(points, width, ink)

    def outline(self, points: Points, width: float = 6.5, ink: str = INK) -> None:
        self._polygon(outline(self._placed(points), width, self._phase()), ink)

    def line(self, points: Points, width: float = 5, ink: str = INK) -> None:
        self._polygon(stroke(self._placed(points), width, self._phase()), ink)

    def dots(self, points: Points, radius: float, colour: str) -> None:
        """Small discs; radius in units of the sheet."""
        for x, y in map(self._place, points):
            box = [SCALE * (x - radius), SCALE * (y - radius), SCALE * (x + radius), SCALE * (y + radius)]
            self.sheet.ink.ellipse(box, fill=colour)

    def _phase(self) -> float:
        return self.rng.uniform(0, 6)

    def _place(self, point: tuple[float, float]) -> tuple[float, float]:
        a, b, x, c, d, y = self._matrix
        return a * point[0] + b * point[1] + x, c * point[0] + d * point[1] + y

    def _placed(self, points: Points) -> Points:
        placed = [self._place(point) for point in points]
        return placed[::-1] if self.flip else placed

    def _polygon(self, points: Points, colour: str) -> None:
        self.sheet.ink.polygon([(SCALE * x, SCALE * y) for x, y in points], fill=colour)


def _noise(width: int, height: int, seed: int) -> Image.Image:
    return Image.frombytes("L", (width, height), Random(seed).randbytes(width * height))


@lru_cache(1)
def _grain() -> Image.Image:
    """Paper to multiply with: soft clouds, fibres across, a breath of noise; 1500 x 1300, nearly white."""
    size = (1500, 1300)
    clouds = _noise(60, 52, 1).resize(size, Image.BICUBIC).point(lambda v: 246 + v * 9 // 255)
    fibres = _noise(90, 1300, 2).resize(size, Image.BICUBIC).point(lambda v: 243 + v * 12 // 255)
    fine = _noise(*size, 3).filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: 243 + min(12, max(0, (v - 90) // 6)))
    grey = ImageChops.multiply(ImageChops.multiply(clouds, fibres), fine)
    return Image.merge("RGB", (grey, grey, grey.point(lambda v: v - 2)))


@lru_cache(1)
def _wear() -> Image.Image:
    """Mask of missing ink, 0-255: specks where the block did not touch, and streaks along its grain."""
    size = (1500, 1300)
    specks = _noise(*size, 4).filter(ImageFilter.GaussianBlur(1.1)).point(lambda v: max(0, min(150, (v - 158) * 9)))
    streaks = _noise(110, 1300, 5).resize(size, Image.BICUBIC).point(lambda v: max(0, min(46, (v - 190) * 2)))
    return ImageChops.lighter(specks, streaks)
