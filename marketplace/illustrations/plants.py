"""Leaves, flowers, grains, mushrooms and herbs; about the origin, radius about 100."""

from math import cos, pi, sin

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.fruits import leaf, round_fruit
from marketplace.illustrations.strokes import arc, ellipse, smooth


def tea(pen: Pen, colour: str = p.LEAF) -> None:
    """Một tôm hai lá: a bud and its leaves."""
    pen.line([(0, 110), (-4, 40), (0, -30)], 8, p.DONG)
    leaf(pen.at(0, 50, 0.95, -155), p.shade(colour, 0.2), 120, 44, 4)
    leaf(pen.at(0, 40, 1.0, -28), colour, 120, 46, 4)
    leaf(pen.at(0, -4, 0.9, -130), p.LEAF_LIGHT, 110, 34, 3)
    leaf(pen.at(0, -14, 0.85, -55), p.LEAF_LIGHT, 104, 32, 3)
    leaf(pen.at(0, -26, 0.9, -90), p.LIME, 84, 17, 0)


def white_tea(pen: Pen) -> None:
    tea(pen, p.LEAF_LIGHT)


def black_tea(pen: Pen) -> None:
    tea(pen, p.CLAY)


def purple_tea(pen: Pen) -> None:
    tea(pen, p.PLUM)


def petals(pen: Pen, count: int, length: float, width: float, colour: str, start: float = 0) -> None:
    for at in range(count):
        part = pen.at(0, 0, 1, start + 360 * at / count)
        part.shape(
            smooth(
                [
                    (8, 0),
                    (length * 0.45, -width),
                    (length, -width * 0.35),
                    (length, width * 0.35),
                    (length * 0.45, width),
                ]
            ),
            colour,
            5,
        )


def chrysanthemum(pen: Pen) -> None:
    for x, y, size in ((-30, 6, 0.74), (52, -48, 0.5), (48, 54, 0.46)):
        head = pen.at(x, y, size)
        petals(head, 13, 100, 18, p.HOE)
        petals(head, 9, 62, 15, p.HOE_TINT, 12)
        head.shape(ellipse(0, 0, 24), p.ORANGE, 5)


def camellia(pen: Pen) -> None:
    """Trà hoa vàng."""
    leaf(pen.at(30, 30, 0.9, 30), p.DONG)
    leaf(pen.at(-30, 30, 0.9, 150), p.DONG)
    petals(pen, 7, 88, 34, p.HOE, -90)
    petals(pen, 5, 52, 22, p.HOE_TINT, -60)
    pen.shape(ellipse(0, 0, 20), p.ORANGE, 5)


def lotus(pen: Pen) -> None:
    for turn, length, colour in ((-170, 96, p.PINK), (-10, 96, p.PINK), (-145, 108, p.PINK), (-35, 108, p.PINK),
                                 (-118, 116, p.ROSE), (-62, 116, p.ROSE), (-90, 112, p.PINK)):  # fmt: skip
        part = pen.at(0, 44, 1, turn)
        part.shape(smooth([(0, 0), (length * 0.5, -30), (length, 0), (length, 0), (length * 0.5, 30)]), colour, 5.5)
        part.line([(length * 0.3, 0), (length * 0.85, 0)], 3, p.SON_DEEP)
    pen.shape(smooth([(-60, 44), (0, 30), (60, 44), (0, 76)]), p.LEAF_LIGHT, 5.5)


def rice(pen: Pen, colour: str = p.HOE) -> None:
    """Two hanging ears."""
    for flip in (False, True):
        ear = pen.at(0, 96, 1, 0, flip)
        path = smooth([(4, 0), (10, -90), (34, -160), (84, -172), (112, -130)], closed=False, steps=5)
        ear.line(path, 6, p.LEAF)
        for at in range(7, len(path), 2):
            x, y = path[at]
            for side in (-1, 1):
                ear.at(x, y, 1, (at - 7) * 9 - 60 + side * 38).shape(ellipse(16, 0, 17, 8), colour, 3.6)
    leaf(pen.at(0, 90, 1, -68), p.LEAF_LIGHT, 130, 12, 0)


