"""Creatures and what they give; about the origin, radius about 100."""

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.strokes import arc, ellipse, smooth


def fish(pen: Pen, colour: str = p.CHAM) -> None:
    pen.shape(smooth([(60, 0), (104, -46), (104, -46), (96, 0), (104, 46), (104, 46)]), colour)
    pen.shape(smooth([(-20, -44), (20, -76), (48, -34)]), p.shade(colour))
    body = smooth([(-104, 4), (-60, -42), (10, -50), (74, -10), (74, 10), (10, 48), (-60, 40)])
    pen.fill(body, colour)
    pen.fill(smooth([(-100, 8), (-40, 12), (40, 14), (74, 8), (10, 48), (-60, 40)]), p.CREAM)
    for x in (-16, 10, 36):
        for y in (-22, 0):
            pen.line(arc(x, y, 13, 13, -70, 70, 7), 3.6, p.CREAM)
    pen.line(arc(-62, 0, 24, 42, -62, 62, 9), 5)
    pen.outline(body)
    pen.dots([(-80, -8)], 8 * pen.scale + 1, p.WHITE)
    pen.dots([(-80, -8)], 4.5 * pen.scale, p.INK)


def anchovy(pen: Pen) -> None:
    """Cá cơm: three small silver fish."""
    for y, turn in ((-46, -6), (2, 4), (50, -4)):
        fish(pen.at(0, y, 0.62, turn), p.CHAM)


def dried_fish(pen: Pen) -> None:
    for y, turn in ((-44, -10), (34, 6)):
        fish(pen.at(0, y, 0.9, turn), p.CLAY)


def shrimp(pen: Pen, colour: str = p.ORANGE) -> None:
    back = smooth([(-74, -36), (-30, -76), (40, -70), (82, -14), (70, 50), (20, 84), (6, 60), (38, 34), (38, -6), (6, -26),
                   (-34, -16), (-70, -14)])  # fmt: skip
    for x, y, u, v in ((-26, -12, -44, 30), (-4, -14, -14, 36), (18, -4, 8, 44)):
        pen.line([(x, y), (u, v)], 5)
    pen.line([(-70, -34), (-104, -66), (-70, -104)], 4)
    pen.line([(-72, -30), (-112, -40), (-116, -90)], 4)
    pen.shape(smooth([(20, 66), (-26, 76), (-36, 100), (4, 104), (26, 84)]), p.SON)
    pen.shape(back, colour)
    for a, b in (
        ((-24, -70), (-16, -22)),
        ((16, -76), (14, -20)),
        ((60, -48), (34, -4)),
        ((80, 10), (40, 18)),
        ((58, 62), (32, 44)),
    ):
        pen.line([a, b], 4.5)
    pen.dots([(-54, -34)], 6 * pen.scale + 1, p.INK)


def crab(pen: Pen) -> None:
    for side in (-1, 1):
        for x, y in ((96, 10), (98, 40), (80, 68)):
            pen.line([(side * 50, y * 0.5), (side * 84, y - 16), (side * x, y + 12)], 7)
        pen.shape(
            smooth(
                [
                    (side * 60, -40),
                    (side * 96, -64),
                    (side * 84, -96),
                    (side * 62, -72),
                    (side * 48, -92),
                    (side * 44, -58),
                ]
            ),
            p.SON,
        )
    pen.shape(smooth([(-74, 6), (-50, -44), (0, -54), (50, -44), (74, 6), (40, 56), (-40, 56)]), p.CLAY)
    pen.dots([(-20, -40), (20, -40)], 6, p.INK)
    pen.line(arc(0, 4, 30, 18, 20, 160), 4.5)


def squid_worm(pen: Pen) -> None:
    """Rươi: the palolo worms of the brackish fields."""
    for y, colour in ((-40, p.ROSE), (4, p.LEAF_LIGHT), (46, p.ORANGE)):
        path = smooth([(-96, y), (-50, y - 26), (0, y), (46, y + 24), (96, y - 4)], closed=False)
        pen.line(path, 24, p.INK)
        pen.line(path, 15, colour)


