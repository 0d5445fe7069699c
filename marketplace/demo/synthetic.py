"""Products for measuring: invented, saying so in their names, in bulk. The same on every machine."""

from datetime import date, timedelta
from random import Random

from django.db import transaction
from django.utils.timezone import now

from catalogue import ocop
from catalogue.models import Certificate, CertificateEvent, Place, Producer, Product, ProductClass
from catalogue.vietnamese import slugify
from marketplace.demo.goods import pack_of
from marketplace.demo.register import product_class, stall_code
from marketplace.partner.models import Partner, StockRecord

CODE = "TH"  # of a synthetic product: TH00001
PER_MAKER = 20
BATCH = 1000
KINDS = ("cooperative", "company", "household", "group")
INVENTED = "Sản phẩm tổng hợp để đo tải; không có thật."
ENDED_IN = 25  # one certificate in so many has ended
SOLD_OUT_IN = 20

# Names by criteria set; each has one print that all its products share.
NAMES = {
    1: ("Bưởi", "Cam", "Nhãn", "Xoài", "Rau cải"), 2: ("Trứng gà", "Thịt lợn"), 3: ("Gạo nếp", "Gạo tẻ thơm", "Đậu xanh"),
    4: ("Mật ong", "Mật hoa dừa"), 5: ("Phở ăn liền",), 6: ("Bún khô", "Miến dong", "Bánh tráng", "Bánh chưng"),
    7: ("Hạt điều", "Mứt gừng", "Măng khô", "Chuối sấy", "Kẹo lạc"), 8: ("Chả cá", "Giò lụa", "Khô cá", "Lạp xưởng"),
    9: ("Nước mắm", "Mắm tôm", "Tương", "Dầu lạc"), 10: ("Muối ớt", "Hạt tiêu"), 11: ("Chè xanh", "Chè Shan"),
    12: ("Trà gừng", "Trà hoa cúc", "Trà thảo mộc"), 13: ("Cà phê bột", "Cà phê hạt"), 14: ("Rượu gạo",), 15: ("Rượu sim",),
    16: ("Nước khoáng",), 17: ("Nước xoài", "Nước thanh long"), 18: ("Cao atiso", "Đông trùng hạ thảo"), 19: ("Dầu gội bồ kết",),
    20: ("Tinh dầu sả", "Tinh bột nghệ"), 21: ("Giỏ tre", "Chiếu cói", "Bát gốm"), 22: ("Khăn thổ cẩm",), 23: ("Hoa lan",),
    24: ("Mai vàng",), 25: ("Gà cảnh",), 26: ("Bản du lịch",),
}  # fmt: skip
POOL = tuple((f"QD26-{number:02}", name) for number, names in NAMES.items() for name in names)


def pool_stem(criteria_set: str, name: str) -> str:
    """The print that all synthetic products of a name share."""
    return f"products/tong-hop-{criteria_set[-2:]}-{slugify(name)}"


def fill_up(up_to: int, today: date) -> int:
    """Add synthetic products until there are `up_to` in all; returns how many were added."""
    missing = up_to - Product.objects.count()
    if missing <= 0:
        return 0
    first = Product.objects.filter(code__startswith=CODE).count()
    places = list(Place.objects.provinces())
    for start in range(first, first + missing, BATCH):
        _batch(range(start, min(start + BATCH, first + missing)), places, today)
    return missing


@transaction.atomic
def _batch(numbers: range, places: list[Place], today: date) -> None:
    makers = _makers({number // PER_MAKER for number in numbers}, places)
    ocop_class = product_class()
    products = [_product(number, makers[number // PER_MAKER], ocop_class) for number in numbers]
    Product.objects.bulk_create(products, batch_size=BATCH)
    StockRecord.objects.bulk_create(map(_stock, numbers, products), batch_size=BATCH)
    certificates = [_certificate(number, product, today) for number, product in zip(numbers, products, strict=True)]
    Certificate.objects.bulk_create(certificates, batch_size=BATCH)
    CertificateEvent.objects.bulk_create(
        [CertificateEvent(certificate=one, kind="issued", on=one.issued_on) for one in certificates], batch_size=BATCH
    )


def _makers(numbers: set[int], places: list[Place]) -> dict[int, Producer]:
    """Fictional makers by their number, made when missing, each with a stall."""
    slugs = {f"co-so-tong-hop-{number}": number for number in numbers}
    found = set(Producer.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    new = [_maker(number, slug, places) for slug, number in slugs.items() if slug not in found]
    Producer.objects.bulk_create(new, batch_size=BATCH)
    stalls = [Partner(name=maker.name, code=stall_code(maker), producer=maker) for maker in new]
    Partner.objects.bulk_create(stalls, batch_size=BATCH)
    made = Producer.objects.filter(slug__in=slugs).select_related("partner", "province")
    return {slugs[maker.slug]: maker for maker in made}


def _maker(number: int, slug: str, places: list[Place]) -> Producer:
    dice = Random(f"maker/{number}")
    return Producer(
        name=f"Cơ sở tổng hợp {number}",
        slug=slug,
        kind=dice.choice(KINDS),
        province=dice.choice(places),
        summary=INVENTED,
        verified_at=now(),
        is_fictional=True,
    )


def _product(number: int, maker: Producer, ocop_class: ProductClass) -> Product:
    dice = Random(f"product/{number}")
    criteria_set, name = dice.choice(POOL)
    title = f"{name} {maker.province.short_name} {number + 1} (tổng hợp)"
    pack = pack_of(name, criteria_set, 3, Random(f"goods/{number}"))
    return Product(
        code=f"{CODE}{number:05}",
        title=title,
        slug=slugify(title),
        description=f"<p>{INVENTED}</p>",
        product_class=ocop_class,
        owner=maker,
        province=maker.province,
        criteria_set=criteria_set,
        origin_as_printed=maker.province.name,
        net_weight_g=pack.grams,
        shelf_life_days=pack.days,
        storage=pack.storage,
        picture=pool_stem(criteria_set, name),
        is_illustrated=True,
    )


def _stock(number: int, product: Product) -> StockRecord:
    pack = pack_of(product.title, product.criteria_set, 3, Random(f"goods/{number}"))
    return StockRecord(
        product=product,
        partner=product.owner.partner,
        partner_sku=product.code,
        price_currency="VND",
        price=pack.price,
        num_in_stock=0 if number % SOLD_OUT_IN == 0 else pack.stock,
    )


def _certificate(number: int, product: Product, today: date) -> Certificate:
    dice = Random(f"certificate/{number}")
    age = dice.randint(1100, 1400) if number % ENDED_IN == 0 else dice.randint(10, 1060)
    issued_on = today - timedelta(days=age)
    return Certificate(
        public_id=f"MH-{product.code}",
        product=product,
        stars=dice.choices((3, 4, 5), (70, 26, 4))[0],
        product_name_as_printed=product.title,
        producer_as_printed=product.owner.name,
        issued_on=issued_on,
        valid_until=ocop.valid_until(issued_on),
        dates_are_illustrative=True,
        rule_version=ocop.rule_version_on(issued_on),
    )
