"""A fictional producer's way of goods: a growing area, leaves that become packs, a laboratory's report. All invented."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import make_aware
from PIL import Image, ImageDraw

from catalogue.models import Producer, Product
from traceability import evidence, services, steps
from traceability.models import GrowingArea, Laboratory, Lot, LotInput

MAKER = "song-hau"
MATERIAL, PACKS = "NL-MAU-01", "LO-MAU-TU-NL"


@transaction.atomic
def load_growing(makers: dict[str, Producer], today: date) -> int:
    """Make what is missing; returns how many lots."""
    producer = makers[MAKER]
    product = Product.objects.filter(owner=producer, is_box=False).entries().order_by("pk").first()
    laboratory = Laboratory.objects.filter(is_fictional=True).first()
    if product is None or laboratory is None or Lot.objects.filter(product=product, number=PACKS).exists():
        return 0
    area = _area(producer, today)
    material = _material(product, area, today)
    packs = _packs(product, material, laboratory, today)
    _result(packs, laboratory, today)
    return 2


def _area(producer: Producer, today: date) -> GrowingArea:
    said = {
        "name": "Vùng trồng minh họa",
        "issuer": "Cơ quan cấp mã (minh họa)",
        "valid_from": today - timedelta(days=400),
        "valid_until": today + timedelta(days=400),
        "province": producer.province,
    }
    return GrowingArea.objects.get_or_create(producer=producer, code="VN-MAUO-0001", market="", defaults=said)[0]


def _material(product: Product, area: GrowingArea, today: date) -> Lot:
    day = today - timedelta(days=20)
    lot = services.create_lot(
        product,
        number=MATERIAL,
        quantity=120,
        uom="KGM",
        unit="kg",
        material="Nguyên liệu tươi (minh họa)",
        harvested_on=day,
        growing_areas=[area],
    )
    note = "Thu hái buổi sáng (dữ liệu minh họa)"
    services.add_step(
        lot, stage="harvest", at=_at(day), quantity=120, uom="KGM", place_text="Vùng trồng minh họa", note=note
    )
    return lot


def _packs(product: Product, material: Lot, laboratory: Laboratory, today: date) -> Lot:
    day = today - timedelta(days=18)
    lot = services.create_lot(
        product,
        number=PACKS,
        quantity=100,
        harvested_on=material.harvested_on,
        produced_on=day,
        packed_on=day + timedelta(days=1),
        expires_on=day + timedelta(days=365),
        growing_areas=material.growing_areas.all(),
        laboratories=[laboratory],
    )
    used = LotInput(source=material, quantity=110, uom="KGM")
    services.add_step(lot, stage="process", at=_at(day), inputs=[used], note="Chế biến một mẻ (dữ liệu minh họa)")
    services.add_step(lot, stage="pack", at=_at(day + timedelta(days=1)), note="Đóng gói (dữ liệu minh họa)")
    return lot


def _result(lot: Lot, laboratory: Laboratory, today: date) -> None:
    steps.report_test(
        lot,
        laboratory,
        report_number="KQ-MAU-01",
        outcome="pass",
        at=_at(today - timedelta(days=15)),
        report=evidence.report(_paper()),
        note="Không phát hiện 12 chỉ tiêu (dữ liệu minh họa)",
    )


def _paper() -> ContentFile:
    """A page that says it is an illustration."""
    page, out = Image.new("RGB", (1240, 1754), "white"), BytesIO()
    ImageDraw.Draw(page).text((120, 160), "KQ-MAU-01 / MINH HOA - ILLUSTRATION", fill="black", font_size=40)
    page.save(out, "PDF", resolution=150)
    return ContentFile(out.getvalue(), name="kq-mau-01.pdf")


def _at(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(8)))
