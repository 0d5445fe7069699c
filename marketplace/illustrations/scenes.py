"""What stands behind a subject: flat, pale, never louder than it. Each draws on the sheet from its ground and accent."""

from math import cos, pi, sin

from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Pen
from marketplace.illustrations.fruits import leaf
from marketplace.illustrations.strokes import arc, ellipse, smooth

WIDE, HORIZON = 800, 812


def sun(pen: Pen, ground: str, accent: str) -> None:
    colour = p.HOE if ground not in (p.HOE_TINT, p.HOE) else p.SON
    x = pen.rng.choice((250, 400, 400, 560))
    pen.fill(ellipse(x, 360, 250), p.mix(ground, colour, 0.5 if ground != p.PAPER_2 else 0.42))
    for at in range(2):
        cloud(
            pen.at(150 + at * 480 + pen.rng.uniform(-30, 30), 170 + 90 * at, 1, 0, bool(at)),
            p.mix(ground, p.CREAM, 0.75),
        )


def cloud(pen: Pen, colour: str) -> None:
    """The scrolled cloud of the prints."""
    pen.shape(
        smooth(
            [
                (-110, 26),
                (-96, -14),
                (-50, -20),
                (-20, -56),
                (30, -40),
                (56, -10),
                (104, -4),
                (116, 26),
                (40, 34),
                (-50, 34),
            ]
        ),
        colour,
        5,
    )
    pen.line(arc(-18, -8, 26, 26, 140, 420), 4)
    pen.line(arc(64, 12, 16, 14, 160, 430), 4)


def hills(pen: Pen, ground: str, accent: str) -> None:
    sun(pen, ground, accent)
    for at, (top, share) in enumerate(((420, 0.22), (530, 0.36), (640, 0.5))):
        shift = pen.rng.uniform(-80, 80)
        ridge = smooth(
            [(-40, HORIZON), (-40, top + 120), (120 + shift, top), (300, top + 150), (480 + shift * 0.6, top + 20 * at), (650, top + 140),
             (860, top + 30), (860, HORIZON)], closed=False)  # fmt: skip
        pen.fill(ridge, p.mix(ground, p.DONG if accent != p.DONG else p.CHAM, share), slip=False)
        pen.line(ridge[6:-6], 4, p.mix(ground, p.INK, 0.55))


def terraces(pen: Pen, ground: str, accent: str) -> None:
    sun(pen, ground, accent)
    for at in range(6):
        top = 430 + at * 66
        lift = 60 if at % 2 else -10
        step = smooth(
            [
                (-40, HORIZON),
                (-40, top + lift),
                (200, top - lift),
                (430, top + 40),
                (640, top - 10),
                (860, top + lift),
                (860, HORIZON),
            ],
            closed=False,
        )
        pen.fill(step, p.mix(ground, (p.LEAF_LIGHT, p.LIME)[at % 2], 0.34 + 0.08 * at), slip=False)
        pen.line(step[5:-5], 4.5, p.mix(ground, p.DONG_DEEP, 0.75))


def waves(pen: Pen, ground: str, accent: str) -> None:
    pen.fill(
        ellipse(pen.rng.choice((230, 400, 580)), 300, 180), p.mix(ground, p.HOE if ground != p.HOE_TINT else p.SON, 0.6)
    )
    ink = p.mix(ground, p.CHAM if ground != p.CHAM else p.CREAM, 0.62)
    for row in range(5):
        y = 500 + row * 68
        for at in range(-1, 8):
            x = at * 124 + 62 * (row % 2)
            pen.fill(
                ellipse(x, y + 62, 62, 62),
                p.mix(ground, p.CHAM if ground != p.CHAM else p.CREAM, 0.12 + 0.05 * row),
                slip=False,
            )
            for radius in (62, 42, 22):
                pen.line(arc(x, y + 62, radius, radius, 180, 360, 12), 4, ink)