def red_rice(pen: Pen) -> None:
    rice(pen, p.CLAY)


def _stalk_mushroom(pen: Pen, cap: str, stem: str = p.CREAM) -> None:
    pen.shape(smooth([(-18, 0), (18, 0), (24, 70), (20, 96), (-20, 96), (-24, 70)]), stem)
    pen.shape(smooth([(-76, 6), (-56, -52), (0, -74), (56, -52), (76, 6), (76, 6), (0, 18), (-76, 6)]), cap)
    pen.line([(-54, 6), (0, 14), (54, 6)], 3.5)


def mushroom(pen: Pen) -> None:
    _stalk_mushroom(pen.at(34, 0, 0.95, 8), p.GREY)
    _stalk_mushroom(pen.at(-44, 26, 0.7, -10), p.PAPER_2)


def wood_ear(pen: Pen) -> None:
    for x, y, size in ((-36, 20, 1), (40, -6, 0.9), (4, -52, 0.7)):
        ear = pen.at(x, y, size * 0.72)
        ear.shape(
            smooth([(-84, 10), (-60, -50), (-10, -40), (20, -70), (70, -40), (88, 16), (40, 50), (0, 34), (-50, 56)]),
            p.EARTH,
        )
        ear.line([(-50, 4), (0, -8), (54, 6)], 4, p.WOOD)


def lingzhi(pen: Pen) -> None:
    pen.shape(smooth([(-12, 0), (14, 0), (20, 60), (34, 104), (-4, 104), (-10, 60)]), p.EARTH)
    pen.shape(ellipse(0, -20, 98, 56, -6), p.SON)
    for half in (74, 50, 26):
        pen.line(arc(0, -16, half, half * 0.55, 180, 360), 4, p.HOE)


def cordyceps(pen: Pen) -> None:
    for at, x in enumerate(range(-72, 73, 24)):
        sway = (-12, 10, -6, 14, -10, 8, 12)[at]
        pen.line([(x * 0.6, 104), (x * 0.9 + sway, 30), (x + sway, -70 + 9 * (at % 3))], 15, p.INK)
        pen.line([(x * 0.6, 100), (x * 0.9 + sway, 30), (x + sway, -62 + 9 * (at % 3))], 9, p.ORANGE)
    pen.shape(smooth([(-70, 92), (0, 78), (70, 92), (50, 116), (-50, 116)]), p.CLAY)


def ginseng(pen: Pen) -> None:
    leaf(pen.at(0, -70, 0.7, -130), p.LEAF)
    leaf(pen.at(0, -70, 0.7, -50), p.LEAF)
    leaf(pen.at(0, -70, 0.75, -90), p.LEAF_LIGHT)
    pen.shape(smooth([(-26, -72), (26, -72), (40, -10), (30, 30), (64, 96), (64, 96), (14, 50), (4, 112), (4, 112), (-12, 50),
                      (-58, 92), (-58, 92), (-30, 24), (-40, -14)]), p.STRAW)  # fmt: skip
    for y in (-44, -20, 4):
        pen.line([(-24, y), (6, y + 5)], 3.2, p.CLAY)


def bamboo_shoot(pen: Pen) -> None:
    for x, size, turn in ((-44, 0.86, -12), (40, 1, 8)):
        shoot = pen.at(x, 84, size, turn)
        shoot.shape(
            smooth([(-54, 0), (-48, -70), (-16, -150), (0, -184), (0, -184), (16, -150), (48, -70), (54, 0)]), p.LIME
        )
        for y, half in ((-40, 50), (-84, 38), (-122, 24)):
            shoot.fill(smooth([(-half, y), (0, y - 44), (half, y), (0, y - 14)]), p.LEAF)
            shoot.line([(-half, y), (0, y - 40), (half, y)], 4.5)


