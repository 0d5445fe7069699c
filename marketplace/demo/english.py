"""A few English words for a Vietnamese product's name: a gloss for the visitor, marked as machine made."""

import re

from catalogue.vietnamese import fold

# First match wins, on the folded name.
GLOSSES = tuple(
    line.split(" = ")
    for line in """
mat ong = honey
mat hoa dua = coconut flower nectar
duong hoa dua = coconut flower sugar
giam = vinegar
nuoc mam = fish sauce
mam tom = fermented shrimp paste
mam tep = fermented small-shrimp sauce
mam cay = fermented fiddler-crab sauce
mam nem = fermented anchovy sauce
ruoc = shrimp paste
^tuong = soybean sauce
dau dua = coconut oil
dau lac = peanut oil
nuoc cot dua = coconut milk
creamer = coconut creamer
keo dua|keo sua dua = coconut candy
keo = peanut candy
dua sap = wax coconut
^dua (kim|vang) = golden melon
^dua = pineapple
sau rieng = durian
vai (thieu|u) = lychee
nhan = longan
buoi = pomelo
cam = oranges
^oi = guava
vu sua = star apple
man com = plums
chuoi = banana
mang cut = mangosteen
chom chom = rambutan
thanh long = dragon fruit
mang cau = soursop
^na = custard apple
xoai = mango
tao meo = wild apple
mang tay = green asparagus
mang = bamboo shoots
dong trung|cordyceps|soi say = cordyceps
linh chi = lingzhi mushroom
nam|moc nhi = mushrooms
gao lut do = red rice noodles
^gao = rice
banh tet = sticky rice cake
banh pia = durian pastry
banh dau xanh = mung bean cake
banh = rice cakes
bun|hu tieu|my gao|my ngu|pho = rice noodles
mien = glass noodles
bot san day = arrowroot starch
nghe = turmeric starch
khoai lang = purple sweet potato
hat dieu = cashews
ma?cca|mac ca = macadamia nuts
dau phong = coated peanuts
lac sen = peanuts
hat sen = lotus seeds
khoai|lang tim = sweet potato
yen = bird's nest
to yen = bird's nest
kho ca = dried fish
tom kho = dried shrimp
kho ech = dried frog
thit trau = smoked buffalo
lap = Vietnamese sausage
gio|cha = Vietnamese ham
nem = fermented pork roll
xuc xich = sausage
trung ga = eggs
hoa cuc = chrysanthemum tea
hoa vang = golden camellia tea
tra hoa tan = instant herbal tea
bach tra = white tea
hong tra = black tea
pho nhi = pu-erh tea
che lam = ginger rice cake
tra|che = tea
ca phe|coffee = coffee
muoi tieu = salt and pepper
tieu = pepper
thao qua = black cardamom
ruou = rice spirit
nuoc = fruit drink
ngua bach|^cao = herbal extract
sam = ginseng
la xong = herbal steam leaves
chieu = sedge mat
tham = floor mat
dan lat|gio trai = woven basket
gom|bat dia|am chen = ceramics
ong hut = bamboo straws
den ban = rattan lamp
huong = incense
tho cam = brocade
trang phuc = traditional dress
chan bong = silk quilt
mai|linh sam|lan = ornamental plant
du lich|ecohost|dich vu = community tourism
""".strip().splitlines()
)


def gloss(name: str) -> str:
    """ "Mật ong Điện Biên" -> "honey"; "" when no word fits."""
    folded = fold(name)
    return next((english for words, english in GLOSSES if re.search(rf"\b(?:{words})\b|{words}", folded)), "")


def english_title(name: str) -> str:
    """The name as printed, with what it is: "Mật ong Điện Biên · honey"."""
    english = gloss(name)
    return f"{name} · {english}" if english else name
