"""Plausible packs, prices, stock and shelf lives, by what a product is. Invented, and said to be."""

import re
from dataclasses import dataclass
from random import Random

from catalogue.vietnamese import fold


@dataclass(frozen=True)
class Kind:
    """What a pack of such goods looks like. Grams (0: not weighed), thousand đồng, days (0: does not spoil)."""

    words: str
    grams: tuple[int, ...]
    thousands: tuple[int, int]
    days: int
    pack: str
    storage: str = "dry"


@dataclass(frozen=True)
class Pack:
    """One product as it is sold."""

    grams: int | None
    price: int
    stock: int
    days: int | None
    pack: str
    storage: str


STORAGE = {
    "dry": "Nơi khô ráo, thoáng mát, tránh ánh nắng trực tiếp.",
    "cool": "Bảo quản lạnh 2–8 °C, dùng sớm sau khi mở.",
    "frozen": "Bảo quản đông −18 °C; rã đông trong ngăn mát.",
    "fresh": "Để nơi thoáng mát hoặc ngăn mát tủ lạnh, dùng trong vài ngày.",
    "craft": "Tránh ẩm và lửa; lau bằng khăn khô.",
    "plant": "Tưới vừa đủ ẩm, đặt nơi có nắng nhẹ.",
    "visit": "",
}