def field(pen: Pen, ground: str, accent: str) -> None:
    sun(pen, ground, accent)
    top = 520
    pen.fill([(-20, top), (820, top), (820, HORIZON), (-20, HORIZON)], p.mix(ground, p.LIME, 0.42), slip=False)
    for at in range(-9, 10):
        pen.line([(400 + at * 22, top), (400 + at * 70, 660), (400 + at * 130, HORIZON)], 5, p.mix(ground, p.LEAF, 0.7))
    pen.line([(-10, top), (300, top - 5), (810, top)], 5, p.mix(ground, p.INK, 0.6))


def leaves(pen: Pen, ground: str, accent: str) -> None:
    tone = p.mix(ground, p.LEAF if ground != p.DONG_TINT else p.DONG, 0.42)
    pen.fill(ellipse(400, 400, 270), p.mix(ground, p.CREAM, 0.55))
    for x, y, turn, size in (
        (40, 140, 20, 2.4),
        (30, 420, -12, 2.3),
        (760, 120, 160, 2.4),
        (780, 420, 194, 2.3),
        (250, 40, 60, 1.9),
        (560, 40, 118, 1.9),
    ):
        leaf(pen.at(x, y, size, turn + pen.rng.uniform(-8, 8)), tone, 110, 36, 4)


def palms(pen: Pen, ground: str, accent: str) -> None:
    """Coconut palms."""
    sun(pen, ground, accent)
    for x, top, flip in ((110, 300, False), (700, 240, True)):
        palm = pen.at(x, top, 1, 0, flip)
        palm.shape(
            smooth([(-10, 20), (14, 10), (10, 200), (40, 540), (40, 540), (0, 540), (-14, 240)]),
            p.mix(ground, p.CLAY, 0.6),
            5,
        )
        for turn in (-170, -130, -80, -40, 0, 30, 150):
            leaf(palm.at(0, 14, 1.25, turn), p.mix(ground, p.LEAF, 0.72), 130, 24, 4)


def bamboo(pen: Pen, ground: str, accent: str) -> None:
    for x in (60, 150, 640, 740):
        x += pen.rng.uniform(-20, 20)
        pen.shape([(x - 17, 0), (x + 17, 0), (x + 21, HORIZON), (x - 21, HORIZON)], p.mix(ground, p.LEAF, 0.45), 5)
        for y in range(90, HORIZON, 150):
            pen.line([(x - 20, y), (x, y + 6), (x + 20, y)], 7, p.mix(ground, p.DONG_DEEP, 0.8))
        leaf(pen.at(x, 240, 1.1, -30), p.mix(ground, p.LEAF, 0.6), 120, 20, 0)
        leaf(pen.at(x, 400, 1.1, -150), p.mix(ground, p.LEAF, 0.6), 120, 20, 0)


def pond(pen: Pen, ground: str, accent: str) -> None:
    sun(pen, ground, accent)
    pen.fill([(-20, 560), (820, 560), (820, HORIZON), (-20, HORIZON)], p.mix(ground, p.CHAM, 0.3), slip=False)
    for x, y, half in ((120, 620, 120), (690, 640, 130), (60, 740, 110), (760, 760, 120), (420, 600, 90)):
        pen.shape(ellipse(x, y, half, half * 0.3), p.mix(ground, p.LEAF, 0.6), 5)
        pen.line([(x, y), (x + half * 0.4, y - half * 0.18), (x + half * 0.8, y - half * 0.1)], 4)


def cliffs(pen: Pen, ground: str, accent: str) -> None:
    waves(pen, ground, accent)
    for flip in (False, True):
        pen.at(800 if flip else 0, 0, 1, 0, flip).shape(
            smooth([(-30, 160), (60, 190), (120, 330), (96, 480), (170, 620), (150, HORIZON),
            (-30, HORIZON)]), p.mix(ground, p.EARTH, 0.45), 6)  # fmt: skip


