"""Geometry of a carved line: smooth curves, and outlines whose width swells and tapers. Points are (x, y) pairs."""

from math import cos, hypot, pi, sin

Points = list[tuple[float, float]]


def smooth(points, closed: bool = True, steps: int = 7) -> Points:
    """Catmull-Rom curve through `points`. Write a point twice for a corner."""
    points, count = list(points), len(points)
    curve = []
    for at in range(count if closed else count - 1):
        a, b, c, d = (points[_index(at + shift, count, closed)] for shift in (-1, 0, 1, 2))
        if b == c:
            continue
        for step in range(steps):
            t = step / steps
            curve.append(tuple(_spline(*axis, t) for axis in zip(a, b, c, d, strict=True)))
    return curve if closed else [*curve, points[-1]]


def _index(at: int, count: int, closed: bool) -> int:
    return at % count if closed else min(max(at, 0), count - 1)


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def ellipse(x: float, y: float, rx: float, ry: float | None = None, turn: float = 0, count: int = 40) -> Points:
    """`turn` in degrees."""
    ry, tilt = ry or rx, turn * pi / 180
    angles = [2 * pi * at / count for at in range(count)]
    return [
        (x + rx * cos(a) * cos(tilt) - ry * sin(a) * sin(tilt), y + rx * cos(a) * sin(tilt) + ry * sin(a) * cos(tilt))
        for a in angles
    ]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float, count: int = 18) -> Points:
    """Part of an ellipse, degrees from the right, clockwise on the picture."""
    angles = [(start + (end - start) * at / count) * pi / 180 for at in range(count + 1)]
    return [(x + rx * cos(a), y + ry * sin(a)) for a in angles]


def rect(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Points:
    """A rectangle with rounded corners, with points along its edges so that a carved line can waver."""
    r = radius
    corners = (
        (right - r, top + r, -90),
        (right - r, bottom - r, 0),
        (left + r, bottom - r, 90),
        (left + r, top + r, 180),
    )
    path = [point for x, y, start in corners for point in arc(x, y, r or 0.1, r or 0.1, start, start + 90, 4)]
    return dense(path)


def dense(points: Points, gap: float = 40) -> Points:
    """The same closed path with no step longer than `gap`."""
    path = []
    for (x, y), (u, v) in zip(points, points[1:] + points[:1], strict=True):
        parts = max(1, round(hypot(u - x, v - y) / gap))
        path += [(x + (u - x) * at / parts, y + (v - y) * at / parts) for at in range(parts)]
    return path


def mirrored(profile, steps: int = 6) -> Points:
    """Outline of a turned vessel from its right-hand profile [(half width, height)…], top to bottom."""
    right = smooth(profile, closed=False, steps=steps)
    return right + [(-x, y) for x, y in reversed(right)]


def outline(points: Points, width: float, phase: float) -> Points:
    """A closed carved line as one polygon: heavier on the lower right, never quite even."""
    outer, inner = _sides(points, width, phase, closed=True)
    return [*outer, outer[0], inner[0], *reversed(inner)]


def stroke(points: Points, width: float, phase: float) -> Points:
    """An open carved line as one polygon that thins out to both ends."""
    left, right = _sides(points, width, phase, closed=False)
    return left + right[::-1]


def _sides(points: Points, width: float, phase: float, closed: bool) -> tuple[Points, Points]:
    last, half = len(points) - 1, width / 2
    left, right = [], []
    for at, (x, y) in enumerate(points):
        (px, py), (nx, ny) = (
            points[at - 1 if at or closed else 0],
            points[at + 1 if at < last else (0 if closed else last)],
        )
        dx, dy = nx - px, ny - py
        length = hypot(dx, dy) or 1
        ux, uy = dy / length, -dx / length
        weight = half * (0.92 + 0.16 * sin(at * 0.37 + phase) + 0.1 * sin(at * 0.91 + 2 * phase))
        if closed:
            weight *= 1 + 0.28 * (ux + uy)
        else:
            weight *= 0.35 + 0.65 * sin(pi * at / max(last, 1)) ** 0.6
        left.append((x + ux * weight, y + uy * weight))
        right.append((x - ux * weight, y - uy * weight))
    return left, right
