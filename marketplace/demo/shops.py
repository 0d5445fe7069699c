"""Six outlets, all of them invented and marked so, stocking real products of their province."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from catalogue.models import Place, Product
from catalogue.vietnamese import slugify
from outlets.models import Outlet

MOST = 14  # products per outlet


@dataclass(frozen=True)
class Shop:
    name: str
    kind: str
    province: str
    address: str
    latitude: float
    longitude: float
    hours: str
    about: str


SHOPS = (
    Shop("Gian OCOP bến Ninh Kiều", "tourism", "92", "Bến Ninh Kiều, phường Ninh Kiều, Cần Thơ", 10.0339, 105.7876,
         "Mo-Su 07:30-21:30", "Nếm thử trước khi mua, gửi hàng về tận nhà từ bến tàu."),
    Shop("Trung tâm OCOP Thanh Hóa", "centre", "38", "Phường Hạc Thành, Thanh Hóa", 19.8067, 105.7852,
         "Mo-Fr 08:00-17:30; Sa,Su 08:00-20:00", "Hàng của các xã biển, xã trung du và miền núi trong tỉnh."),
    Shop("Quầy OCOP chợ Mường Thanh", "market", "11", "Phường Mường Thanh, Điện Biên", 21.3856, 103.0169,
         "Mo-Su 06:00-18:00", "Trà Shan tuyết, thịt trâu gác bếp, gạo nếp nương."),
    Shop("Cửa hàng đặc sản Thái Nguyên", "shop", "19", "Phường Phan Đình Phùng, Thái Nguyên", 21.5942, 105.8482,
         "Mo-Su 08:00-19:00", "Góc thử trà: đun nước tại chỗ, chọn mẻ mình thích."),
    Shop("Điểm dừng nghỉ sông Tiền", "rest_stop", "86", "Quốc lộ 1, Vĩnh Long", 10.2537, 105.9722,
         "24/7", "Kẹo dừa, mật hoa dừa, trái cây theo mùa; mở cả đêm."),
    Shop("Phòng trưng bày OCOP Hà Nội", "mall", "01", "Phường Hoàn Kiếm, Hà Nội", 21.0285, 105.8542,
         "Mo-Su 09:00-21:00", "Sản phẩm 5 sao của cả nước, có góc gói quà."),
)  # fmt: skip


@transaction.atomic
def load_shops(today: date) -> int:
    """Open the outlets that are missing; returns how many."""
    known = set(Outlet.objects.values_list("slug", flat=True))
    missing = [shop for shop in SHOPS if slugify(shop.name) not in known]
    for shop in missing:
        _open(shop, today)
    return len(missing)


def _open(shop: Shop, today: date) -> None:
    province = Place.objects.provinces().get(code=shop.province)
    outlet = Outlet(
        name=shop.name,
        slug=slugify(shop.name),
        kind=shop.kind,
        province=province,
        address=shop.address,
        latitude=shop.latitude,
        longitude=shop.longitude,
        opening_hours=shop.hours,
        about=f"{shop.about} Điểm bán hư cấu của bản demo.",
        verified_on=today,
        is_illustration=True,
    )
    outlet.full_clean()
    outlet.save()
    outlet.products.set(_stock(province, today))


def _stock(province: Place, today: date) -> list[Product]:
    """Products of the province; a province with few takes the country's five stars besides."""
    on_sale = Product.objects.sellable(today).filter(owner__is_fictional=False)
    own = list(on_sale.filter(province=province).order_by("code")[:MOST])
    best = on_sale.filter(certificates__stars=5).exclude(province=province).order_by("code").distinct()
    return own + list(best[: max(0, MOST - len(own))])
