"""A shop of many synthetic products, the same ones each time; made once per engine, copied for each run."""

import json
import os
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from random import Random

from django.utils.timezone import localdate, now

from catalogue import ocop
from catalogue.models import Certificate, Place, Producer, Product, ProductClass
from catalogue.vietnamese import slugify
from marketplace.partner.models import Partner, StockRecord
from marketplace.run.steps import digest
from search.services import rebuild
from tests.support import database
from tests.traceability.factories import LotFactory, active_label

KINDS = (
    "Mật ong",
    "Kẹo dừa",
    "Nước mắm",
    "Chè xanh",
    "Bánh pía",
    "Gạo nếp",
    "Tôm khô",
    "Cà phê",
    "Miến dong",
    "Tinh dầu",
)
MANNERS = ("rừng", "truyền thống", "hảo hạng", "sạch", "cao cấp", "thượng hạng", "gia truyền", "nguyên chất")
PROVINCES = (
    "Hà Nội",
    "Cao Bằng",
    "Tuyên Quang",
    "Điện Biên",
    "Lai Châu",
    "Sơn La",
    "Lào Cai",
    "Thái Nguyên",
    "Lạng Sơn",
    "Quảng Ninh",
    "Bắc Ninh",
    "Phú Thọ",
    "Hải Phòng",
    "Hưng Yên",
    "Ninh Bình",
    "Thanh Hóa",
    "Nghệ An",
    "Hà Tĩnh",
    "Quảng Trị",
    "Huế",
    "Đà Nẵng",
    "Quảng Ngãi",
    "Gia Lai",
    "Khánh Hòa",
    "Đắk Lắk",
    "Lâm Đồng",
    "Đồng Nai",
    "Hồ Chí Minh",
    "Tây Ninh",
    "Đồng Tháp",
    "Vĩnh Long",
    "An Giang",
    "Cần Thơ",
    "Cà Mau",
)
MAKERS = 400
LABELS = 200
COUNT = "BENCH_PRODUCTS"


@contextmanager
def shop(count):
    """A copy of the shop with `count` products on sale, in use here and in the processes started from here."""
    copies = shops(count)
    copies.prepare(**{COUNT: str(count)})
    copies.open("bench")
    os.environ["DATABASE_URL"] = database.address()
    try:
        yield
    finally:
        copies.close()


def shops(count):
    parts = digest(json.dumps(database.manifest(), sort_keys=True), Path(__file__), count)
    return database.copies(f"bench-{parts}", "tests.bench.build")


def build(count):
    """Make the template, beginning with a migrated one."""
    base, new = database.migrated(), shops(count)
    base.prepare()
    for old in database.FOLDER.glob(f"bench-*{new.suffix}"):
        old.unlink()
    new.begin(base.template)
    add_products(makers(), count)
    rebuild()
    for product in Product.objects.order_by("pk")[:LABELS]:
        active_label(LotFactory(product=product))
    new.save()


def makers():
    places = [place(number, name) for number, name in enumerate(PROVINCES)]
    wanted = [
        Producer(
            name=f"Hợp tác xã số {n}", slug=f"hop-tac-xa-so-{n}", province=home, verified_at=now(), kind="cooperative"
        )
        for n, home in zip(range(MAKERS), cycle(places), strict=False)
    ]
    Producer.objects.bulk_create(wanted, ignore_conflicts=True)
    made = list(Producer.objects.filter(slug__startswith="hop-tac-xa-so-"))
    Partner.objects.bulk_create(
        (Partner(name=m.name, code=f"so-{m.pk}", producer=m) for m in made), ignore_conflicts=True
    )
    return made


def place(number, name):
    facts = {"name": f"Tỉnh {name}", "slug": slugify(name)}
    return Place.objects.get_or_create(system="2025", level="province", code=f"{number:02}", defaults=facts)[0]


def add_products(owners, count):
    dice, stalls = Random(1), {stall.producer_id: stall for stall in Partner.objects.all()}
    kind = ProductClass.objects.get_or_create(slug="ocop", defaults={"name": "Sản phẩm OCOP", "track_stock": True})[0]
    made = list(islice((product(n, dice, owners, kind) for n in range(10**9)), count))
    Product.objects.bulk_create(made, batch_size=500)
    Certificate.objects.bulk_create((certificate(one, dice) for one in made), batch_size=500)
    StockRecord.objects.bulk_create(
        (
            StockRecord(
                product=one,
                partner=stalls[one.owner_id],
                partner_sku=one.slug,
                price=dice.randrange(20, 400) * 1000,
                price_currency="VND",
                num_in_stock=dice.randrange(1, 90),
            )
            for one in made
        ),
        batch_size=500,
    )


def product(number, dice, owners, kind):
    owner = dice.choice(owners)
    title = f"{dice.choice(KINDS)} {dice.choice(MANNERS)} {owner.province.short_name} {number}"
    return Product(
        title=title,
        slug=slugify(title),
        product_class=kind,
        owner=owner,
        province=owner.province,
        criteria_set=dice.choice(list(ocop.CRITERIA_SETS)),
        net_weight_g=dice.choice((250, 500, 1000)),
        description=f"{title}. Sản phẩm tổng hợp để đo tốc độ. " * 6,
    )


def certificate(product, dice):
    issued = localdate().replace(day=1, year=localdate().year - 1)
    return Certificate(
        product=product,
        stars=dice.choice((3, 3, 3, 4, 4, 5)),
        issued_on=issued,
        valid_until=ocop.valid_until(issued),
        decision_number=f"{product.pk}/QĐ-UBND",
    )
