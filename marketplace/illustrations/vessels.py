"""What goods are sold in. Each stands on the line y = 0, up to about 540 tall and 400 wide.

A vessel takes the pen, the colour of what it holds, and a motif to print on its label.
"""

from collections.abc import Callable

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.strokes import arc, ellipse, mirrored, rect, smooth

Motif = Callable[[Pen], None]


def label(pen: Pen, left: float, top: float, right: float, bottom: float, motif: Motif, ground: str = p.CREAM) -> None:
    """A printed label: frame, motif, two lines that stand for words."""
    middle, wide, tall = (left + right) / 2, right - left, bottom - top
    pen.shape(rect(left, top, right, bottom, 6), ground, 5)
    pen.outline(rect(left + 9, top + 9, right - 9, bottom - 9, 3), 2.4, p.SON)
    motif(pen.at(middle, top + tall * 0.43, min(wide, tall * 0.82) / 330))
    for at, share in ((0.8, 0.6), (0.88, 0.38)):
        half = wide * share / 2
        pen.line([(middle - half, top + tall * at), (middle, top + tall * at + 1), (middle + half, top + tall * at)], 5)


def cylinder_shade(pen: Pen, half: float, top: float, bottom: float, colour: str) -> None:
    """The darker right side and the light on the left of a round vessel."""
    pen.fill([(half * 0.58, top), (half - 5, top), (half - 5, bottom), (half * 0.58, bottom)], p.shade(colour, 0.18))
    pen.fill(rect(-half + 22, top + 14, -half + 38, bottom - 40, 8), p.light(colour, 0.5))


def jar(pen: Pen, colour: str, motif: Motif) -> None:
    """A glass jar under a tied cloth."""
    body = mirrored([(96, -330), (150, -296), (176, -230), (178, -120), (172, -34), (140, 0), (0, 2)])
    pen.fill(body, colour)
    pen.fill(mirrored([(94, -330), (146, -298), (160, -270), (0, -262)]), p.light(colour, 0.6))
    pen.fill(smooth([(120, -290), (172, -230), (174, -120), (168, -34), (134, -8), (132, -120)]), p.shade(colour, 0.2))
    pen.fill(smooth([(-148, -250), (-132, -266), (-124, -180), (-130, -70), (-146, -80)]), p.light(colour, 0.62))
    pen.outline(body, 8)
    label(pen, -108, -222, 108, -42, motif)
    cloth = smooth([(0, -452), (92, -440), (120, -392), (112, -350), (138, -306), (104, -318), (70, -304), (34, -318),
                    (0, -304), (-34, -318), (-70, -304), (-104, -318), (-138, -306), (-112, -350), (-120, -392), (-92, -440)])  # fmt: skip
    pen.shape(cloth, p.SON, 7)
    pen.dots(
        [(x, y) for x, y in ((-60, -412), (0, -424), (60, -412), (-84, -374), (-28, -382), (28, -382), (84, -374))],
        6,
        p.CREAM,
    )
    pen.shape(rect(-114, -358, 114, -338, 8), p.HOE, 5)
    pen.line([(40, -340), (62, -306), (52, -276)], 7)
    pen.line([(40, -340), (90, -318), (98, -284)], 7)


def small_jar(pen: Pen, colour: str, motif: Motif) -> None:
    """A low jar with a screw lid."""
    pen.fill(rect(-170, -250, 170, 0, 44), colour)
    cylinder_shade(pen, 170, -236, -14, colour)
    pen.outline(rect(-170, -250, 170, 0, 44), 8)
    label(pen, -118, -208, 118, -34, motif)
    pen.shape(rect(-156, -332, 156, -250, 14), p.HOE, 7)
    for x in range(-130, 131, 26):
        pen.line([(x, -318), (x, -264)], 4, p.HOE_DEEP)


def bottle(pen: Pen, colour: str, motif: Motif) -> None:
    """A tall bottle: fish sauce, oil, vinegar, juice."""
    body = mirrored([(34, -500), (36, -410), (58, -356), (104, -306), (112, -250), (112, -40), (98, 0), (0, 2)])
    pen.fill(body, colour)
    pen.fill(
        smooth([(52, -352), (96, -304), (106, -250), (106, -40), (92, -6), (70, -6), (72, -240), (60, -300)]),
        p.shade(colour, 0.28),
    )
    pen.fill(
        smooth([(-90, -250), (-80, -290), (-70, -280), (-74, -120), (-78, -30), (-92, -40)]), p.light(colour, 0.55)
    )
    pen.outline(body, 8)
    label(pen, -98, -258, 98, -62, motif)
    pen.shape(rect(-44, -552, 44, -486, 10), p.SON, 7)
    pen.line([(-26, -540), (-26, -498)], 4, p.SON_DEEP)
    pen.line([(0, -540), (0, -498)], 4, p.SON_DEEP)
    pen.line([(26, -540), (26, -498)], 4, p.SON_DEEP)
    pen.shape(rect(-42, -452, 42, -424, 4), p.HOE, 5)


