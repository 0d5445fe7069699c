"""The five pigments of Đông Hồ, their tints on điệp paper, and a few mixtures."""

PAPER, PAPER_2, LINE = "#FBF6EA", "#F3EBD8", "#DDD1B8"
INK = "#2A241E"
SON, HOE, DONG, CHAM = "#B5412A", "#E3A52C", "#2F6B5B", "#2C4A73"
SON_TINT, HOE_TINT, DONG_TINT, CHAM_TINT = "#F0C9B4", "#F7E1A6", "#CADDCB", "#C9D6E6"
SON_DEEP, HOE_DEEP, DONG_DEEP, CHAM_DEEP = "#7E2A1B", "#B97A17", "#1F4A40", "#1C3152"
LEAF, LEAF_LIGHT, LIME = "#4C8A5B", "#8DB36A", "#B9C65A"
EARTH, CLAY, WOOD, STRAW, CREAM = "#7A4B2C", "#A9683C", "#C69559", "#E8CD8B", "#FFF6DC"
ORANGE, PINK, ROSE, PLUM, LILAC = "#DD7A2E", "#E7A59A", "#D2616A", "#6A2F49", "#A58BB0"
AMBER, WHITE, GREY = "#CF8420", "#FFFDF6", "#B9AE9B"

# (ground, table, accent): what stands behind, below, and as a pattern
GROUNDS = {
    "hoe": (HOE_TINT, CLAY, SON),
    "dong": (DONG_TINT, EARTH, DONG),
    "son": (SON_TINT, SON_DEEP, SON),
    "cham": (CHAM_TINT, CHAM, CHAM),
    "paper": (PAPER_2, WOOD, DONG),
    "deep_dong": (DONG, DONG_DEEP, HOE),
    "deep_cham": (CHAM, CHAM_DEEP, HOE),
    "deep_son": (SON, SON_DEEP, HOE),
}


def mix(one: str, other: str, share: float) -> str:
    """`share` (0-1) of `other` in `one`."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def shade(colour: str, share: float = 0.22) -> str:
    """The same ink printed twice."""
    return mix(colour, INK, share)


def light(colour: str, share: float = 0.35) -> str:
    """The same ink with more paper in it."""
    return mix(colour, CREAM, share)
