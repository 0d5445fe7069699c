"""Fruits, seeds and roots. Each is drawn about the origin within a radius of about 100."""

from math import cos, pi, sin

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.strokes import arc, ellipse, smooth


def leaf(pen: Pen, colour: str = p.LEAF, length: float = 120, width: float = 44, veins: int = 3) -> None:
    """A leaf that grows from the origin to the right."""
    body = smooth([(0, 0), (0, 0), (length * 0.35, -width), (length * 0.72, -width * 0.6), (length, 0), (length, 0),
                   (length * 0.68, width * 0.72), (length * 0.3, width * 0.85)])  # fmt: skip
    pen.shape(body, colour, 5.5)
    pen.line([(4, 0), (length * 0.5, -2), (length * 0.9, 0)], 3.5)
    for at in range(1, veins + 1):
        x = length * at / (veins + 1.4)
        pen.line([(x, 0), (x + width * 0.28, -width * 0.42)], 2.6)
        pen.line([(x, 0), (x + width * 0.3, width * 0.4)], 2.6)


def shine(pen: Pen, radius: float = 100, colour: str = p.CREAM) -> None:
    """The light on a round thing, upper left."""
    pen.fill(smooth([(-radius * 0.62, -radius * 0.18), (-radius * 0.5, -radius * 0.5), (-radius * 0.16, -radius * 0.66),
                     (-radius * 0.36, -radius * 0.38)]), colour)  # fmt: skip


def round_fruit(pen: Pen, colour: str, *, tall: float = 1, stem: bool = True, leaves: int = 1) -> None:
    """Orange, pomelo, guava, plum…: a ball with its shaded side, a light, a stalk and leaves."""
    pen.shape(ellipse(0, 0, 92, 92 * tall), colour, 0.1)
    side = arc(0, 0, 92, 92 * tall, -50, 130) + arc(-18, -8, 84, 84 * tall, 120, -40)
    pen.fill(side, p.shade(colour, 0.16))
    shine(pen, 88, p.light(colour, 0.6))
    pen.outline(ellipse(0, 0, 92, 92 * tall))
    top = -92 * tall
    if stem:
        pen.line([(0, top + 10), (3, top - 12), (10, top - 26)], 9)
    for at in range(leaves):
        leaf(pen.at(4, top - 8, 0.72, (-28, -150, -70)[at]))


def orange(pen: Pen) -> None:
    round_fruit(pen, p.ORANGE, tall=0.94)
    pen.dots([(x, y) for x, y in ((20, 22), (44, -6), (6, 52), (-34, 34), (38, 44), (-6, 4), (-48, 4))], 2.4, p.EARTH)


def pomelo(pen: Pen) -> None:
    body = smooth([(0, -104), (42, -78), (88, -6), (74, 66), (0, 94), (-74, 66), (-88, -6), (-42, -78)])
    pen.fill(body, p.LEAF_LIGHT)
    pen.fill(smooth([(20, -92), (88, -6), (74, 66), (0, 94), (46, 52), (54, -10)]), p.LEAF)
    shine(pen, 82, p.LIME)
    pen.outline(body)
    leaf(pen.at(0, -100, 0.8, -25))
    leaf(pen.at(0, -100, 0.6, -150))


def melon(pen: Pen) -> None:
    body = ellipse(0, 0, 112, 84)
    pen.fill(body, p.HOE)
    for half in (30, 66, 96):
        pen.line(arc(0, 0, half, 84, -90, 90), 4, p.HOE_DEEP)
        pen.line(arc(0, 0, half, 84, 270, 90), 4, p.HOE_DEEP)
    pen.outline(body)
    pen.line([(0, -84), (4, -104), (18, -114)], 9)


def _bunch(pen: Pen, colour: str, spots: bool, places) -> None:
    for x, y in places:
        part = pen.at(x, y, 0.42)
        round_fruit(part, colour, stem=False, leaves=0)
        if spots:
            part.dots([(at * 26 - 40, (at * 37) % 80 - 30) for at in range(5)], 1.8, p.SON_DEEP)


def longan(pen: Pen) -> None:
    """Nhãn: a bunch of small tan balls."""
    for x in (-50, 0, 52):
        pen.line([(0, -118), (x * 0.6, -70), (x, -30)], 6, p.EARTH)
    leaf(pen.at(0, -108, 0.85, -12))
    leaf(pen.at(0, -108, 0.85, -165))
    _bunch(pen, p.WOOD, False, ((-70, -32), (0, -46), (70, -30), (-40, 18), (38, 20), (0, 66), (-80, 36), (80, 38)))