def flask(pen: Pen, colour: str, motif: Motif) -> None:
    """A gourd of glazed clay for spirits, its stopper wrapped in red cloth, with two cups."""
    body = mirrored(
        [
            (40, -470),
            (46, -430),
            (96, -380),
            (104, -320),
            (66, -262),
            (70, -236),
            (156, -170),
            (172, -90),
            (138, -8),
            (0, 0),
        ]
    )
    pen.fill(body, colour)
    pen.fill(smooth([(84, -380), (96, -320), (58, -262), (64, -236), (148, -170), (162, -90), (130, -8), (96, -8), (112, -130),
            (60, -220), (30, -262), (66, -330)]), p.shade(colour, 0.25))  # fmt: skip
    pen.outline(body, 8)
    pen.shape(rect(-74, -264, 74, -236, 12), p.SON, 6)
    pen.shape(smooth([(-60, -470), (-44, -530), (0, -548), (44, -530), (60, -470), (30, -456), (-30, -456)]), p.SON, 7)
    pen.shape(rect(-50, -480, 50, -456, 8), p.HOE, 5)
    pen.shape(ellipse(0, -116, 82, 78), p.CREAM, 5)
    motif(pen.at(0, -116, 0.52))
    for x in (-226, 226):
        cup = pen.at(x, 0)
        cup.shape(mirrored([(54, -74), (50, -40), (32, -6), (0, -2)]), p.WHITE, 6)
        cup.shape(ellipse(0, -74, 54, 15), p.CHAM_TINT, 5)
        cup.line([(-44, -44), (0, -32), (44, -44)], 5, p.CHAM)


def pouch(pen: Pen, colour: str, motif: Motif) -> None:
    """A stand-up bag with a printed motif."""
    body = smooth([(-150, -470), (-150, -470), (0, -478), (150, -470), (150, -470), (146, -300), (164, -120), (176, -10), (176, -10),
                   (0, 8), (-176, -10), (-176, -10), (-164, -120), (-146, -300)])  # fmt: skip
    pen.fill(body, colour)
    pen.fill(
        smooth([(118, -440), (150, -470), (150, -470), (146, -300), (176, -10), (176, -10), (120, -2), (124, -200)]),
        p.shade(colour, 0.16),
    )
    pen.fill([(-150, -470), (150, -470), (148, -424), (-148, -424)], p.shade(colour, 0.3))
    pen.outline(body, 8)
    pen.line([(-148, -424), (0, -420), (148, -424)], 6)
    pen.line([(-164, -58), (0, -26), (164, -58)], 5)
    pen.shape(ellipse(0, -248, 122, 128), p.CREAM, 6)
    pen.outline(ellipse(0, -248, 106, 112), 2.6, p.SON)
    motif(pen.at(0, -248, 0.82))
    for y, half in ((-96, 84), (-76, 54)):
        pen.line([(-half, y), (0, y + 4), (half, y)], 6, p.CREAM)


def tin(pen: Pen, colour: str, motif: Motif) -> None:
    """A tea caddy."""
    pen.fill(rect(-140, -400, 140, 0, 22), colour)
    cylinder_shade(pen, 140, -390, -10, colour)
    pen.fill(rect(-140, -86, 140, -60), p.HOE)
    pen.fill(rect(-140, -380, 140, -354), p.HOE)
    pen.outline(rect(-140, -400, 140, 0, 22), 8)
    pen.shape(rect(-128, -470, 128, -392, 20), p.shade(colour, 0.25), 7)
    pen.line([(-90, -446), (0, -450), (60, -446)], 6, p.HOE)
    pen.shape(ellipse(0, -218, 106, 110), p.CREAM, 6)
    motif(pen.at(0, -222, 0.78))


