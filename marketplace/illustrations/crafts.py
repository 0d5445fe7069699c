"""What hands make and where guests stay: on the line y = 0, as vessels are."""

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.fruits import leaf
from marketplace.illustrations.plants import lotus, mai
from marketplace.illustrations.strokes import arc, ellipse, mirrored, rect, smooth
from marketplace.illustrations.vessels import weave


def woven_basket(pen: Pen, colour: str, motif) -> None:
    pen.shape(arc(0, -250, 150, 220, 180, 360, 26) + arc(0, -250, 126, 192, 360, 180, 26), p.STRAW, 6)
    body = smooth(
        [(-200, -260), (-200, -260), (0, -236), (200, -260), (200, -260), (190, -60), (140, 2), (-140, 2), (-190, -60)]
    )
    pen.fill(body, p.WOOD)
    weave(pen, 204, -240, -4, 0.1)
    pen.outline(body, 8)
    pen.shape(smooth([(-212, -268), (0, -242), (212, -268), (206, -236), (0, -208), (-206, -236)]), colour, 6)


def mat(pen: Pen, colour: str, motif) -> None:
    """A sedge mat, half rolled, with a printed border."""
    pen.shape([(-250, -40), (170, -40), (230, 4), (-250, 4)], p.STRAW, 6)
    sheet = rect(-200, -440, 190, -30)
    pen.fill(sheet, p.STRAW)
    for at, x in enumerate(range(-176, 180, 22)):
        pen.line([(x, -436), (x + 2, -230), (x, -34)], 3, (p.WOOD, p.CLAY)[at % 2])
    for y in (-410, -76):
        pen.fill(rect(-200, y - 14, 190, y + 18), colour)
    for y in (-330, -240, -150):
        for x in (-120, -5, 110):
            pen.shape([(x, y - 36), (x + 36, y), (x, y + 36), (x - 36, y)], colour, 5)
            pen.shape([(x, y - 15), (x + 15, y), (x, y + 15), (x - 15, y)], p.HOE, 4)
    pen.outline(sheet, 8)
    pen.shape(rect(178, -452, 246, -18, 32), p.WOOD, 8)
    pen.outline(ellipse(212, -440, 26, 12), 4)
    for y in (-380, -240, -100):
        pen.line([(182, y), (212, y + 10), (242, y)], 7, p.SON)


def rug(pen: Pen, colour: str, motif) -> None:
    """A coir mat, round."""
    for radius, tone in ((226, p.EARTH), (186, p.CLAY), (146, p.WOOD), (104, p.CLAY), (62, p.STRAW)):
        pen.shape(ellipse(0, -230, radius), tone, 6)
    for at in range(24):
        pen.at(0, -230, 1, at * 15).line([(206, 0), (232, 3), (250, 0)], 5, p.EARTH)
    mai(pen.at(0, -230), colour, 0.5)


def ceramics(pen: Pen, colour: str, motif) -> None:
    """Stacked bowls and a plate with a painted lotus."""
    pen.shape(ellipse(0, -290, 206), p.WHITE, 8)
    pen.outline(ellipse(0, -290, 176), 6, p.CHAM)
    motif(pen.at(0, -300, 1.2))
    for y, half in ((-104, 118), (-64, 126)):
        pen.shape(mirrored([(half, y - 56), (half * 0.86, y), (half * 0.5, y + 58), (0, y + 62)]), p.WHITE, 7)
        pen.shape(ellipse(0, y - 56, half, 20), p.CHAM_TINT, 6)
        pen.line([(-half * 0.8, y - 8), (0, y + 14), (half * 0.8, y - 8)], 8, p.CHAM)
    for x in (-210, 210):
        cup = pen.at(x, 0, 1.2)
        cup.shape(mirrored([(52, -80), (50, -40), (30, -4), (0, -2)]), p.WHITE, 6)
        cup.shape(ellipse(0, -80, 52, 14), p.CHAM_TINT, 5)
        cup.line([(-40, -46), (0, -34), (40, -46)], 6, p.CHAM)


def teapot(pen: Pen, colour: str, motif) -> None:
    pen.shape(smooth([(120, -250), (220, -300), (250, -370), (284, -350), (262, -250), (150, -130)]), p.WHITE, 7)
    pen.outline(arc(-150, -220, 92, 100, 80, 280, 20), 22)
    pen.outline(arc(-150, -220, 92, 100, 80, 280, 20), 12, p.WHITE)
    pen.shape(mirrored([(70, -360), (150, -310), (186, -210), (160, -80), (90, -20), (90, 0), (0, 2)]), p.WHITE, 8)
    pen.shape(smooth([(-90, -356), (0, -420), (90, -356), (0, -336)]), p.CHAM_TINT, 6)
    pen.shape(ellipse(0, -426, 22), p.CHAM, 5)
    motif(pen.at(0, -196, 1.05))
    for x in (-236, 250):
        cup = pen.at(x, 0)
        cup.shape(mirrored([(54, -76), (50, -40), (30, -4), (0, -2)]), p.WHITE, 6)
        cup.shape(ellipse(0, -76, 54, 14), p.CLAY, 5)
        cup.line([(-40, -44), (0, -32), (40, -44)], 6, p.CHAM)


