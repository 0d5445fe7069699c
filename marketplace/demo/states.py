"""Every state a visitor can meet, carried by two fictional producers who say that they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import now

from catalogue import ocop
from catalogue.models import Certificate, Place, Producer, Product, ProductTranslation
from catalogue.services import extend_certificate, issue_certificate, revoke_certificate, upgrade_certificate
from catalogue.vietnamese import slugify
from marketplace.demo.goods import pack_of
from marketplace.demo.register import product_class, stall_code
from marketplace.demo.rows import Random
from marketplace.partner.models import Partner, StockRecord

FICTIONAL = "Chủ thể hư cấu: chỉ có trong bản demo, để minh họa các trạng thái của chứng nhận và tem."
EXPIRING_IN = 20  # days
TOO_NEAR = 5  # days left at which the expiring certificate is renewed
GTIN = "9521234567899"  # GS1's demonstration prefix 952


@dataclass(frozen=True)
class Maker:
    key: str
    name: str
    kind: str
    province: str
    address: str


MAKERS = (
    Maker("song-hau", "HTX Mẫu Sông Hậu (hư cấu)", "cooperative", "92", "Xã Phong Điền, thành phố Cần Thơ"),
    Maker("lam-kinh", "Cơ sở Mẫu Lam Kinh (hư cấu)", "household", "38", "Xã Lam Sơn, tỉnh Thanh Hóa"),
)


@dataclass(frozen=True)
class Specimen:
    """A product that shows one state. `act` gives it its certificates, with a day to count from."""

    key: str
    maker: str
    title: str
    english: str
    criteria_set: str
    stars: int
    act: Callable
    gtin: str = ""

    @property
    def public_id(self) -> str:
        return f"MH-{self.key.upper()}"


def expiring_dates(today: date) -> tuple[date, None]:
    """Last day as issued; no extension."""
    return today + timedelta(days=EXPIRING_IN), None


def extended_dates(today: date) -> tuple[date, date]:
    """Last day as issued, and as extended."""
    return today - timedelta(days=40), today + timedelta(days=100)


DATES_OF = {"sap-het-han": expiring_dates, "gia-han": extended_dates}


def in_force(product: Product, specimen: Specimen, today: date) -> None:
    _issue(product, specimen, today - timedelta(days=200))


def expiring(product: Product, specimen: Specimen, today: date) -> None:
    """Ends in 20 days."""
    last, _ = expiring_dates(today)
    _issue(product, specimen, _three_years_before(last), valid_until=last)


def ended(product: Product, specimen: Specimen, today: date) -> None:
    last = today - timedelta(days=15)
    _issue(product, specimen, _three_years_before(last), valid_until=last)


def extended(product: Product, specimen: Specimen, today: date) -> None:
    """Ended 40 days ago, kept alive by the authority for 100 more."""
    last, until = extended_dates(today)
    held = _issue(product, specimen, _three_years_before(last), valid_until=last)
    extend_certificate(held, until=until, legal_basis="MH-GH/QĐ-MẪU", on=last)


def revoked(product: Product, specimen: Specimen, today: date) -> None:
    held = _issue(product, specimen, today - timedelta(days=300))
    revoke_certificate(held, ground="c", decision_number="MH-TH/QĐ-MẪU", on=today - timedelta(days=10))


def upgraded(product: Product, specimen: Specimen, today: date) -> None:
    """Three stars, then four."""
    held = _issue(product, specimen, today - timedelta(days=500), stars=3, suffix="-3-SAO")
    new = today - timedelta(days=30)
    facts = _facts(product, specimen, new) | {"decision_number": "MH-NH/QĐ-MẪU"}
    upgrade_certificate(held, stars=4, issued_on=new, public_id=specimen.public_id, **facts)


SPECIMENS = (
    Specimen("con-hieu-luc", "song-hau", "Mật ong tràm Sông Hậu (mẫu)", "Melaleuca honey (sample)", "QD26-04", 4, in_force),
    Specimen("sap-het-han", "song-hau", "Bánh tét lá cẩm Sông Hậu (mẫu)", "Magenta rice cake (sample)", "QD26-06", 3, expiring),
    Specimen("da-het-han", "song-hau", "Nước mắm cá linh Sông Hậu (mẫu)", "Fish sauce (sample)", "QD26-09", 3, ended),
    Specimen("gia-han", "song-hau", "Xoài sấy dẻo Sông Hậu (mẫu)", "Dried mango (sample)", "QD26-07", 4, extended),
    Specimen("gtin", "song-hau", "Trà mãng cầu Sông Hậu (mẫu)", "Soursop tea (sample)", "QD26-12", 4, in_force, GTIN),
    Specimen("thu-hoi", "lam-kinh", "Nem chua Lam Kinh (mẫu)", "Fermented pork roll (sample)", "QD26-08", 3, revoked),
    Specimen("nang-hang", "lam-kinh", "Chè lam Lam Kinh (mẫu)", "Ginger rice cake (sample)", "QD26-06", 4, upgraded),
    Specimen("lo-thu-hoi", "lam-kinh", "Mắm tép Lam Kinh (mẫu)", "Small-shrimp sauce (sample)", "QD26-09", 3, in_force),
    Specimen("tem-huy", "lam-kinh", "Chiếu cói Lam Kinh (mẫu)", "Sedge mat (sample)", "QD26-21", 4, in_force),
    Specimen("tem-chua-kich-hoat", "lam-kinh", "Gạo nếp hạt cau Lam Kinh (mẫu)", "Sticky rice (sample)", "QD26-03", 4, in_force),
)  # fmt: skip


@transaction.atomic
def load_states(today: date) -> dict[str, Producer]:
    """Make the fictional producers and products that are missing; returns the producers by key."""
    makers = {maker.key: make_maker(maker) for maker in MAKERS}
    known = set(Product.objects.filter(code__startswith="MAU-").values_list("code", flat=True))
    for specimen in SPECIMENS:
        if f"MAU-{specimen.key}" not in known:
            product = _product(specimen, makers[specimen.maker])
            specimen.act(product, specimen, today)
    return makers


@transaction.atomic
def redate_states(today: date) -> int:
    """Move the illustrative dates of the states that pass with time, when one is about to leave its window."""
    moved = 0
    for key in ("sap-het-han", "gia-han"):
        held = Certificate.objects.filter(product__code=f"MAU-{key}").latest("issued_on", "pk")
        if held.days_left(today) < TOO_NEAR:
            _move(held, DATES_OF[key](today))
            moved += 1
    return moved


def _move(held: Certificate, dates: tuple[date, date | None]) -> None:
    """No act of an authority, so no line of history: the certificate is fictional and says that its dates are."""
    last, extended_until = dates
    Certificate.objects.filter(pk=held.pk, dates_are_illustrative=True).update(
        issued_on=_three_years_before(last), valid_until=last, extended_until=extended_until
    )


def make_maker(maker: Maker) -> Producer:
    """A fictional producer with its stall, made when missing."""
    province = Place.objects.provinces().get(code=maker.province)
    producer, made = Producer.objects.get_or_create(
        name=maker.name,
        province=province,
        defaults={
            "slug": slugify(maker.name),
            "kind": maker.kind,
            "address_as_printed": maker.address,
            "email": f"{maker.key}@demo.test",
            "phone": "0900000000",
            "summary": FICTIONAL,
            "verified_at": now(),
            "is_fictional": True,
        },
    )
    if made:
        Partner.objects.create(name=maker.name, code=stall_code(producer), producer=producer)
    return producer


def _product(specimen: Specimen, maker: Producer) -> Product:
    pack = pack_of(specimen.title, specimen.criteria_set, specimen.stars, Random(specimen.key))
    product = Product.objects.create(
        code=f"MAU-{specimen.key}",
        title=specimen.title,
        slug=slugify(specimen.title),
        description=f"<p>{FICTIONAL}</p>",
        product_class=product_class(),
        owner=maker,
        upc=specimen.gtin or None,
        criteria_set=specimen.criteria_set,
        origin_as_printed=maker.address_as_printed,
        province=maker.province,
        net_weight_g=pack.grams,
        shelf_life_days=pack.days,
        storage=pack.storage,
        is_illustrated=True,
    )
    StockRecord.objects.create(
        product=product,
        partner=maker.partner,
        partner_sku=specimen.key,
        price_currency="VND",
        price=pack.price,
        num_in_stock=pack.stock,
    )
    _translate(product, specimen.english)
    return product


def _translate(product: Product, title: str) -> None:
    ProductTranslation.objects.create(
        product=product,
        language="en",
        title=title,
        description="<p>A fictional producer, only in this demo, to show the states of certificates and labels.</p>",
        status=ProductTranslation.Status.REVIEWED,
    )


def _issue(product: Product, specimen: Specimen, on: date, *, stars: int = 0, suffix: str = "", **facts) -> Certificate:
    return issue_certificate(
        product,
        stars=stars or specimen.stars,
        issued_on=on,
        public_id=specimen.public_id + suffix,
        decision_number=f"{specimen.public_id}{suffix}/QĐ-MẪU",
        **_facts(product, specimen, on),
        **facts,
    )


def _facts(product: Product, specimen: Specimen, on: date) -> dict:
    return {
        "issuer_as_printed": "Cơ quan mẫu (hư cấu)",
        "product_name_as_printed": product.title,
        "producer_as_printed": product.owner.name,
        "address_as_printed": product.origin_as_printed,
        "dates_are_illustrative": True,
        "rule_version": ocop.rule_version_on(on),
    }


def _three_years_before(last: date) -> date:
    """A day whose certificate ends on `last` (29 February has none: the day before serves)."""
    return (last - timedelta(days=1) if (last.month, last.day) == (2, 29) else last).replace(year=last.year - 3)
