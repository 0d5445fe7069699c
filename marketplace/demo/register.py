"""The real list into the register: producers, products, certificates, stock. In bulk; again without change."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import make_aware

from catalogue import ocop
from catalogue.models import Certificate, CertificateEvent, Issuer, Producer, Product, ProductClass, ProductTranslation
from catalogue.vietnamese import slugify
from marketplace.demo.english import english_title, gloss
from marketplace.demo.goods import Pack, pack_of
from marketplace.demo.origins import Origins
from marketplace.demo.rows import Row, read_rows
from marketplace.partner.models import Partner, StockRecord

BATCH = 1000


def product_class() -> ProductClass:
    """The one class of Oscar's that all our products belong to."""
    made, _ = ProductClass.objects.get_or_create(slug="ocop", defaults={"name": "Sản phẩm OCOP", "track_stock": True})
    return made


@transaction.atomic
def load_register(today: date) -> int:
    """Bring in the rows that are not there yet; returns how many products were made."""
    known = set(Product.objects.filter(code__startswith="P").values_list("code", flat=True))
    rows = [row for row in read_rows() if not row.is_left_out and row.id not in known]
    if not rows:
        return 0
    origins = Origins()
    producers = _producers(rows, origins, today)
    products = _products(rows, producers, origins)
    _stalls(rows, products, producers)
    _certificates(rows, products, today)
    _translations(rows, products)
    return len(rows)


def _producers(rows: list[Row], origins: Origins, today: date) -> dict:
    """(name, province code) -> Producer. Those with something on sale count as verified."""
    selling = {(row.producer, row.province_code) for row in rows if row.is_on_sale}
    made, slugs = {}, set(Producer.objects.values_list("slug", flat=True))
    for row in rows:
        key = row.producer, row.province_code
        if row.producer and key not in made:
            made[key] = _producer(row, origins, slugs, today if key in selling else None)
    Producer.objects.bulk_create(made.values(), batch_size=BATCH)
    return made


def _producer(row: Row, origins: Origins, slugs: set[str], verified: date | None) -> Producer:
    province = origins.provinces[row.province_code]
    slug = free_slug(slugify(row.producer), province.slug, slugs)
    return Producer(
        name=row.producer,
        slug=slug,
        kind=row.kind,
        province=province,
        commune_id=origins.now(row),
        address_as_printed=row.origin_as_printed,
        verified_at=make_aware(datetime.combine(verified, time())) if verified else None,
    )


def free_slug(slug: str, province: str, taken: set[str]) -> str:
    """`slug`, with the province when the name alone is taken; the answer is taken from then on."""
    slug = f"{slug}-{province}" if slug in taken else slug
    taken.add(slug)
    return slug


def _products(rows: list[Row], producers: dict, origins: Origins) -> dict[str, Product]:
    ocop_class = product_class()
    made = {row.id: _product(row, producers, origins, ocop_class) for row in rows}
    Product.objects.bulk_create(made.values(), batch_size=BATCH)
    return made


def _product(row: Row, producers: dict, origins: Origins, ocop_class: ProductClass) -> Product:
    pack = _pack(row)
    return Product(
        code=row.id,
        title=row.product,
        slug=slugify(row.product),
        description=_description(row, pack),
        product_class=ocop_class,
        owner=producers.get((row.producer, row.province_code)),
        criteria_set=row.criteria_set,
        origin_as_printed=row.origin_as_printed,
        origin_then_id=origins.then(row),
        origin_now_id=origins.now(row),
        province=origins.provinces[row.province_code],
        net_weight_g=pack.grams,
        shelf_life_days=pack.days,
        storage=pack.storage,
        register_note=row.register_note,
        source_url=row.source,
        is_illustrated=True,
    )


def _pack(row: Row) -> Pack:
    return pack_of(row.product, row.criteria_set, row.stars, row.dice("goods"))