def lamp(pen: Pen, colour: str, motif) -> None:
    """A lamp of woven rattan."""
    pen.shape(rect(-16, -150, 16, -10, 4), p.EARTH, 6)
    pen.shape(ellipse(0, -14, 110, 24), p.EARTH, 7)
    body = mirrored([(70, -500), (150, -430), (178, -320), (150, -210), (80, -146), (0, -142)])
    pen.fill(body, p.HOE_TINT)
    for x in range(-150, 151, 30):
        pen.line(
            smooth([(x * 0.42, -496), (x, -380), (x * 1.1, -320), (x, -250), (x * 0.5, -150)], closed=False), 5, p.CLAY
        )
    for y, half in ((-440, 140), (-380, 168), (-320, 178), (-260, 166), (-200, 138)):
        pen.line([(-half, y), (0, y + 12), (half, y)], 6, p.EARTH)
    pen.outline(body, 8)
    pen.shape(ellipse(0, -498, 72, 16), p.WOOD, 6)


def incense(pen: Pen, colour: str, motif) -> None:
    """A fan of incense sticks tied in red, and a burner with its smoke."""
    for at in range(-9, 10):
        stick = pen.at(0, -210, 1, at * 5)
        stick.line([(0, 200), (0, 20), (0, -40)], 8, p.SON)
        stick.line([(0, -30), (0, -150), (0, -280)], 11, p.EARTH)
    pen.shape(rect(-58, -250, 58, -200, 12), p.HOE, 7)
    for x in (-170, 176):
        pen.line(smooth([(x, -140), (x + 34, -220), (x - 26, -300), (x + 18, -400)], closed=False), 8, p.GREY)
        pen.at(x, 0).shape(mirrored([(62, -120), (70, -70), (46, -8), (0, 0)]), p.CLAY, 7)


def straws(pen: Pen, colour: str, motif) -> None:
    """A bundle of bamboo: straws, tools of the kitchen."""
    for at, x in enumerate(range(-120, 121, 40)):
        tube = pen.at(x * 0.9, 0, 1, x * 0.09)
        tall = 440 + 34 * (at * 5 % 3)
        tube.shape(rect(-21, -tall, 21, 0, 8), (p.STRAW, p.LIME, p.WOOD)[at % 3], 6)
        for y in range(-tall + 90, -40, 120):
            tube.line([(-20, y), (0, y + 5), (20, y)], 6)
        tube.shape(ellipse(0, -tall, 21, 9), p.EARTH, 5)
    pen.shape(rect(-160, -236, 160, -180, 14), p.SON, 7)
    leaf(pen.at(90, -210, 1.1, -50), p.LEAF)


