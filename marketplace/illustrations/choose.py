"""What to draw for a product: by the words of its name, else by its criteria set. First match wins."""

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from catalogue.vietnamese import fold
from marketplace.illustrations import animals, crafts, fruits, plants, vessels
from marketplace.illustrations import palette as p


@dataclass(frozen=True)
class Subject:
    """A vessel, the colour of what it holds, and the motif beside it and on its label."""

    vessel: object
    colour: str
    motif: object
    scene: str = ""


def _motifs() -> dict:
    return {
        name: draw
        for module in (fruits, plants, animals)
        for name, draw in vars(module).items()
        if callable(draw) and getattr(draw, "__module__", "").endswith(module.__name__.rpartition(".")[2])
    }


# words on the folded name = vessel, colour, motif, scene
BY_NAME = """
mat ong|ong hoa = jar, AMBER, bee, comb
gac mat ong = small_jar, ORANGE, peanut,
giam mat hoa dua|mat hoa dua = bottle, CLAY, coconut, palms
duong hoa dua = pouch, WOOD, coconut, palms
nuoc mam ruoi.* = bottle, CLAY, squid_worm, waves
nuoc mam.*ca com|ca com = bottle, CLAY, anchovy, waves
nuoc mam = bottle, CLAY, fish, waves
mam tom|mam tep|ruoc = small_jar, ROSE, shrimp, waves
mam cay = small_jar, PLUM, crab, waves
mam nem = small_jar, CLAY, fish, waves
^tuong = jar, CLAY, soy, field
dau dua|kokofi = bottle, HOE_TINT, coconut, palms
dau lac = bottle, HOE, peanut, field
giam tao meo = bottle, HOE, apple, hills
nuoc cot dua|creamer = small_jar, WHITE, coconut, palms
mat na = box, DONG_TINT, coconut, palms
sau rieng say|trai sau rieng = pouch, HOE, durian, leaves
banh pia = open_box, HOE, durian,
keo dua|keo sua dua|banh hoa dua|banh dua = open_box, WOOD, coconut, palms
dua sap = box, DONG, coconut, palms
xo dua = rug, SON, coconut, palms
keo lac|keo dau phong = open_box, CLAY, peanut,
banh dau xanh = open_box, HOE, soy,
che lam = open_box, WOOD, ginger,
banh tet|banh la = ham, CREAM, rice, field
banh da|banh trang = noodles, CREAM, rice, field
my (gao )?ngu sac|ngu sac = noodles, LIME, rice, field
bun gao lut = noodles, ROSE, red_rice, field
mien = noodles, GREY, cassava, field
my |hu tieu|bun = noodles, CREAM, rice, field
bot sua = small_jar, CREAM, rice, field
pho = bowl, AMBER, cow,
bot san day = pouch, CREAM, cassava, field
nghe = small_jar, HOE, turmeric,
khoai lang = pouch, PLUM, sweet_potato, field
mang tay = basket, LEAF, asparagus, field
mang (luc truc )?tuoi|tuoi luc truc|mang luc truc tuoi = basket, LIME, bamboo_shoot, bamboo
mang cut = basket, PLUM, mangosteen, leaves
mang cau.*ruou|ruou mang cau = flask, DONG, custard_apple,
nuoc mang cau = bottle, LIME, custard_apple, leaves
mang cau = tin, DONG, custard_apple, leaves
mang = pouch, WOOD, bamboo_shoot, bamboo
sau rieng = basket, LEAF, durian, leaves
vai thieu|vai u = basket, SON, lychee, leaves
nhan = basket, WOOD, longan, leaves
chom chom = basket, SON, rambutan, leaves
buoi = basket, LEAF, pomelo, leaves
cam (xa|duong|sanh|vinh) = basket, ORANGE, orange, leaves
^oi = basket, LIME, guava, leaves
vu sua = basket, LEAF, star_apple, leaves
man (com|hau) = basket, PLUM, plum, hills
^dua (kim|vang|le) = basket, HOE, melon, field
dua chuot = basket, LEAF, cucumber, field
^na = basket, LEAF, custard_apple, leaves
mut chuoi = pouch, HOE, banana, leaves
chuoi = basket, HOE, banana, leaves
nuoc thanh long = bottle, ROSE, dragon_fruit,
thanh long = basket, ROSE, dragon_fruit, field
nuoc xoai = bottle, HOE, mango, leaves
xoai = pouch, ORANGE, mango, leaves
bap non = small_jar, HOE, corn, field
^dua|dua dong = small_jar, HOE, pineapple, field
trai cay say = pouch, SON, mango, leaves
tao meo = pouch, CLAY, apple, hills
bi xanh = basket, LEAF, gourd, field
bi dao = tin, DONG, gourd, field
gia sach = basket, CREAM, sprouts,
xa lach = basket, LIME, lettuce, field
hat dieu = small_jar, WOOD, cashew, leaves
mac ?ca|macca = small_jar, CLAY, macadamia, hills
toi ot = small_jar, SON, chilli,
dau phong|^lac = small_jar, WOOD, peanut, field
sen = pouch, ROSE, lotus_seed, pond
gao lut|tra gao = pouch, CLAY, red_rice, field
gao = sack, CREAM, rice, field
^to yen|yen sao quoc|yen cao cap = box, SON, nest, cliffs
yen = small_jar, CREAM, nest, cliffs
dong trung|cordyceps|soi say = jar, ORANGE, cordyceps, hills
hoa tan nam = pouch, EARTH, lingzhi, hills
linh chi = pouch, SON, lingzhi, hills
moc nhi = pouch, EARTH, wood_ear,
nam bao ngu|nam so|nam rom|^nam = basket, GREY, mushroom,
sam|saphraton = jar, WOOD, ginseng, hills
atiso = jar, EARTH, artichoke, hills
ngua bach = jar, EARTH, horse, hills
ca gai leo|^moc|xong|cao = jar, EARTH, herb, hills
kho ca|ca (mot nang|ho) = plate, CLAY, dried_fish, waves
cha ca = plate, STRAW, fish, waves
trung cut = plate, WOOD, egg,
tom kho = pouch, ORANGE, shrimp, waves
ech = plate, WOOD, frog, pond
trau = pouch, CLAY, buffalo, hills
gio ga = ham, CREAM, chicken,
nem (chua|nuong|ngua) = ham, PINK, pig,
gio|cha = ham, PINK, pig,
xuc xich|lap (suon|xuong) = pouch, SON, pig,
trung ga = basket, PINK, egg,
lon = plate, PINK, pig,
muoi tieu = small_jar, GREY, pepper, hills
tieu = small_jar, DONG, pepper, hills
thao qua = pouch, CLAY, cardamom, hills
bach tra = tin, CHAM, white_tea, terraces
hong tra|hong dinh|pho nhi = tin, SON, black_tea, terraces
bup tim = tin, PLUM, purple_tea, terraces
hoa cuc = tin, HOE, chrysanthemum, field
hoa vang = tin, DONG, camellia, hills
gung = box, HOE, ginger,
thao moc|dinh lang|diep ca|rau om = box, LEAF, herb,
tra|che = tin, LEAF, tea, terraces
ca phe|coffee = pouch, EARTH, coffee, hills
sim = flask, PLUM, berries, hills
ruou = flask, CLAY, rice, hills
chieu|tham = mat, SON, lotus,
gom|bat dia = ceramics, CHAM, lotus,
am chen = teapot, CHAM, lotus,
den = lamp, HOE, mai,
huong (tram|the) = incense, SON, mai,
ong hut|dung cu = straws, LIME, leaf, bamboo
tho cam = brocade, DONG, mai, hills
trang phuc = costume, SON, mai, terraces
to tam|chan = folded_silk, ROSE, mai,
am chen|chim en = teapot, CHAM, lotus,
lan = orchid, ROSE, mai,
mai = bonsai, HOE, mai,
linh sam|hong = bonsai, ROSE, mai,
"""

