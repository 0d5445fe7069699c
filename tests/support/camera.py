"""A photograph of a label as a cheap phone takes it: coarse pixels, out of focus, from the side, noise, uneven light.

Synthetic and the same for the same seed; no real phone, no real print.
"""

from math import cos, radians, sin
from random import Random

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from traceability import codes, qr

LABEL_MM, FIELD_MM = 34, 60  # paper around the symbol; what the picture shows
DISTANCE_MM = 155  # a scanning app's 720 pixels over 60 degrees are 4 to the millimetre from here
PIXELS_PER_MODULE = 20  # of the flat label before it is photographed
FINER = 4  # the lens draws this many times finer than the sensor's pixels
INK, PAPER, TABLE = 35, 215, 120
NOISE = 8  # of 255, to either side


def share_read(trials: int, *, px_per_mm: float, blur_mm: float, tilt: float, host: str = "OCOP.VN") -> float:
    """How many of 100 photographs of 20 mm symbols are read as their own text."""
    return 100 * sum(is_read(seed, px_per_mm, blur_mm, tilt, host) for seed in range(trials)) / trials


def is_read(seed: int, px_per_mm: float, blur_mm: float, tilt: float, host: str) -> bool:
    rng = Random(seed)
    body = "".join(rng.choice(codes.ALPHABET) for _ in range(codes.RANDOM_SYMBOLS))
    made = qr.symbol(f"HTTPS://{host}/T/{body}{codes.check_symbol(body)}")
    image = photo(made, rng, px_per_mm=px_per_mm, blur_mm=blur_mm, tilt=tilt)
    return made.text in {found.text for found in zxingcpp.read_barcodes(image)}


def photo(made: qr.Symbol, rng: Random, *, px_per_mm: float, blur_mm: float, tilt: float) -> Image.Image:
    """`px_per_mm`: at the label's middle; `blur_mm`: standard deviation, on the label; `tilt`: degrees, to any side."""
    scale, side = px_per_mm * FINER, round(FIELD_MM * px_per_mm)
    per_mm = made.modules * PIXELS_PER_MODULE / qr.NOMINAL_MM
    plate = flat(made).filter(ImageFilter.GaussianBlur(blur_mm * per_mm))
    ways = homography(plate.width, made.modules, side * FINER, scale, radians(tilt), radians(rng.uniform(0, 360)))
    seen = plate.transform(
        (side * FINER,) * 2, Image.Transform.PERSPECTIVE, ways, Image.Resampling.BICUBIC, fillcolor=TABLE
    )
    return noisy(seen.resize((side, side), Image.Resampling.BOX), rng)


def flat(made: qr.Symbol) -> Image.Image:
    """The label from above: a 20 mm symbol in the middle of its paper."""
    image = Image.new("L", (made.modules,) * 2, PAPER)
    for x, y, length in made.runs:
        image.paste(INK, (x, y, x + length, y + 1))
    symbol = image.resize((made.modules * PIXELS_PER_MODULE,) * 2, Image.Resampling.NEAREST)
    side = round(symbol.width * LABEL_MM / qr.NOMINAL_MM)
    paper = Image.new("L", (side, side), PAPER)
    paper.paste(symbol, ((side - symbol.width) // 2,) * 2)
    return paper


def homography(width: int, modules: int, side: int, scale: float, tilt: float, turn: float) -> tuple[float, ...]:
    """The eight numbers that lead from a pixel of the picture to one of the label, through a pinhole."""
    focal, per_mm = scale * DISTANCE_MM, modules * PIXELS_PER_MODULE / qr.NOMINAL_MM
    slope = sin(tilt) / (focal * cos(tilt))
    along, across = per_mm / scale, per_mm / (scale * cos(tilt))  # label pixels to a pixel of the picture
    rows = ((along * cos(turn), -across * sin(turn)), (along * sin(turn), across * cos(turn)))
    half, middle = side / 2, width / 2
    base = 1 + half * slope
    numbers = []
    for a, b in rows:
        numbers += [a / base, (b - middle * slope) / base, (-half * (a + b) + middle * base) / base]
    return (*numbers, 0, -slope / base)


def noisy(image: Image.Image, rng: Random) -> Image.Image:
    """Light that falls off to one side, and a sensor's noise."""
    darker = Image.linear_gradient("L").rotate(rng.choice((0, 90, 180, 270))).resize(image.size)
    lit = ImageChops.multiply(image, darker.point(lambda tone: 255 - tone // 4))
    grain = Image.frombytes("L", image.size, rng.randbytes(image.width * image.height))
    return ImageChops.add(lit, grain.point(lambda tone: tone * 2 * NOISE // 255), offset=-NOISE)