def bee(pen: Pen) -> None:
    for x, turn in ((-14, -120), (22, -62)):
        pen.at(x, -26, 1, turn).shape(ellipse(44, 0, 46, 23), p.WHITE, 5)
    body = ellipse(0, 10, 66, 42)
    pen.fill(body, p.HOE)
    for x in (-10, 22, 48):
        tall = 40 * (1 - (x / 70) ** 2) ** 0.5
        pen.line([(x, 10 - tall), (x + 4, 10), (x, 10 + tall)], 15)
    pen.outline(body)
    pen.shape(ellipse(-66, 6, 26, 25), p.EARTH)
    pen.line([(-78, -14), (-98, -44)], 5)
    pen.line([(-66, -18), (-74, -50)], 5)


def honeycomb(pen: Pen) -> None:
    """Six cells, some of them full."""
    for at, (x, y) in enumerate(((-54, -32), (0, -64), (54, -32), (0, 0), (-54, 32), (54, 32), (0, 64))):
        cell = ellipse(x, y, 35, count=6)
        pen.shape(cell, (p.HOE, p.AMBER, p.HOE_TINT)[at % 3], 6)


def egg(pen: Pen) -> None:
    for x, y, turn in ((-50, 20, -14), (50, 22, 14), (0, -8, 0)):
        part = pen.at(x, y, 0.8, turn)
        body = smooth([(0, -90), (54, -38), (66, 22), (38, 76), (-38, 76), (-66, 22), (-54, -38)])
        part.fill(body, p.PINK)
        part.fill(smooth([(-40, -10), (-30, -50), (-6, -66), (-14, -20)]), p.CREAM)
        part.outline(body)


def nest(pen: Pen) -> None:
    """Tổ yến: a swallow's cup nest."""
    cup = smooth([(-100, -16), (-60, -40), (0, -46), (60, -40), (100, -16), (72, 52), (0, 82), (-72, 52)])
    pen.fill(cup, p.CREAM)
    for at in range(7):
        y = -10 + at * 13
        half = 92 - at * at * 1.6
        pen.line([(-half, y), (-half * 0.3, y + 12), (half * 0.3, y + 4), (half, y + 2)], 3.6, p.WOOD)
    pen.outline(cup)
    pen.shape(ellipse(0, -24, 84, 24), p.STRAW, 5.5)
    swallow(pen.at(28, -84, 0.6))


def swallow(pen: Pen) -> None:
    pen.shape(smooth([(-70, 4), (-40, -16), (10, -10), (70, 20), (110, 6), (110, 6), (80, 30), (104, 48), (104, 48), (40, 34),
                      (-30, 24)]), p.CHAM_DEEP, 5)  # fmt: skip
    pen.shape(smooth([(-8, -8), (20, -80), (64, -108), (64, -108), (52, -50), (34, 4)]), p.CHAM, 5)
    pen.shape(ellipse(-38, 10, 22, 12), p.SON, 4)
    pen.dots([(-50, -4)], 3.5, p.WHITE)


def chicken(pen: Pen) -> None:
    """The cock of the folk prints."""
    for turn, colour in ((-70, p.DONG), (-52, p.CHAM), (-34, p.SON)):
        pen.at(46, 0, 1, turn).shape(
            smooth([(0, 0), (40, -26), (100, -16), (112, 14), (112, 14), (70, 10), (30, 24)]), colour, 5
        )
    for x in (-10, 20):
        pen.line([(x, 52), (x, 98), (x - 20, 104)], 7, p.HOE_DEEP)
    pen.shape(
        smooth([(-70, -60), (-46, -64), (-30, -20), (20, -10), (62, -22), (70, 20), (30, 60), (-30, 58), (-58, 10)]),
        p.ORANGE,
    )
    pen.shape(smooth([(-10, 2), (30, -8), (60, 10), (30, 34), (0, 28)]), p.HOE, 5)
    pen.shape(smooth([(-74, -62), (-76, -92), (-62, -80), (-54, -98), (-46, -78), (-38, -84), (-44, -58)]), p.SON, 5)
    pen.shape(ellipse(-66, -34, 10, 17), p.SON, 4.5)
    pen.shape([(-76, -56), (-104, -46), (-74, -42)], p.HOE, 5)
    pen.dots([(-60, -58)], 5, p.INK)