def lychee(pen: Pen) -> None:
    """Vải thiều: a bunch of red rough balls."""
    leaf(pen.at(0, -100, 0.95, -14), p.LEAF)
    leaf(pen.at(0, -100, 0.95, -166), p.LEAF)
    _bunch(pen, p.SON, True, ((-62, -28), (6, -44), (70, -24), (-30, 28), (44, 34), (4, 84), (-78, 46)))


def mango(pen: Pen) -> None:
    body = smooth([(-70, -50), (-10, -88), (58, -56), (84, 10), (60, 76), (-6, 90), (-66, 52), (-88, -6)])
    pen.fill(body, p.HOE)
    pen.fill(smooth([(20, -82), (58, -56), (84, 10), (60, 76), (0, 90), (50, 34)]), p.ORANGE)
    shine(pen, 80)
    pen.outline(body)
    pen.line([(-42, -76), (-48, -96)], 9)
    leaf(pen.at(-44, -84, 0.9, -20))


def spiky(pen: Pen, colour: str, rays: int, length: float, ink_width: float = 4.5) -> None:
    """Outline of spikes: durian, rambutan, jackfruit."""
    points = []
    for at in range(rays * 2):
        radius = 84 if at % 2 else 84 + length
        angle = pi * at / rays
        points.append((radius * cos(angle), radius * 0.98 * sin(angle)))
    pen.shape(points, colour, ink_width)


def durian(pen: Pen) -> None:
    spiky(pen, p.LEAF, 22, 18)
    pen.fill(smooth([(-70, 10), (-60, -44), (0, -72), (-20, -6), (-30, 62)]), p.LEAF_LIGHT)
    for row, y in enumerate((-48, -12, 26, 60)):
        for x in range(-60 + 14 * (row % 2), 70, 30):
            pen.line([(x - 9, y + 9), (x, y - 9), (x + 9, y + 9)], 3.6)
    pen.line([(0, -90), (2, -112), (14, -126)], 13)
    for x, y in ((30, 34), (56, 6)):
        pen.shape(ellipse(x, y, 21, 30, 30), p.HOE_TINT, 5)


def rambutan(pen: Pen) -> None:
    for x, y in ((-44, 20), (46, 26), (0, -46)):
        spiky(pen.at(x, y, 0.58), p.SON, 20, 34, 3.4)
    leaf(pen.at(0, -92, 0.8, -20))


def dragon_fruit(pen: Pen) -> None:
    body = smooth([(0, -84), (58, -52), (74, 18), (40, 80), (0, 92), (-40, 80), (-74, 18), (-58, -52)])
    for x, y, turn in ((52, -52, -40), (76, 6, -10), (62, 56, 20), (-52, -52, 220), (-76, 6, 190), (-62, 56, 160),
                       (6, -80, -80), (-14, -78, -110)):  # fmt: skip
        pen.at(x * 0.8, y * 0.9, 1, turn).shape(
            smooth([(0, -14), (0, -14), (30, -4), (58, -10), (58, -10), (30, 14), (0, 16)]), p.LEAF_LIGHT, 5
        )
    pen.shape(body, p.ROSE)
    for x, y in ((-26, -20), (20, -40), (30, 22), (-22, 40)):
        pen.line([(x - 14, y + 12), (x, y - 14), (x + 16, y + 10)], 4.5, p.SON_DEEP)


def mangosteen(pen: Pen) -> None:
    round_fruit(pen, p.PLUM, tall=0.9, stem=False, leaves=0)
    for x, turn in ((-34, 200), (34, -20), (-12, 250), (14, -70)):
        pen.at(x * 0.4, -66, 1, turn).shape(smooth([(0, -16), (34, -20), (46, 0), (34, 18), (0, 14)]), p.LEAF, 5)
    pen.line([(0, -76), (0, -104)], 12)


def star_apple(pen: Pen) -> None:
    round_fruit(pen, p.LEAF_LIGHT, leaves=2)
    pen.fill(ellipse(10, 36, 52, 34), p.PINK)


def custard_apple(pen: Pen) -> None:
    """Na, mãng cầu: a heart of green knobs."""
    body = smooth([(0, -86), (62, -74), (92, -10), (58, 62), (0, 96), (-58, 62), (-92, -10), (-62, -74)])
    pen.fill(body, p.LEAF_LIGHT)
    for row, y in enumerate((-62, -32, -2, 28, 56)):
        half = (58, 76, 80, 60, 34)[row]
        for x in range(-half + (12 if row % 2 else 0), half + 1, 30):
            pen.line(arc(x, y, 17, 15, 10, 170, 8), 4.5, p.DONG_DEEP)
    pen.outline(body)
    leaf(pen.at(0, -88, 0.8, -24))