BY_SET = {
    1: "basket, LEAF, mango, leaves", 2: "plate, PINK, egg,", 3: "sack, CREAM, rice, field", 4: "jar, AMBER, honeycomb, comb",
    5: "bowl, AMBER, rice,", 6: "noodles, CREAM, rice, field", 7: "pouch, HOE, peanut, field", 8: "plate, CLAY, fish, waves",
    9: "bottle, CLAY, fish, waves", 10: "small_jar, SON, chilli,", 11: "tin, LEAF, tea, terraces", 12: "tin, DONG, herb, hills",
    13: "pouch, EARTH, coffee, hills", 14: "flask, CLAY, rice, hills", 15: "flask, PLUM, berries, hills",
            16: "bottle, CHAM_TINT, lotus, waves",
    17: "bottle, ORANGE, mango, leaves", 18: "jar, EARTH, herb, hills", 19: "small_jar, PINK, lotus, pond",
            20: "small_jar, LEAF, herb, hills",
    21: "woven_basket, SON, lotus, pond", 22: "brocade, DONG, mai, hills", 23: "orchid, ROSE, mai,", 24: "bonsai, HOE, mai,",
    25: "woven_basket, SON, chicken,", 26: "stilt_house, CLAY, rice, terraces",
}  # fmt: skip
ONLY_BY_SET = (26,)  # the name of a village says little about what to draw
CRAFTS = (21, 22, 23, 24, 25)
OWN_CRAFT_WORDS = re.compile(
    r"chieu|tham|gom|bat dia|am chen|den|huong|ong hut|dung cu|tho cam|trang phuc|chan|\blan\b|mai|linh sam"
)