def pig(pen: Pen) -> None:
    """The pig of Đông Hồ, with its yin-yang whorl."""
    for x in (-50, -18, 30, 60):
        pen.shape([(x - 10, 40), (x + 12, 40), (x + 10, 86), (x - 8, 86)], p.PINK, 5)
    body = smooth([(-60, -30), (0, -58), (70, -44), (96, 4), (70, 52), (0, 62), (-60, 50), (-80, 10)])
    pen.shape(body, p.PINK)
    pen.shape(smooth([(-58, -40), (-100, -30), (-120, 6), (-92, 34), (-54, 34), (-38, 0)]), p.PINK)
    pen.shape(smooth([(-60, -36), (-74, -70), (-44, -58), (-38, -28)]), p.ROSE, 5)
    pen.shape(ellipse(-112, 8, 13, 18), p.ROSE, 5)
    pen.dots([(-84, -8)], 5, p.INK)
    pen.line(arc(24, 4, 34, 34, 20, 340), 5, p.SON_DEEP)
    pen.line(arc(30, 4, 17, 17, 200, 480), 5, p.SON_DEEP)
    pen.line([(94, -4), (112, -20), (104, -36), (92, -26)], 5)


def buffalo(pen: Pen) -> None:
    for x in (-52, -20, 34, 66):
        pen.shape([(x - 11, 36), (x + 11, 36), (x + 10, 94), (x - 10, 94)], p.EARTH, 5)
    pen.shape(smooth([(-50, -34), (10, -50), (80, -40), (100, 10), (74, 52), (0, 60), (-60, 44)]), p.EARTH)
    pen.shape(smooth([(-50, -40), (-96, -28), (-116, 14), (-96, 34), (-60, 24), (-40, -6)]), p.shade(p.EARTH))
    for flip in (-1, 1):
        pen.line([(-70, -34), (-72 + flip * 42, -54), (-66 + flip * 50, -92)], 13)
    pen.dots([(-86, -8)], 5, p.CREAM)
    pen.line([(98, -10), (116, 20), (110, 52)], 6)


def horse(pen: Pen) -> None:
    for x in (-34, -8, 40, 64):
        pen.line([(x, 30), (x + 4, 70), (x - 2, 104)], 15)
    pen.shape(
        smooth(
            [
                (-92, -74),
                (-58, -100),
                (-40, -60),
                (-20, -26),
                (60, -30),
                (86, 4),
                (66, 44),
                (-30, 44),
                (-50, -6),
                (-66, -44),
                (-96, -48),
            ]
        ),
        p.WHITE,
    )
    pen.shape(smooth([(-58, -98), (-34, -70), (-12, -24), (-34, -34), (-50, -66)]), p.GREY, 5)
    pen.line([(84, -10), (112, 20), (102, 64)], 13, p.GREY)
    pen.dots([(-72, -72)], 4.5, p.INK)


def frog(pen: Pen) -> None:
    for side in (-1, 1):
        pen.shape(
            smooth(
                [
                    (side * 40, 20),
                    (side * 96, 10),
                    (side * 104, 60),
                    (side * 60, 84),
                    (side * 96, 96),
                    (side * 40, 96),
                    (side * 30, 60),
                ]
            ),
            p.LEAF,
        )
        pen.shape(ellipse(side * 34, -56, 24), p.LEAF)
        pen.dots([(side * 34, -58)], 7, p.INK)
    pen.shape(smooth([(-64, -30), (0, -52), (64, -30), (56, 50), (0, 84), (-56, 50)]), p.LEAF_LIGHT)
    pen.line(arc(0, -24, 44, 20, 10, 170), 5)


def cow(pen: Pen) -> None:
    """Beef and milk."""
    buffalo(pen)
    pen.fill(smooth([(0, -30), (40, -36), (56, 0), (20, 24), (-8, 6)]), p.CREAM)