def guava(pen: Pen) -> None:
    round_fruit(pen, p.LIME, tall=1.06, leaves=2)
    pen.line(arc(0, 92, 14, 8, 180, 360, 8), 5)


def plum(pen: Pen) -> None:
    for x, y, colour in ((-46, 14, p.PLUM), (48, 18, p.ROSE), (2, -34, p.SON)):
        round_fruit(pen.at(x, y, 0.56), colour, leaves=0)
    leaf(pen.at(6, -92, 0.8, -20))


def pineapple(pen: Pen) -> None:
    for turn, size in ((-150, 0.7), (-30, 0.7), (-125, 0.9), (-55, 0.9), (-90, 1.05)):
        leaf(pen.at(0, -44, size, turn), p.LEAF, 96, 20, 0)
    body = smooth([(0, -56), (50, -40), (64, 26), (44, 88), (0, 100), (-44, 88), (-64, 26), (-50, -40)])
    pen.fill(body, p.HOE)
    for shift in (-60, -24, 12, 48, 84):
        pen.line([(-58, shift - 26), (0, shift + 6), (58, shift - 26)], 4, p.EARTH)
        pen.line([(-58, shift + 22), (0, shift - 10), (58, shift + 22)], 4, p.EARTH)
    pen.outline(body)


def banana(pen: Pen) -> None:
    for turn in (34, 12, -12):
        part = pen.at(-10, -72, 1, turn)
        part.shape(
            smooth([(-12, 0), (14, 0), (34, 70), (22, 140), (2, 172), (2, 172), (-10, 140), (-2, 70)]), p.HOE, 5.5
        )
        part.line([(8, 20), (18, 80), (8, 146)], 3.5, p.HOE_DEEP)
    pen.shape(smooth([(-30, -84), (0, -104), (16, -84), (4, -62), (-22, -62)]), p.EARTH, 5)


def coconut(pen: Pen) -> None:
    """A whole nut and a half that shows its white flesh."""
    whole = pen.at(-36, -18, 0.82)
    round_fruit(whole, p.LEAF_LIGHT, tall=1.08, stem=False, leaves=0)
    for x in (-26, 4, 34):
        whole.line([(x * 0.5, -96), (x, -10), (x * 0.9, 80)], 3.2, p.DONG)
    half = pen.at(46, 34, 0.74)
    half.shape(ellipse(0, 0, 96, 88), p.EARTH)
    half.shape(ellipse(0, -2, 76, 68), p.WHITE, 4.5)
    half.fill(ellipse(4, 2, 52, 44), p.PAPER_2)
    half.line(arc(4, 2, 52, 44, 190, 330), 4, p.GREY)


def apple(pen: Pen) -> None:
    """Táo mèo: small wild apples."""
    for x, y, colour in ((-48, 24, p.LIME), (46, 22, p.HOE), (0, -36, p.LIME)):
        round_fruit(pen.at(x, y, 0.55), colour, tall=0.92)


def _pod(pen: Pen, colour: str) -> None:
    body = smooth([(-84, 0), (-60, -32), (-22, -26), (0, -20), (30, -34), (70, -26), (86, 2), (64, 30), (24, 30), (0, 20),
                   (-30, 30), (-66, 28)])  # fmt: skip
    pen.shape(body, colour, 5.5)
    for x in (-52, -30, 28, 50):
        pen.line([(x, -18), (x + 4, 0), (x, 18)], 3, p.EARTH)


def peanut(pen: Pen) -> None:
    _pod(pen.at(-10, -38, 0.95, -24), p.STRAW)
    _pod(pen.at(6, 34, 0.95, 12), p.WOOD)
    for x, y in ((76, -30), (-80, 34)):
        pen.shape(ellipse(x, y, 20, 15, 30), p.SON, 4.5)


def _crescent(pen: Pen, colour: str) -> None:
    body = smooth([(-70, 10), (-56, -36), (0, -52), (56, -36), (74, 14), (44, 34), (18, 4), (-14, 4), (-40, 36)])
    pen.shape(body, colour, 5.5)
    pen.line([(-46, -12), (0, -30), (48, -10)], 3.2, p.CLAY)


def cashew(pen: Pen) -> None:
    for x, y, turn in ((-38, -42, -20), (44, -12, 40), (-26, 46, 10)):
        _crescent(pen.at(x, y, 0.82, turn), p.STRAW)