def brocade(pen: Pen, colour: str, motif) -> None:
    """Thổ cẩm: a hung cloth with bands of figures and a fringe."""
    pen.shape(rect(-250, -540, 250, -510, 12), p.WOOD, 7)
    pen.fill(rect(-190, -512, 190, -60), p.CHAM_DEEP)
    for y, tone in ((-470, p.SON), (-390, p.HOE), (-300, colour), (-210, p.DONG), (-120, p.SON)):
        pen.fill(rect(-190, y, 190, y + 56), tone)
        for x in range(-160, 161, 64):
            pen.fill([(x, y + 6), (x + 24, y + 28), (x, y + 50), (x - 24, y + 28)], p.CREAM, slip=False)
            pen.fill([(x, y + 17), (x + 11, y + 28), (x, y + 39), (x - 11, y + 28)], p.CHAM_DEEP, slip=False)
            pen.line([(x + 20, y + 8), (x + 32, y + 28), (x + 44, y + 8)], 4, p.CREAM)
    pen.outline(rect(-190, -512, 190, -60), 8)
    for x in range(-180, 181, 20):
        pen.line([(x, -62), (x + 4, -30), (x, -4)], 6, (p.SON, p.HOE, p.CHAM)[x // 20 % 3])


def folded_silk(pen: Pen, colour: str, motif) -> None:
    """Folded quilts and cloths."""
    for at, (y, tone) in enumerate(((-60, p.CHAM), (-164, p.HOE_TINT), (-268, colour), (-372, p.PINK))):
        fold = pen.at((-10, 12, -6, 8)[at], y)
        fold.shape(rect(-220, -56, 220, 56, 46), tone, 8)
        fold.line([(-190, 14), (0, 22), (206, 12)], 5)
        for x in (-120, 0, 120):
            mai(fold.at(x, -18), p.CREAM, 0.24)


def costume(pen: Pen, colour: str, motif) -> None:
    """A highland jacket."""
    for flip in (False, True):
        pen.at(0, 0, 1, 0, flip).shape(
            smooth([(80, -470), (150, -440), (264, -250), (264, -250), (196, -200), (196, -200), (120, -330)]),
            p.CHAM_DEEP,
            7,
        )
        pen.at(0, 0, 1, 0, flip).shape(smooth([(240, -286), (264, -250), (196, -200), (176, -238)]), p.SON, 6)
    pen.shape([(-110, -474), (110, -474), (140, -60), (-140, -60)], p.CHAM_DEEP, 8)
    pen.fill([(-22, -474), (22, -474), (22, -60), (-22, -60)], p.SON)
    for y in range(-440, -80, 52):
        pen.shape([(0, y - 18), (18, y), (0, y + 18), (-18, y)], p.HOE, 4)
    pen.shape(rect(-142, -130, 142, -60), p.SON, 6)
    for x in range(-110, 111, 44):
        pen.shape([(x, -118), (x + 18, -95), (x, -72), (x - 18, -95)], p.CREAM, 4)
    pen.shape(smooth([(-60, -476), (0, -430), (60, -476), (0, -500)]), p.HOE, 6)


def bonsai(pen: Pen, colour: str, motif) -> None:
    """A trained tree in a glazed pot; `colour` is its blossom."""
    pen.line(smooth([(0, -110), (-60, -190), (40, -280), (-30, -380), (20, -450)], closed=False), 52, p.INK)
    pen.line(smooth([(0, -110), (-60, -190), (40, -280), (-30, -380), (20, -450)], closed=False), 38, p.EARTH)
    pen.line(smooth([(20, -290), (110, -310), (170, -350)], closed=False), 22, p.EARTH)
    pen.line(smooth([(-30, -230), (-110, -240), (-160, -270)], closed=False), 22, p.EARTH)
    for x, y, size in ((-150, -280, 1), (160, -356, 1), (10, -460, 1.2), (-70, -380, 0.8), (84, -420, 0.8)):
        cloud = pen.at(x, y, size)
        cloud.shape(
            smooth(
                [(-90, 20), (-80, -26), (-36, -34), (-10, -60), (34, -40), (76, -30), (92, 16), (40, 34), (-40, 36)]
            ),
            p.LEAF,
            6,
        )
        for u, v in ((-50, 0), (0, -24), (48, 2), (10, 14)):
            mai(cloud.at(u, v), colour, 0.2)
    _pot(pen, p.CHAM)


def orchid(pen: Pen, colour: str, motif) -> None:
    for turn in (-150, -30, -125, -55):
        leaf(pen.at(0, -110, 1.3, turn), p.LEAF, 150, 30, 0)
    for flip in (False, True):
        stem = pen.at(0, -110, 1, 0, flip)
        stem.line(smooth([(0, 0), (20, -170), (70, -300), (180, -350)], closed=False), 8, p.DONG)
        for x, y, size in ((46, -236, 0.6), (96, -316, 0.66), (176, -346, 0.6)):
            mai(stem.at(x, y), p.ROSE, size)
    mai(pen.at(0, -420), p.PINK, 0.8)
    _pot(pen, p.CLAY)


def _pot(pen: Pen, colour: str) -> None:
    pen.shape([(-150, -96), (150, -96), (116, 0), (-116, 0)], colour, 8)
    pen.shape(rect(-170, -124, 170, -90, 10), p.shade(colour, 0.2), 7)
    lotus(pen.at(0, -50, 0.34))


def stilt_house(pen: Pen, colour: str, motif) -> None:
    """Nhà sàn under its hills."""
    for x in (-190, -70, 70, 190):
        pen.shape(rect(x - 13, -150, x + 13, 0), p.EARTH, 6)
    pen.shape(rect(-236, -170, 236, -140, 6), p.WOOD, 7)
    pen.shape(rect(-200, -290, 200, -168), p.STRAW, 7)
    for x in range(-180, 190, 30):
        pen.line([(x, -286), (x, -172)], 4, p.CLAY)
    for x in (-120, 40):
        pen.shape(rect(x, -266, x + 76, -170, 4), p.EARTH, 6)
    for x in (-140, -20, 100):
        pen.line([(x - 60, -196), (x, -196), (x + 60, -196)], 6, p.EARTH)
    pen.line([(236, -150), (280, -76), (316, 0)], 16, p.EARTH)
    pen.line([(196, -146), (240, -72), (272, 0)], 16, p.EARTH)
    for x, y in ((232, -116), (252, -76), (276, -38)):
        pen.line([(x - 14, y), (x + 12, y + 2), (x + 34, y)], 9, p.EARTH)
    pen.shape(smooth([(-280, -262), (-280, -262), (-170, -460), (-150, -484), (-150, -484), (150, -484), (150, -484),
            (170, -460), (280, -262), (280, -262),
                      (0, -280)]), colour, 8)  # fmt: skip
    for row, y in enumerate((-440, -400, -360, -320, -290)):
        half = 168 + row * 26
        for x in range(-half + 20 + 14 * (row % 2), half - 20, 44):
            pen.line([(x, y - 14), (x + 10, y), (x + 4, y + 16)], 5, p.shade(colour, 0.4))
    pen.line([(-170, -478), (-150, -500), (-120, -510)], 9)
    pen.line([(170, -478), (150, -500), (120, -510)], 9)