def box(pen: Pen, colour: str, motif: Motif) -> None:
    """A gift box seen a little from above, tied with a ribbon."""
    pen.shape([(-210, -300), (-150, -372), (230, -372), (190, -300)], p.light(colour, 0.3), 7)
    pen.shape([(190, -300), (230, -372), (230, -66), (190, 0)], p.shade(colour, 0.28), 7)
    pen.shape(rect(-210, -300, 190, 0), colour, 8)
    pen.fill(rect(-210, -300, 190, -268), p.HOE)
    pen.outline(rect(-210, -300, 190, 0), 8)
    label(pen, -112, -250, 92, -34, motif)
    for flip in (False, True):
        bow = pen.at(10, -340, 1, 0, flip)
        bow.shape(smooth([(0, 0), (40, -50), (86, -44), (80, -4), (40, 14)]), p.SON, 6)
    pen.shape(ellipse(10, -340, 17), p.SON, 5)


def sack(pen: Pen, colour: str, motif: Motif) -> None:
    """A tied sack of grain, open enough to show it."""
    body = smooth(
        [
            (-90, -376),
            (90, -376),
            (150, -300),
            (184, -160),
            (170, -30),
            (110, 4),
            (-110, 4),
            (-170, -30),
            (-184, -160),
            (-150, -300),
        ]
    )
    pen.fill(body, p.STRAW)
    pen.fill(smooth([(80, -360), (150, -300), (184, -160), (170, -30), (110, 0), (132, -160)]), p.WOOD)
    pen.outline(body, 8)
    pen.shape(
        smooth([(-120, -440), (-60, -460), (0, -446), (60, -460), (120, -440), (86, -372), (-86, -372)]), p.STRAW, 7
    )
    pen.shape(rect(-98, -392, 98, -366, 10), p.SON, 6)
    pen.shape(ellipse(0, -180, 116, 112), p.CREAM, 6)
    motif(pen.at(0, -180, 0.8))
    pen.shape(smooth([(-236, 4), (-200, -44), (-150, -62), (-96, -40), (-66, 4)]), colour, 6)
    pen.dots(
        [(-200, -14), (-172, -36), (-150, -14), (-126, -34), (-104, -12), (-180, -4), (-130, -2)],
        4.5,
        p.shade(colour, 0.3),
    )


def basket(pen: Pen, colour: str, motif: Motif) -> None:
    """A bamboo basket heaped with what grows."""
    for x, y, turn, size in (
        (-112, -292, -8, 0.96),
        (112, -292, 8, 0.96),
        (0, -372, 0, 1.04),
        (-58, -226, 5, 0.9),
        (74, -224, -6, 0.9),
    ):
        motif(pen.at(x, y, size, turn))
    body = smooth(
        [(-226, -190), (-226, -190), (0, -160), (226, -190), (226, -190), (176, -20), (120, 2), (-120, 2), (-176, -20)]
    )
    pen.fill(body, p.WOOD)
    weave(pen, 226, -168, -6, 0.24)
    pen.outline(body, 8)
    pen.shape(smooth([(-238, -196), (0, -168), (238, -196), (232, -164), (0, -134), (-232, -164)]), p.STRAW, 6)


