"""Whole pictures: a product (4:5), a province (3:2), the cover of a story (3:2). Same seed, same picture."""

from random import Random

from PIL import Image

from catalogue.vietnamese import fold
from marketplace.illustrations import animals, fruits, plants
from marketplace.illustrations import palette as p
from marketplace.illustrations.block import Sheet
from marketplace.illustrations.choose import Subject, choose, ground_for
from marketplace.illustrations.crafts import stilt_house
from marketplace.illustrations.scenes import EASY, HORIZON, SCENES, table
from marketplace.illustrations.strokes import rect

WITH_COMPANY = ("jar", "small_jar", "bottle", "pouch", "tin", "box", "sack", "basket")  # ingredients beside them
SIZES = {
    "small_jar": 1.38, "jar": 1.3, "open_box": 1.36, "basket": 1.28, "ham": 1.28, "bowl": 1.3, "plate": 1.22, "bottle": 1.16,
    "flask": 1.16, "brocade": 1.2, "stilt_house": 1.12, "bonsai": 1.24, "orchid": 1.24, "costume": 1.2, "mat": 1.24,
}  # fmt: skip
PRODUCT_SIZE, WIDE_SIZE = (800, 1000), (1200, 800)
MARGIN = 26


def draw_product(seed: str, name: str, criteria_set: str) -> Image.Image:
    """The print of a product, 800 x 1000."""
    rng, subject = Random(f"print/{seed}"), choose(name, criteria_set)
    sheet = Sheet(*PRODUCT_SIZE, rng)
    pen = sheet.at(0, 0)
    ground, board, accent = ground_for(subject, rng)
    pen.fill([(0, 0), (800, 0), (800, 1000), (0, 1000)], ground, slip=False)
    SCENES[subject.scene or rng.choice(EASY)](pen, ground, accent)
    table(pen, board, rng.randrange(3))
    _arrange(sheet, subject, rng)
    _frame(sheet)
    return sheet.finish()


def _arrange(sheet: Sheet, subject: Subject, rng: Random) -> None:
    """The vessel in the middle, what it is made of beside it."""
    kind = subject.vessel.__name__
    lean, size = rng.choice((-1, 1)), SIZES.get(kind, 1.22) * rng.uniform(0.96, 1.04)
    shift = 0 if kind not in WITH_COMPANY or kind == "basket" else -lean * rng.uniform(30, 64)
    subject.vessel(sheet.at(400 + shift, 884, size), subject.colour, subject.motif)
    if kind not in WITH_COMPANY:
        return
    subject.motif(sheet.at(400 + lean * 236, 826, 1.12, rng.uniform(-8, 8), lean < 0))
    if rng.random() < 0.6:
        subject.motif(sheet.at(400 - lean * 286, 872, 0.66, rng.uniform(-12, 12), lean > 0))


def _frame(sheet: Sheet) -> None:
    """The white of the paper round the block, and its key line."""
    wide, tall, pen = sheet.width, sheet.height, sheet.at(0, 0)
    for box in (
        (0, 0, wide, MARGIN),
        (0, tall - MARGIN, wide, tall),
        (0, 0, MARGIN, tall),
        (wide - MARGIN, 0, wide, tall),
    ):
        pen.fill([(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])], p.PAPER, slip=False)
    pen.outline(rect(MARGIN, MARGIN, wide - MARGIN, tall - MARGIN, 5), 8)


# what stands beside the house, by the land
YIELD = {
    "palms": (fruits.coconut, fruits.pomelo),
    "waves": (animals.fish, animals.shrimp),
    "terraces": (plants.tea, animals.buffalo),
    "field": (plants.lotus, animals.chicken),
    "hills": (fruits.coffee, plants.tea),
}
OWN_YIELD = {"bac ninh": (fruits.lychee, animals.chicken), "can tho": (fruits.durian, plants.lotus)}
LANDS = {
    "palms": "vinh long|dong thap|ca mau|ben tre|an giang|tay ninh",
    "waves": "khanh hoa|da nang|quang tri|hai phong|quang ninh|ho chi minh|hue|ha tinh|quang ngai",
    "terraces": "dien bien|lai chau|lao cai|son la|tuyen quang|cao bang|lang son|thai nguyen",
    "field": "can tho|hung yen|ninh binh|thanh hoa|nghe an|bac ninh|ha noi|phu tho",
}


def draw_province(name: str) -> Image.Image:
    """The wide print at the head of a province's page, 1200 x 800: a house, and what the land gives."""
    folded, rng = fold(name), Random(f"province/{name}")
    scene = next((land for land, names in LANDS.items() if any(one in folded for one in names.split("|"))), "hills")
    sheet = _wide_sheet(rng, scene)
    stilt_house(sheet.at(330, 716, 0.9), rng.choice((p.CLAY, p.SON, p.EARTH)), None)
    for motif, x, size in zip(OWN_YIELD.get(folded, YIELD[scene]), (750, 1000), (1.0, 1.25), strict=True):
        motif(sheet.at(x, 640, size, rng.uniform(-4, 4)))
    _frame(sheet)
    return sheet.finish()


def draw_story(seed: str, name: str, criteria_set: str) -> Image.Image:
    """The cover of a story about a product, 1200 x 800."""
    subject = choose(name, criteria_set)
    sheet = _wide_sheet(Random(f"story/{seed}"), subject.scene or "sun")
    subject.vessel(sheet.at(430, 742, 1.06), subject.colour, subject.motif)
    subject.motif(sheet.at(850, 610, 1.5))
    _frame(sheet)
    return sheet.finish()


def _wide_sheet(rng: Random, scene: str) -> Sheet:
    """A wide sheet with its ground, its land and its table."""
    sheet = Sheet(*WIDE_SIZE, rng)
    ground, board, accent = p.GROUNDS[rng.choice(("hoe", "dong", "son", "cham"))]
    sheet.at(0, 0).fill([(0, 0), (1200, 0), (1200, 800), (0, 800)], ground, slip=False)
    SCENES[scene](sheet.at(0, -150, 1.5), ground, accent)
    table(sheet.at(0, 690 - HORIZON * 1.5, 1.5), board, rng.randrange(3), 1400)
    return sheet
