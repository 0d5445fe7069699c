"""The card that social networks show: the product's picture, its name, maker and place, and the plate while it counts.

Pillow only. 1200 x 630, the size that networks ask for.
"""

from math import cos, pi, sin
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps

from marketplace.illustrations.palette import CREAM, DONG, HOE, INK, LINE, PAPER, PAPER_2, SON

SIZE = (1200, 630)
INK_2 = "#5A5247"
FRAME = 24  # of bare paper
PICTURE = (504, 630)  # 4:5
LEFT, RIGHT = 552, 1152  # the column of words
TITLE_SIZES = (56, 50, 44, 38)
NOTE_SIZES = (28, 26, 24, 22)
LINES = 3
SCALE = 4  # the flowers are drawn larger, then halved


class Words(NamedTuple):
    """What is written. `stars` is 0 without a certificate in force: no plate then, whatever else is said."""

    title: str
    maker: str
    place: str
    mark: str
    stars: int
    plate: str
    until: str


def draw_share_card(words: Words, picture: Image.Image | None, regular: str, bold: str) -> Image.Image:
    """Draw the card; `regular` and `bold` are paths of fonts with Vietnamese letters."""
    card = Image.new("RGB", SIZE, PAPER)
    card.paste(ImageOps.fit(picture, PICTURE) if picture else _bare(), (0, 0))
    pen = ImageDraw.Draw(card)
    _marked(pen, words.mark, ImageFont.truetype(regular, 20))
    pen.rectangle((PICTURE[0], 0, PICTURE[0] + 5, SIZE[1]), fill=INK)
    top = _title(pen, words.title, bold)
    top = _lines(pen, words.maker, ImageFont.truetype(regular, 32), top + 14, INK, most=2)
    _lines(pen, words.place, ImageFont.truetype(regular, 30), top, INK_2, most=1)
    _certified(card, words, regular, bold)
    _signed(card, bold)
    return card


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Words in lines of at most `width` pixels; a single longer word keeps its own line."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _title(pen: ImageDraw.ImageDraw, text: str, bold: str) -> int:
    """The name as large as three lines allow; returns where it ends."""
    return _lines(pen, text, _fitting(text, bold, TITLE_SIZES, LINES), 36, INK, most=LINES)


def _fitting(text: str, path: str, sizes: tuple[int, ...], lines: int) -> ImageFont.FreeTypeFont:
    """The largest font of `sizes` with which the text fits, else the smallest."""
    fonts = [ImageFont.truetype(path, size) for size in sizes]
    return next((font for font in fonts if len(wrapped(text, font, RIGHT - LEFT)) <= lines), fonts[-1])


def _lines(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, top: int, ink: str, *, most: int) -> int:
    """Write at most `most` lines, the last one cut with an ellipsis; returns where they end."""
    lines = wrapped(text, font, RIGHT - LEFT)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font)]
    step = round(font.size * 1.3)  # two marks on one letter need the room
    for place, line in enumerate(lines):
        pen.text((LEFT, top + place * step), line, font=font, fill=ink)
    return top + len(lines) * step


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    while text and font.getlength(text + "…") > RIGHT - LEFT:
        text = text[:-1]
    return text.rstrip() + "…"


def _certified(card: Image.Image, words: Words, regular: str, bold: str) -> None:
    """The plate and its last day; without a certificate in force, only the word for its state."""
    if words.stars:
        _plate(card, words, ImageFont.truetype(bold, 30))
    font, ink = _fitting(words.until, regular, NOTE_SIZES, 1), DONG if words.stars else INK_2
    _lines(ImageDraw.Draw(card), words.until, font, 488, ink, most=1)


def _plate(card: Image.Image, words: Words, font: ImageFont.FreeTypeFont) -> None:
    pen, top, tall, flower = ImageDraw.Draw(card), 418, 58, 30
    first, last = font.getlength("OCOP"), font.getlength(words.plate)
    width = round(18 + first + 12 + words.stars * (flower + 2) + 10 + last + 18)
    pen.rectangle((LEFT, top, LEFT + width, top + tall), fill=HOE, outline=INK, width=3)
    middle = top + tall // 2
    pen.text((LEFT + 18, middle), "OCOP", font=font, fill=INK, anchor="lm")
    at = LEFT + 18 + round(first) + 12
    mai = _flower(flower)
    for number in range(words.stars):
        card.paste(mai, (at + number * (flower + 2), middle - flower // 2), mai)
    pen.text((LEFT + width - 18, middle), words.plate, font=font, fill=INK, anchor="rm")


def _flower(size: int) -> Image.Image:
    """A hoa mai of five petals, as on the plates of the site."""
    wide = size * SCALE
    flower = Image.new("RGBA", (wide, wide))
    pen, unit, middle = ImageDraw.Draw(flower), wide / 24, wide / 2
    for petal in range(5):
        angle = -pi / 2 + petal * 2 * pi / 5
        _disc(pen, middle + 6.1 * unit * cos(angle), middle + 6.1 * unit * sin(angle), 4.6 * unit, INK)
    _disc(pen, middle, middle, 4 * unit, INK)
    _disc(pen, middle, middle, 2.1 * unit, HOE)
    return flower.resize((size, size), Image.LANCZOS)


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)


def _marked(pen: ImageDraw.ImageDraw, mark: str, font: ImageFont.FreeTypeFont) -> None:
    """The small line in the picture's corner that says it was drawn."""
    if mark:
        wide = round(font.getlength(mark)) + 24
        pen.rectangle((PICTURE[0] - wide - 12, SIZE[1] - 50, PICTURE[0] - 12, SIZE[1] - 14), fill=PAPER)
        pen.text((PICTURE[0] - 24, SIZE[1] - 32), mark, font=font, fill=INK_2, anchor="rm")


def _signed(card: Image.Image, bold: str) -> None:
    """Whose card it is, on a double rule as the foot of a print."""
    pen = ImageDraw.Draw(card)
    for y in (540, 546):
        pen.line((LEFT, y, RIGHT, y), fill=INK, width=2)
    pen.rectangle((LEFT, 566, LEFT + 40, 606), fill=SON)
    seal = _flower(34)
    tinted = Image.new("RGBA", seal.size, CREAM)
    card.paste(tinted, (LEFT + 3, 569), seal.getchannel("A"))
    pen.text((LEFT + 56, 586), "Chợ OCOP", font=ImageFont.truetype(bold, 30), fill=SON, anchor="lm")


def _bare() -> Image.Image:
    """In place of a picture: the paper's own ground."""
    ground = Image.new("RGB", PICTURE, PAPER_2)
    ImageDraw.Draw(ground).rectangle((FRAME, FRAME, PICTURE[0] - FRAME, PICTURE[1] - FRAME), outline=LINE, width=3)
    return ground