def comb(pen: Pen, ground: str, accent: str) -> None:
    """Cells of a honeycomb, fading to the middle."""
    tone = p.AMBER if ground != p.HOE_TINT else p.HOE_DEEP
    for row in range(9):
        for at in range(8):
            x, y = at * 120 + 60 * (row % 2) - 40, row * 104 - 20
            away = min(1, ((x - 400) ** 2 + (y - 420) ** 2) ** 0.5 / 520)
            if away > 0.42:
                cell = [(x + 64 * cos(pi * k / 3 + pi / 6), y + 64 * sin(pi * k / 3 + pi / 6)) for k in range(6)]
                pen.fill(cell, p.mix(ground, tone, 0.12 + 0.3 * away * ((row * 5 + at * 3) % 4) / 3))
                pen.outline(cell, 4, p.mix(ground, tone, 0.75))


def rays(pen: Pen, ground: str, accent: str) -> None:
    """A fan of rays from behind the subject."""
    for at in range(12):
        one, other = at * pi / 6, at * pi / 6 + pi / 12
        pen.fill([(400, 430), (400 + 900 * cos(one), 430 + 900 * sin(one)), (400 + 900 * cos(other), 430 + 900 * sin(other))],
                 p.mix(ground, accent, 0.16), slip=False)  # fmt: skip
    pen.fill(ellipse(400, 430, 236), p.mix(ground, p.CREAM, 0.6))


def lattice(pen: Pen, ground: str, accent: str) -> None:
    """A moon window."""
    pen.fill(ellipse(400, 390, 300), p.mix(ground, p.CREAM, 0.65))
    pen.outline(ellipse(400, 390, 300), 7, p.mix(ground, accent, 0.8))
    pen.outline(ellipse(400, 390, 278), 3.5, p.mix(ground, accent, 0.8))
    for x, y in ((90, 110), (710, 110)):
        for radius in (34, 20):
            pen.outline(ellipse(x, y, radius, count=4), 4, p.mix(ground, accent, 0.7))


SCENES = {
    name: draw
    for name, draw in list(globals().items())
    if name
    in (
        "sun",
        "hills",
        "terraces",
        "waves",
        "field",
        "leaves",
        "palms",
        "bamboo",
        "pond",
        "cliffs",
        "comb",
        "rays",
        "lattice",
    )
}
EASY = ("rays", "lattice", "sun")


def table(pen: Pen, colour: str, kind: int, bottom: int = 1000) -> None:
    """What the subject stands on: boards, a cloth, a mat."""
    pen.fill([(-20, HORIZON), (820, HORIZON), (820, bottom + 20), (-20, bottom + 20)], colour, slip=False)
    pale = p.mix(colour, p.CREAM, 0.3)
    if kind == 0:
        for y in (HORIZON + 54, HORIZON + 118):
            pen.line([(-10, y), (260, y + 5), (810, y)], 5, p.shade(colour, 0.35))
    elif kind == 1:
        for x in range(0, 801, 80):
            pen.fill([(x, HORIZON + 40), (x + 34, HORIZON + 92), (x, HORIZON + 144), (x - 34, HORIZON + 92)], pale)
            pen.fill(
                [(x, HORIZON + 68), (x + 16, HORIZON + 92), (x, HORIZON + 116), (x - 16, HORIZON + 92)],
                colour,
                slip=False,
            )
        pen.fill([(-20, HORIZON + 14), (820, HORIZON + 14), (820, HORIZON + 24), (-20, HORIZON + 24)], p.HOE)
    else:
        for row in range(6):
            for at in range(20):
                if (row + at) % 2:
                    x, y = at * 42, HORIZON + 12 + row * 32
                    pen.fill([(x, y), (x + 38, y), (x + 38, y + 26), (x, y + 26)], p.mix(colour, p.CREAM, 0.14))
    pen.line([(-10, HORIZON), (400, HORIZON + 3), (810, HORIZON)], 7)