def choose(name: str, criteria_set: str) -> Subject:
    """The subject for a product called `name` ("QD26-04": honey, when the name says nothing)."""
    folded, number = fold(name), int(criteria_set[-2:]) if criteria_set else 7
    by_name = number not in ONLY_BY_SET and (number not in CRAFTS or OWN_CRAFT_WORDS.search(folded))
    if by_name:
        for words, subject in _rules():
            if words.search(folded):
                return subject
    return _subject(BY_SET[number])


@lru_cache(1)
def _rules() -> tuple:
    lines = (line.split(" = ") for line in BY_NAME.strip().splitlines())
    return tuple((_whole_words(words), _subject(picture)) for words, picture in lines)


def _whole_words(words: str) -> re.Pattern:
    """So that "cha" (ham) is not found in "chanh" (lemon)."""
    return re.compile("|".join(rf"\b(?:{word})\b" for word in _alternatives(words)))


def _alternatives(words: str) -> list[str]:
    """Split at the bars outside brackets."""
    return re.split(r"\|(?![^(]*\))", words)


@lru_cache(1)
def _all_motifs() -> dict:
    return _motifs()


def _subject(picture: str) -> Subject:
    vessel, colour, motif, scene = (part.strip() for part in picture.split(","))
    draw = getattr(vessels, vessel, None) or getattr(crafts, vessel)
    return Subject(draw, getattr(p, colour), _all_motifs()[motif], scene)


def ground_for(subject: Subject, rng: Random) -> tuple[str, str, str]:
    """A ground, a table and an accent that the subject stands out from."""
    own = subject.colour
    clash = {
        p.HOE: "hoe", p.AMBER: "hoe", p.STRAW: "hoe", p.ORANGE: "hoe", p.CREAM: "paper", p.WHITE: "paper", p.GREY: "paper",
        p.LEAF: "dong", p.LIME: "dong", p.DONG: "dong", p.SON: "son", p.ROSE: "son", p.PINK: "son", p.CHAM: "cham", p.PLUM: "son",
    }.get(own, "")  # fmt: skip
    names = [name for name in ("hoe", "dong", "son", "cham", "paper", "hoe", "cham") if name != clash]
    if rng.random() < 0.16:
        names = [name for name in ("deep_dong", "deep_cham", "deep_son") if clash not in name or not clash]
    return p.GROUNDS[rng.choice(names)]