def asparagus(pen: Pen) -> None:
    for x, tall in ((-54, 160), (-20, 186), (16, 196), (50, 170)):
        spear = pen.at(x * 0.9, 100, 1, x * 0.12)
        spear.shape(smooth([(-15, 0), (-15, -tall + 40), (0, -tall), (15, -tall + 40), (15, 0)]), p.LEAF_LIGHT, 5.5)
        for y in range(30, tall - 10, 34):
            spear.fill([(-10, -y), (0, -y - 18), (10, -y)], p.DONG)
    pen.shape([(-72, 20), (72, 20), (72, 46), (-72, 46)], p.SON, 5.5)


def sprouts(pen: Pen) -> None:
    """Giá."""
    for at, (x, turn) in enumerate(((-60, -24), (-24, -8), (14, 10), (52, 26), (-44, 18), (36, -16))):
        stalk = pen.at(x, 76 - 8 * at % 20, 1, turn)
        stalk.line([(0, 0), (10, -50), (-4, -110)], 14, p.INK)
        stalk.line([(0, -2), (10, -50), (-4, -106)], 8, p.WHITE)
        stalk.shape(ellipse(-8, -118, 20, 13, -30), p.HOE, 4.5)


def lettuce(pen: Pen) -> None:
    for turn in (-170, -10, -145, -35, -115, -65, -90):
        part = pen.at(0, 84, 1, turn)
        part.shape(
            smooth([(0, -10), (60, -40), (110, -48), (150, -20), (160, 16), (120, 44), (60, 36), (0, 12)]),
            p.LEAF_LIGHT if turn % 2 else p.LIME,
            5,
        )
        part.line([(8, 0), (120, 2)], 4, p.CREAM)