# First match wins, on the folded name; then the criteria set.
BY_NAME = (
    Kind(r"to yen|yen sao xu|yen cao cap|phuc lac yen", (50, 100), (980, 2600), 720, "hộp"),
    Kind(r"yen (sao )?chung|yen chung", (420,), (180, 320), 365, "lốc 6 hũ"),
    Kind(r"dong trung ha thao|cordyceps|soi say", (30, 50), (380, 890), 720, "lọ"),
    Kind(r"linh chi", (200, 500), (240, 480), 720, "túi"),
    Kind(r"\bsam\b|nu hoa sam", (100, 250), (320, 760), 720, "hộp"),
    Kind(r"^cao |cao nguoi", (100, 200), (260, 620), 1080, "hũ"),
    Kind(r"sau rieng say|say thang hoa", (100, 150), (89, 165), 365, "túi"),
    Kind(r"sau rieng cap dong", (500,), (150, 220), 365, "hộp", "frozen"),
    Kind(r"^(trai )?sau rieng", (2500, 3000), (210, 360), 5, "quả", "fresh"),
    Kind(r"mang tay", (500,), (45, 70), 5, "bó", "fresh"),
    Kind(r"vai thieu|vai u|nhan|chom chom|mang cut", (1000, 2000), (45, 110), 6, "túi lưới", "fresh"),
    Kind(r"buoi|dua (kim|vang)", (1200, 1500), (45, 85), 14, "quả", "fresh"),
    Kind(r"trung ga", (600,), (36, 48), 21, "vỉ 10 quả", "cool"),
    Kind(r"nuoc mam", (520, 550), (65, 240), 730, "chai 500 ml"),
    Kind(r"mam (tom|tep|cay|nem)|ruoc", (250, 450), (55, 130), 365, "hũ"),
    Kind(r"dau (dua|lac)", (250, 460), (75, 165), 540, "chai"),
    Kind(r"giam|mat hoa dua", (250, 500), (60, 140), 540, "chai"),
    Kind(r"mat ong", (500, 700), (140, 320), 730, "chai"),
    Kind(r"mac ?ca|hat dieu", (250, 500), (110, 240), 270, "hũ"),
    Kind(r"^(dau phong|keo|banh|che lam)", (200, 300, 350), (28, 85), 180, "gói"),
    Kind(r"^gao", (2000, 5000), (70, 210), 270, "túi"),
    Kind(r"dinh tra|che dinh|bach tra|tom non|pho nhi", (100, 200), (240, 690), 720, "hộp"),
    Kind(r"tui loc|hoa tan", (40, 60), (45, 95), 720, "hộp 20 gói"),
    Kind(r"kho ca|tom kho|kho ech|thit trau|lap (suon|xuong)", (250, 500), (150, 420), 120, "túi", "cool"),
    Kind(r"^(gio|cha|nem)\b|^xuc xich", (300, 500), (60, 130), 15, "cây", "cool"),
    Kind(r"gom|bat dia|am chen", (2200, 3500), (680, 2900), 0, "bộ", "craft"),
    Kind(r"tho cam|trang phuc|chan bong", (450, 1800), (420, 2400), 0, "chiếc", "craft"),
    Kind(r"huong (tram|the)", (250, 300), (45, 160), 0, "bó", "craft"),
    Kind(r"ong hut", (150,), (35, 60), 0, "bó 10 ống", "craft"),
)
BY_SET = {
    "QD26-01": Kind("", (500, 1000), (25, 65), 5, "túi", "fresh"),
    "QD26-02": Kind("", (500, 1000), (90, 180), 5, "khay", "cool"),
    "QD26-03": Kind("", (1000, 2000, 5000), (45, 210), 270, "túi"),
    "QD26-04": Kind("", (500, 700), (120, 280), 540, "chai"),
    "QD26-05": Kind("", (350,), (42, 65), 30, "hộp", "cool"),
    "QD26-06": Kind("", (300, 500), (28, 72), 240, "gói"),
    "QD26-07": Kind("", (200, 250, 500), (45, 140), 270, "gói"),
    "QD26-08": Kind("", (250, 500), (85, 260), 60, "túi", "cool"),
    "QD26-09": Kind("", (250, 520), (55, 160), 540, "chai"),
    "QD26-10": Kind("", (100, 200), (35, 95), 540, "hũ"),
    "QD26-11": Kind("", (100, 200, 500), (85, 320), 720, "túi"),
    "QD26-12": Kind("", (60, 100), (65, 190), 720, "hộp"),
    "QD26-13": Kind("", (250, 500), (75, 190), 365, "túi"),
    "QD26-14": Kind("", (520, 780), (90, 220), 0, "chai 500 ml"),
    "QD26-15": Kind("", (520, 780), (110, 260), 0, "chai 500 ml"),
    "QD26-16": Kind("", (520,), (6, 12), 365, "chai 500 ml"),
    "QD26-17": Kind("", (340,), (18, 38), 365, "chai 330 ml"),
    "QD26-18": Kind("", (60, 120), (180, 480), 720, "hộp"),
    "QD26-19": Kind("", (110, 270), (85, 180), 720, "lọ"),
    "QD26-20": Kind("", (100, 250), (90, 260), 720, "lọ"),
    "QD26-21": Kind("", (600, 1500), (120, 640), 0, "chiếc", "craft"),
    "QD26-22": Kind("", (400, 900), (320, 1200), 0, "chiếc", "craft"),
    "QD26-23": Kind("", (1200,), (120, 320), 0, "chậu", "plant"),
    "QD26-24": Kind("", (8000,), (650, 3800), 0, "chậu", "plant"),
    "QD26-25": Kind("", (500,), (80, 240), 0, "con", "plant"),
    "QD26-26": Kind("", (0,), (290, 890), 0, "vé 1 ngày", "visit"),
}


def kind_of(name: str, criteria_set: str) -> Kind:
    """The kind of goods a name speaks of; a tourism ticket is never a jar, whatever it is called."""
    if criteria_set == "QD26-26":
        return BY_SET[criteria_set]
    folded = fold(name)
    return next((kind for kind in BY_NAME if re.search(kind.words, folded)), BY_SET[criteria_set])


def pack_of(name: str, criteria_set: str, stars: int | None, dice: Random) -> Pack:
    """A pack of these goods: same dice, same pack. More stars lean to the dearer end."""
    kind = kind_of(name, criteria_set)
    low, high = kind.thousands
    at = min(1.0, dice.random() * 0.7 + 0.1 * ((stars or 3) - 2))
    return Pack(
        grams=dice.choice(kind.grams) or None,
        price=round(low + (high - low) * at) * 1000,
        stock=dice.choice((6, 12, 18, 24, 30, 40, 60, 80, 120)),
        days=kind.days or None,
        pack=kind.pack,
        storage=STORAGE[kind.storage],
    )
