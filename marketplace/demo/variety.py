"""Pack sizes and gift boxes of fictional sellers: one product with its certificate for all sizes, one whose decision
names a single size, one box that is sold and one that stands still because a part of it lost its certificate."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from catalogue.models import BoxPart, Producer, Product, ProductTranslation
from catalogue.vietnamese import slugify
from marketplace.demo.register import product_class
from marketplace.demo.states import FICTIONAL, Maker, Specimen, in_force, make_maker
from marketplace.partner.models import StockRecord

SELLER = Maker("qua-que", "Trung tâm Quà quê Mẫu (hư cấu)", "cooperative", "92", "Phường Ninh Kiều, thành phố Cần Thơ")
ENGLISH = "<p>A fictional seller, only in this demo.</p>"
ASSEMBLED = (
    "Hộp quà minh họa: các món trong hộp có trong sổ đăng ký, còn hộp, giá và người đóng hộp chỉ có trong bản demo."
)


@dataclass(frozen=True)
class Size:
    """`amount` in grams or, of a drink or a sauce, millilitres."""

    name: str
    amount: int
    price: int
    stock: int
    is_named: bool = False  # by the decision


@dataclass(frozen=True)
class Ranged:
    """A specimen in pack sizes. Its certificate stands on the product, or on the sizes that are named."""

    specimen: Specimen
    sizes: tuple[Size, ...]
    is_liquid: bool = False


@dataclass(frozen=True)
class Box:
    """`parts`: codes of products, each with its pieces."""

    key: str
    title: str
    english: str
    price: int
    stock: int
    parts: tuple[tuple[str, int], ...]


RANGES = (
    Ranged(
        Specimen("nhieu-co", "song-hau", "Mật ong hoa nhãn Sông Hậu (mẫu)", "Longan honey (sample)", "QD26-04", 4, in_force),
        (Size("Hũ", 120, 45_000, 40), Size("Chai", 350, 115_000, 24), Size("Chai", 1000, 295_000, 0)),
    ),
    Ranged(
        Specimen("mot-co", "lam-kinh", "Nước mắm cốt Lam Kinh (mẫu)", "First-press fish sauce (sample)", "QD26-09", 3, in_force),
        (Size("Chai", 250, 60_000, 30), Size("Chai", 500, 98_000, 36, is_named=True), Size("Can", 5000, 720_000, 6)),
        is_liquid=True,
    ),
)  # fmt: skip
BOXES = (
    Box(
        "hop-mien-tay",
        "Hộp quà miền Tây (minh họa)",
        "Mekong gift box (illustration)",
        price=265_000,
        stock=20,
        parts=(("P160", 2), ("P034", 1), ("P010", 1)),
    ),
    Box(
        "hop-xu-thanh",
        "Hộp quà xứ Thanh (minh họa)",
        "Thanh Hóa gift box (illustration)",
        price=240_000,
        stock=12,
        parts=(("MAU-nang-hang", 1), ("MAU-lo-thu-hoi", 1), ("MAU-thu-hoi", 1)),
    ),
)


@transaction.atomic
def load_variety(makers: dict[str, Producer], today: date) -> int:
    """Make what is missing; the seller joins `makers` under its key. Returns how many products were made."""
    makers[SELLER.key] = make_maker(SELLER)
    known = set(Product.objects.filter(code__startswith="MAU-").values_list("code", flat=True))
    ranges = [one for one in RANGES if code_of(one.specimen.key) not in known]
    boxes = [box for box in BOXES if code_of(box.key) not in known]
    for one in ranges:
        _range(one, makers[one.specimen.maker], today)
    for box in boxes:
        _box(box, makers[SELLER.key])
    return len(ranges) + len(boxes)


def code_of(key: str) -> str:
    return f"MAU-{key}"


def _range(one: Ranged, maker: Producer, today: date) -> None:
    specimen = one.specimen
    facts = {"structure": Product.PARENT, "criteria_set": specimen.criteria_set, "shelf_life_days": 540}
    product = _product(specimen.key, specimen.title, specimen.english, maker, FICTIONAL, **facts)
    made = [_size(product, size, is_liquid=one.is_liquid) for size in one.sizes]
    named = [made[place] for place, size in enumerate(one.sizes) if size.is_named]
    for certified in named or [product]:
        specimen.act(certified, specimen, today)


def _size(product: Product, size: Size, *, is_liquid: bool) -> Product:
    amount = {"net_volume_ml" if is_liquid else "net_weight_g": size.amount}
    made = Product.objects.create(structure=Product.CHILD, parent=product, size_name=size.name, **amount)
    _stock(made, f"{product.code}-{size.amount}", size.price, size.stock)
    return made


def _box(box: Box, seller: Producer) -> None:
    made = _product(box.key, box.title, box.english, seller, ASSEMBLED, is_box=True)
    _stock(made, made.code, box.price, box.stock)
    products = Product.objects.in_bulk([code for code, _pieces in box.parts], field_name="code")
    BoxPart.objects.bulk_create(
        BoxPart(box=made, product=products[code], quantity=pieces, position=place)
        for place, (code, pieces) in enumerate(box.parts)
    )


def _product(key: str, title: str, english: str, maker: Producer, said: str, **facts) -> Product:
    product = Product.objects.create(
        code=code_of(key),
        title=title,
        slug=slugify(title),
        description=f"<p>{said}</p>",
        product_class=product_class(),
        owner=maker,
        province=maker.province,
        origin_as_printed=maker.address_as_printed,
        is_illustrated=True,
        **facts,
    )
    ProductTranslation.objects.create(
        product=product, language="en", title=english, description=ENGLISH, status=ProductTranslation.Status.REVIEWED
    )
    return product


def _stock(product: Product, sku: str, price: int, pieces: int) -> None:
    StockRecord.objects.create(
        product=product,
        partner=product.owner.partner,
        partner_sku=sku,
        price_currency="VND",
        price=price,
        num_in_stock=pieces,
    )