def cucumber(pen: Pen) -> None:
    for y, turn in ((-42, -20), (26, 6)):
        part = pen.at(0, y, 1, turn)
        part.shape(smooth([(-104, 6), (-80, -26), (0, -36), (80, -26), (104, 6), (80, 28), (0, 30), (-80, 30)]), p.LEAF)
        part.dots([(x, -10 + 14 * (x // 26 % 2)) for x in range(-78, 90, 26)], 4, p.LIME)
    pen.shape(ellipse(70, 70, 32), p.LIME, 5)
    pen.shape(ellipse(70, 70, 20), p.CREAM, 3)


def gourd(pen: Pen) -> None:
    """Bí xanh, bí đao."""
    body = smooth([(-30, -92), (30, -92), (52, -20), (62, 50), (34, 98), (-34, 98), (-62, 50), (-52, -20)])
    pen.fill(body, p.LEAF)
    pen.fill(smooth([(-30, -80), (-8, -80), (-16, 0), (-24, 70), (-50, 40), (-42, -20)]), p.LEAF_LIGHT)
    pen.outline(body)
    pen.line([(0, -92), (8, -122)], 13, p.DONG)


def corn(pen: Pen) -> None:
    for x, turn in ((-36, -14), (38, 14)):
        cob = pen.at(x, 10, 0.9, turn)
        cob.shape(smooth([(-26, 80), (-34, 0), (-20, -84), (0, -104), (20, -84), (34, 0), (26, 80)]), p.HOE)
        for y in range(-70, 60, 24):
            cob.line([(-26, y), (0, y + 6), (26, y)], 3.4, p.HOE_DEEP)
        leaf(cob.at(-10, 96, 0.95, -112), p.LEAF_LIGHT, 130, 26, 0)
        leaf(cob.at(10, 96, 0.95, -68), p.LEAF, 130, 26, 0)


def soy(pen: Pen) -> None:
    for x, y, turn in ((-10, -30, -28), (10, 40, -18)):
        pod = pen.at(x, y, 1, turn)
        pod.shape(
            smooth([(-100, 0), (-60, -28), (0, -30), (60, -28), (100, 0), (60, 26), (0, 28), (-60, 26)]), p.LEAF_LIGHT
        )
        for spot in (-52, 0, 52):
            pod.shape(ellipse(spot, 0, 20, 18), p.HOE, 4.5)


def pepper(pen: Pen) -> None:
    leaf(pen.at(0, -70, 1, -160), p.DONG)
    leaf(pen.at(0, -70, 1, -20), p.DONG)
    pen.line([(0, -90), (4, 0), (-4, 104)], 6, p.LEAF)
    for at in range(7):
        for side in (-1, 1):
            colour = (p.LEAF, p.SON, p.LEAF_LIGHT, p.INK)[(at * 2 + side) % 4]
            pen.shape(ellipse(side * 17, -62 + at * 25, 15), colour, 4.5)


def cardamom(pen: Pen) -> None:
    for x, y, turn in ((-48, 12, -20), (42, 26, 20), (0, -48, 0)):
        pod = pen.at(x, y, 0.8, turn)
        pod.shape(smooth([(0, -80), (40, -30), (38, 30), (0, 72), (-38, 30), (-40, -30)]), p.CLAY)
        for shift in (-16, 0, 16):
            pod.line([(shift * 0.3, -70), (shift, 0), (shift * 0.3, 62)], 3.6)


def lemongrass(pen: Pen) -> None:
    for x, turn in ((-26, -14), (0, 0), (26, 14)):
        stalk = pen.at(x, 100, 1, turn)
        stalk.shape(
            smooth([(-16, 0), (-11, -110), (-22, -205), (0, -150), (22, -205), (11, -110), (16, 0)]), p.LEAF_LIGHT, 5
        )
        stalk.fill(smooth([(-14, 0), (-10, -50), (10, -50), (14, 0)]), p.CREAM)
    pen.shape([(-50, 22), (50, 22), (52, 42), (-52, 42)], p.SON, 5)


def herb(pen: Pen) -> None:
    """A sprig of healing leaves."""
    pen.line([(0, 108), (6, 10), (0, -80)], 8, p.DONG)
    for at, y in enumerate((70, 26, -18, -58)):
        size = 0.8 - 0.1 * at
        leaf(pen.at(2, y, size, -32), (p.LEAF, p.LEAF_LIGHT)[at % 2], 110, 38)
        leaf(pen.at(2, y, size, -148), (p.LEAF_LIGHT, p.LEAF)[at % 2], 110, 38)
    leaf(pen.at(0, -76, 0.6, -90), p.LIME, 100, 30)


def artichoke(pen: Pen) -> None:
    body = smooth([(0, -92), (60, -50), (76, 14), (40, 74), (-40, 74), (-76, 14), (-60, -50)])
    pen.line([(0, 70), (0, 122)], 18, p.DONG)
    pen.fill(body, p.LEAF)
    for row, (y, half) in enumerate(((52, 44), (22, 60), (-10, 52), (-40, 34))):
        for x in range(-half, half + 1, 2 * half // 3 or 1):
            pen.shape(
                smooth([(x - 20, y + 18), (x, y - 34), (x, y - 34), (x + 20, y + 18)]),
                (p.LEAF, p.LEAF_LIGHT)[row % 2],
                4.5,
            )


def berries(pen: Pen) -> None:
    """Sim, and other dark wild berries."""
    leaf(pen.at(0, -40, 0.9, -30), p.LEAF)
    leaf(pen.at(0, -40, 0.9, -150), p.LEAF)
    for x, y in ((-44, 8), (0, -16), (44, 10), (-22, 52), (26, 54)):
        round_fruit(pen.at(x, y, 0.34), p.PLUM, stem=False, leaves=0)
        pen.line(arc(x, y - 27, 9, 5, 180, 360, 6), 4)


def mai(pen: Pen, colour: str = p.HOE, size: float = 1) -> None:
    """A five-petal blossom of mai or lan."""
    blossom = pen.at(0, 0, size)
    petals(blossom, 5, 84, 38, colour, -90)
    for at in range(5):
        angle = 2 * pi * at / 5
        blossom.line([(0, 0), (34 * cos(angle), 34 * sin(angle))], 3.5, p.SON_DEEP)
    blossom.shape(ellipse(0, 0, 14), p.ORANGE, 4)