def _description(row: Row, pack: Pack) -> str:
    """What the source says, and that the rest is invented."""
    maker = f"{row.product} do {row.producer} làm ra" if row.producer else f"{row.product}; nguồn không nêu chủ thể"
    place = f", xuất xứ {row.origin_as_printed}" if row.origin_as_printed else ""
    invented = f"Quy cách minh họa: {pack.pack}. Hình vẽ, giá, khối lượng và tồn kho là dữ liệu minh họa của bản demo."
    return f"<p>{maker}{place}.</p><p>{invented}</p>"


def _stalls(rows: list[Row], products: dict, producers: dict) -> None:
    """A stall per producer that sells, and price and stock for what is on sale."""
    selling = {row.id: (row.producer, row.province_code) for row in rows if row.is_on_sale}
    stalls = {key: Partner(name=producers[key].name[:128], code=stall_code(producers[key])) for key in selling.values()}
    for key, stall in stalls.items():
        stall.producer = producers[key]
    Partner.objects.bulk_create(stalls.values(), batch_size=BATCH)
    records = [_stock(row, products[row.id], stalls[selling[row.id]]) for row in rows if row.id in selling]
    StockRecord.objects.bulk_create(records, batch_size=BATCH)


def stall_code(producer: Producer) -> str:
    """Oscar wants a unique code of at most 128 letters."""
    return producer.slug[:128]


def _stock(row: Row, product: Product, stall: Partner) -> StockRecord:
    pack = _pack(row)
    return StockRecord(
        product=product,
        partner=stall,
        partner_sku=row.id,
        price_currency="VND",
        price=pack.price,
        num_in_stock=pack.stock,
    )


def _certificates(rows: list[Row], products: dict, today: date) -> None:
    issuers = {issuer.name: issuer for issuer in Issuer.objects.all()}
    made = [_certificate(row, products[row.id], issuers, today) for row in rows if row.is_certified]
    Certificate.objects.bulk_create(made, batch_size=BATCH)
    CertificateEvent.objects.bulk_create(
        CertificateEvent(
            certificate=one, kind="issued", on=one.issued_on, decision_number=one.decision_number, note=_event_note(one)
        )
        for one in made
    )


def _event_note(certificate: Certificate) -> str:
    return "Ngày minh họa của bản demo" if certificate.dates_are_illustrative else ""


def _certificate(row: Row, product: Product, issuers: dict, today: date) -> Certificate:
    """An office that the source names goes with the source's own dates only: it may have ceased since."""
    issued_on, is_fictional = row.issued_on(today)
    issuer = "" if is_fictional else row.issuer
    return Certificate(
        public_id=f"MH-{row.id}",
        product=product,
        stars=row.stars,
        decision_number=row.decision,
        decision_date=None if is_fictional else row.decided_on,
        issuer=issuers.get(issuer),
        issuer_as_printed=issuer,
        product_name_as_printed=row.product,
        producer_as_printed=row.producer,
        address_as_printed=row.origin_as_printed,
        issued_on=issued_on,
        valid_until=ocop.valid_until(issued_on),
        dates_are_illustrative=is_fictional,
        rule_version=ocop.rule_version_on(issued_on),
        verification=row.verification,
        source_url=row.source,
    )


def _translations(rows: list[Row], products: dict) -> None:
    ProductTranslation.objects.bulk_create(
        (
            ProductTranslation(
                product=products[row.id],
                language="en",
                title=english_title(row.product)[:255],
                description=_english_description(row),
                status=ProductTranslation.Status.MACHINE,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def _english_description(row: Row) -> str:
    what = gloss(row.product) or "An OCOP product"
    maker = f" by {row.producer}" if row.producer else "; the source names no producer"
    place = f", from {row.origin_as_printed}" if row.origin_as_printed else ""
    invented = "Drawing, price, weight and stock are sample data of this demo."
    return f"<p>{what[0].upper()}{what[1:]}{maker}{place}.</p><p>{invented}</p>"