def macadamia(pen: Pen) -> None:
    for x, y, colour in ((-48, 20, p.EARTH), (8, -44, p.CLAY)):
        round_fruit(pen.at(x, y, 0.6), colour, stem=False, leaves=0)
    open_nut = pen.at(54, 36, 0.58)
    open_nut.shape(ellipse(0, 0, 92, 88), p.EARTH)
    open_nut.shape(ellipse(0, -4, 62, 58), p.CREAM, 4.5)
    leaf(pen.at(20, -78, 0.8, -24), p.DONG)


def coffee(pen: Pen) -> None:
    """A branch with berries, and two roasted beans."""
    pen.line([(-96, -60), (0, -46), (96, -66)], 7, p.EARTH)
    leaf(pen.at(-30, -52, 0.85, -150), p.DONG)
    leaf(pen.at(34, -54, 0.95, -35), p.DONG)
    for x, y in ((-34, -34), (0, -26), (30, -38)):
        pen.shape(ellipse(x, y, 20, 19), p.SON, 5)
    for x, y, turn in ((-40, 46, -25), (42, 40, 30)):
        bean = pen.at(x, y, 1, turn)
        bean.shape(ellipse(0, 0, 48, 34), p.EARTH)
        bean.line([(-40, 2), (-12, -8), (12, 8), (40, -2)], 5, p.STRAW)


def _knobs(pen: Pen, colour: str) -> None:
    body = smooth([(-96, 18), (-70, -18), (-44, -8), (-36, -58), (-8, -62), (2, -14), (40, -30), (60, -66), (84, -46), (66, -2),
                   (98, 14), (84, 44), (34, 28), (14, 70), (-18, 66), (-22, 30), (-62, 44)])  # fmt: skip
    pen.shape(body, colour)
    for x, y in ((-60, 8), (-20, -30), (-4, 34), (34, 4), (66, -34), (70, 22)):
        pen.line(arc(x, y, 14, 10, 200, 340, 6), 3.4, p.EARTH)


def ginger(pen: Pen) -> None:
    _knobs(pen, p.STRAW)


def turmeric(pen: Pen) -> None:
    _knobs(pen, p.WOOD)
    pen.shape(ellipse(72, 52, 30, 24, 20), p.ORANGE, 5)
    pen.line(arc(72, 52, 16, 12, 0, 330), 3)


def sweet_potato(pen: Pen, colour: str = p.PLUM) -> None:
    for y, turn, tone in ((-34, -16, colour), (32, 10, p.shade(colour, 0.15))):
        root = pen.at(0, y, 1, turn)
        root.shape(
            smooth([(-104, 4), (-60, -34), (20, -40), (76, -20), (106, 6), (60, 34), (-20, 40), (-72, 28)]), tone
        )
        for x in (-48, 4, 48):
            root.line([(x, -8), (x + 20, -4)], 4, p.LILAC)


def cassava(pen: Pen) -> None:
    sweet_potato(pen, p.CLAY)
    pen.shape(ellipse(88, 52, 30, 28), p.CREAM, 5)


def garlic(pen: Pen) -> None:
    body = smooth([(0, -96), (10, -50), (62, -14), (70, 48), (24, 74), (-24, 74), (-70, 48), (-62, -14), (-10, -50)])
    pen.shape(body, p.WHITE)
    for x in (-34, 0, 34):
        pen.line([(x * 0.2, -50), (x, 0), (x * 0.5, 66)], 3.6, p.LILAC)


def chilli(pen: Pen) -> None:
    for x, turn, colour in ((-18, 28, p.SON), (26, -16, p.ROSE)):
        pod = pen.at(x, -60, 1, turn)
        pod.shape(
            smooth([(-22, 0), (22, 0), (24, 60), (8, 130), (-14, 162), (-14, 162), (-14, 110), (-24, 50)]), colour
        )
        pod.fill(smooth([(-8, 14), (2, 14), (2, 60), (-8, 90)]), p.PINK)
        pod.shape(smooth([(-28, 2), (0, -18), (28, 2), (0, 12)]), p.LEAF, 5)
        pod.line([(0, -12), (6, -44)], 9, p.DONG)


def lotus_seed(pen: Pen) -> None:
    """The pod of the lotus, seen from above, and three seeds."""
    pen.line([(0, 40), (6, 112)], 12, p.DONG)
    pen.shape(smooth([(-84, -30), (84, -30), (54, 40), (0, 58), (-54, 40)]), p.LEAF_LIGHT)
    pen.shape(ellipse(0, -32, 86, 42), p.LEAF_LIGHT)
    for x, y in ((-48, -34), (-16, -52), (18, -34), (50, -42), (-16, -16), (44, -14)):
        pen.shape(ellipse(x, y, 13, 9), p.CREAM, 4.5)
