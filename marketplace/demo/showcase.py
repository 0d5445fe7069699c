"""What the product page can show beyond the certificate, carried by fictional producers only and said to be invented:
facts of each group, quality certificates, a protected name; one product with all of it and with several pictures."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from catalogue.models import IpAsset, Place, Product, ProductImage, QualityCertificate
from catalogue.picture_files import WIDTHS, file_name
from marketplace.demo.drawing import Job, draw_all
from marketplace.demo.pictures import is_written
from outlets.models import Outlet

EVERYTHING = "MAU-nang-hang"
HOME = ("Huyện Thọ Xuân", "Xã Xuân Bái")  # of before July 2025, where the one product is said to come from
VIEWS = {
    "2": "Mặt sau hộp (tranh minh họa)",
    "3": "Miếng chè lam đã cắt (tranh minh họa)",
    "4": "Nguyên liệu (tranh minh họa)",
}
OUTLET = "trung-tam-ocop-thanh-hoa"
ISSUER = "Tổ chức chứng nhận mẫu (hư cấu)"

FACTS = {  # code -> columns of Product
    EVERYTHING: {
        "ingredients": "Bột nếp rang, mật mía, gừng, lạc rang, vừng.",
        "allergens": "Có lạc (đậu phộng) và vừng.",
        "how_to_use": "Cắt lát mỏng, dùng với trà nóng. Mở gói dùng trong 7 ngày.",
    },
    "MAU-con-hieu-luc": {
        "net_volume_ml": 360,
        "ingredients": "Mật ong hoa tràm 100%.",
        "allergens": "Không có. Không dùng cho trẻ dưới 12 tháng tuổi.",
        "how_to_use": "Pha với nước ấm dưới 40 °C hoặc dùng trực tiếp.",
    },
    "MAU-gtin": {
        "ingredients": "Mãng cầu xiêm sấy 100%.",
        "allergens": "Không có.",
        "how_to_use": "Pha 5 g với 200 ml nước 90 °C, chờ 5 phút.",
    },
    "MAU-tem-huy": {"ingredients": "Cói xe, sợi đay.", "how_to_use": "Trải trên nền phẳng; phơi nắng nhẹ sau khi lau."},
}
QUALITY = (  # code, scheme, number, scope, days since its issue, days until its end (None: no end)
    (EVERYTHING, "haccp", "MH-HACCP-01", "Sản xuất bánh kẹo từ gạo nếp.", 400, 695),
    (EVERYTHING, "food_safety", "MH-ATTP-02", "Cơ sở sản xuất bánh kẹo.", 300, None),
    (EVERYTHING, "iso9001", "MH-ISO-00", "Đã hết hạn: không hiện trên trang sản phẩm.", 1200, -105),
    ("MAU-con-hieu-luc", "vietgap", "MH-VG-03", "Nuôi ong lấy mật.", 200, 530),
)


def load_showcase(today: date) -> int:
    """Add what is missing; returns how many quality certificates were made."""
    shown = {product.code: product for product in Product.objects.filter(code__in=[*FACTS, EVERYTHING])}
    with transaction.atomic():
        for code, facts in FACTS.items():
            _say(shown[code], facts)
        _protect(shown[EVERYTHING])
        _place(shown[EVERYTHING])
        return sum(_declare(shown[row[0]], *row[1:], today) for row in QUALITY)


def load_views() -> int:
    """Draw the further pictures of the one product; returns how many were missing."""
    product = Product.objects.get(code=EVERYTHING)
    stems = {f"{product.picture}-{name}": words for name, words in VIEWS.items()} if product.picture else {}
    missing = [stem for stem in stems if not is_written(stem)]
    draw_all([Job(str(settings.MEDIA_ROOT), stem, stem, product.title, product.criteria_set) for stem in missing])
    for place, (stem, words) in enumerate(stems.items(), 1):
        facts = {"caption": words, "display_order": place}
        ProductImage.objects.get_or_create(product=product, original=file_name(stem, WIDTHS[-1]), defaults=facts)
    return len(missing)


def _say(product: Product, facts: dict) -> None:
    """Facts that nobody wrote down yet; a producer's own words stay."""
    new = {column: value for column, value in facts.items() if not getattr(product, column)}
    if new:
        Product.objects.filter(pk=product.pk).update(**new)


def _declare(product: Product, scheme: str, number: str, scope: str, ago: int, ahead: int | None, today: date) -> bool:
    facts = {
        "issuer": ISSUER,
        "scope": scope,
        "issued_on": today - timedelta(days=ago),
        "valid_until": None if ahead is None else today + timedelta(days=ahead),
        "is_illustration": True,
    }
    key = {"producer": product.owner, "scheme": scheme, "number": number}
    declared, made = QualityCertificate.objects.get_or_create(**key, defaults=facts)
    declared.products.add(product)
    return made


def _protect(product: Product) -> None:
    facts = {
        "name": "Chè lam Lam Kinh (mẫu)",
        "holder": "Hội nông dân mẫu (hư cấu)",
        "province": product.province,
        "is_illustration": True,
    }
    asset, _ = IpAsset.objects.get_or_create(kind="collective", number="MH-NHTT-01", defaults=facts)
    asset.products.add(product)


def _place(product: Product) -> None:
    """Its origin in both eras, and one (invented) outlet that has it."""
    district, commune = HOME
    then = Place.objects.filter(system="pre2025", level="commune", name=commune, parent__name=district).first()
    heir = then and then.successions.filter(is_default=True).select_related("new").first()
    if heir:
        Product.objects.filter(pk=product.pk).update(origin_then=then, origin_now=heir.new)
    for outlet in Outlet.objects.filter(slug=OUTLET):
        outlet.products.add(product)