def weave(pen: Pen, half: float, top: float, bottom: float, narrowing: float) -> None:
    """A checker of bamboo strips, narrower towards the bottom."""
    rows = int((bottom - top) // 26)
    for row in range(rows):
        y = top + row * 26 + 8
        reach = half * (1 - narrowing * row / max(rows, 1)) - 18
        for at, x in enumerate(range(int(-reach), int(reach) - 20, 42)):
            if (at + row) % 2:
                pen.fill(rect(x, y, x + 34, y + 19, 5), p.STRAW)
                pen.line([(x, y + 20), (x + 17, y + 22), (x + 34, y + 20)], 3, p.EARTH)
            else:
                pen.line([(x + 8, y), (x + 8, y + 22)], 3, p.EARTH)
                pen.line([(x + 26, y), (x + 26, y + 22)], 3, p.EARTH)


def plate(pen: Pen, colour: str, motif: Motif) -> None:
    """A large dish with the food itself on a leaf."""
    pen.shape(smooth([(-268, -96), (0, -140), (268, -96), (200, -14), (90, 2), (-90, 2), (-200, -14)]), p.WHITE, 8)
    pen.shape(ellipse(0, -104, 266, 58), p.WHITE, 7)
    pen.line(arc(0, -104, 238, 46, 20, 160), 6, p.CHAM)
    pen.shape(smooth([(-230, -112), (-120, -170), (60, -176), (240, -120), (120, -78), (-100, -70)]), p.LEAF, 6)
    motif(pen.at(0, -240, 1.62))


def ham(pen: Pen, colour: str, motif: Motif) -> None:
    """Giò: a roll in banana leaf, tied, and slices of it."""
    roll = pen.at(-30, -230, 1, -22)
    roll.shape(
        smooth(
            [
                (-220, -74),
                (-220, -74),
                (0, -84),
                (200, -74),
                (226, 0),
                (200, 74),
                (0, 84),
                (-220, 74),
                (-220, 74),
                (-240, 0),
            ]
        ),
        p.LEAF,
        8,
    )
    for y in (-40, 0, 40):
        roll.line([(-226, y), (0, y + 4), (200, y)], 4, p.DONG_DEEP)
    for x in (-160, -70, 20, 110):
        roll.shape(smooth([(x - 9, -84), (x + 9, -84), (x + 22, 0), (x + 9, 84), (x - 9, 84), (x + 6, 0)]), p.STRAW, 4)
    roll.shape(ellipse(206, 0, 34, 74), colour, 7)
    for x, size in ((90, 1), (186, 0.86), (-6, 0.86)):
        piece = pen.at(x, -58 * size, size)
        piece.shape(ellipse(0, 6, 92, 56), p.shade(colour, 0.2), 6)
        piece.shape(ellipse(0, -6, 92, 54), colour, 6)
        piece.dots([(-40, -12), (10, 10), (44, -16), (-6, -30), (-20, 20)], 4, p.shade(colour, 0.35))


def noodles(pen: Pen, colour: str, motif: Motif) -> None:
    """Skeins of dried noodles with a paper band."""
    for y, x in ((-300, 0), (-190, -14), (-80, 10)):
        skein = pen.at(x, y)
        skein.shape(rect(-220, -56, 220, 56, 52), colour, 8)
        for at in range(-36, 40, 15):
            skein.line([(-198, at), (-80, at + 6), (80, at - 6), (198, at)], 4, p.shade(colour, 0.34))
        skein.shape(rect(-58, -62, 58, 62, 4), p.SON, 6)
        skein.outline(rect(-46, -50, 46, 50), 2.4, p.HOE)
    label(pen, -86, -390, 86, -212, motif)


def bowl(pen: Pen, colour: str, motif: Motif) -> None:
    """A steaming bowl with chopsticks."""
    pen.shape(mirrored([(216, -210), (206, -140), (140, -40), (84, -26), (84, 0), (0, 2)]), p.WHITE, 8)
    pen.shape(ellipse(0, -210, 216, 64), p.WHITE, 7)
    pen.shape(ellipse(0, -206, 186, 50), colour, 5)
    for y in (-224, -206, -188):
        pen.line([(-130, y), (-40, y + 10), (40, y - 10), (130, y)], 5, p.CREAM)
    for x in (-70, 40):
        pen.shape(ellipse(x, -216, 34, 18), p.SON, 4)
    pen.line(arc(0, -120, 150, 60, 20, 160), 9, p.CHAM)
    for x in (-70, 0, 70):
        pen.line(smooth([(x, -300), (x + 26, -340), (x - 16, -390), (x + 14, -440)], closed=False), 9, p.GREY)
    pen.line([(60, -250), (150, -330), (240, -410)], 12, p.EARTH)
    pen.line([(90, -240), (176, -316), (262, -392)], 12, p.EARTH)


def open_box(pen: Pen, colour: str, motif: Motif) -> None:
    """A low open box that shows its pieces: candies, cakes."""
    for at, (x, y) in enumerate(
        ((-140, -212), (-46, -226), (48, -226), (142, -212), (-96, -160), (0, -168), (96, -160))
    ):
        piece = pen.at(x, y)
        piece.shape(rect(-42, -30, 42, 30, 12), (colour, p.light(colour, 0.45))[at % 2], 6)
        piece.line([(-42, -4), (-66, -20), (-60, 4), (-66, 22), (-42, 6)], 5)
        piece.line([(42, -4), (66, -20), (60, 4), (66, 22), (42, 6)], 5)
    motif(pen.at(0, -340, 1.05))
    pen.shape([(-228, -146), (228, -146), (206, 0), (-206, 0)], p.SON, 8)
    pen.fill([(-226, -128), (226, -128), (223, -108), (-223, -108)], p.HOE)
    pen.line([(-222, -106), (0, -104), (222, -106)], 4)
    for x in range(-160, 161, 64):
        pen.shape([(x, -78), (x + 22, -52), (x, -26), (x - 22, -52)], p.HOE_TINT, 4)
