"""Contrast of two colours, as WCAG 2.2 computes it (success criterion 1.4.3)."""

import re

PAPER, GROUND = "#FBF6EA", "#171512"  # what light and dark pages stand on (design tokens)
ENOUGH = 4.5
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def is_colour(text: str) -> bool:
    """Whether `text` is written as #RRGGBB."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """Ratio 1-21 of two colours written as #RRGGBB; the order does not matter."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
