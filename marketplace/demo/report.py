"""The short table of `make demo`: where to look, and who can sign in."""

from catalogue.models import Certificate
from marketplace.demo.people import PASSWORD, PEOPLE
from marketplace.demo.scans import suspect_label
from marketplace.demo.states import GTIN, SPECIMENS
from marketplace.demo.trace import state_labels

SHOWS = {
    "con-hieu-luc": "còn hiệu lực",
    "sap-het-han": "sắp hết hạn (20 ngày)",
    "da-het-han": "đã hết hạn",
    "gia-han": "được gia hạn",
    "thu-hoi": "chứng nhận bị thu hồi",
    "nang-hang": "nâng hạng 3 → 4 sao",
    "lo-thu-hoi": "lô bị thu hồi",
    "tem-huy": "tem đã hủy",
    "tem-chua-kich-hoat": "tem chưa kích hoạt",
    "gtin": "sản phẩm có GTIN",
}


def lines(site: str) -> list[str]:
    """What to print, for a site at `site` (no slash at the end)."""
    return [
        "",
        "  Trang                       Địa chỉ",
        *_rows({title: site + path for title, path in PAGES.items()}),
        "",
        "  Quét thử (mọi trạng thái)",
        *_rows(scan_urls(site)),
        "",
        f"  Tài khoản (mật khẩu: {PASSWORD})",
        *_rows({person.email: person.does for person in PEOPLE}),
    ]


PAGES = {
    "cửa hàng": "/",
    "English": "/en/",
    "sản phẩm": "/san-pham/",
    "tra cứu chứng nhận": "/chung-nhan/",
    "tỉnh": "/tinh/vinh-long/",
    "câu chuyện": "/cau-chuyen/",
    "triển lãm": "/trien-lam/qua-tet-ba-mien/",
    "điểm bán": "/diem-ban/",
    "kênh nhà sản xuất": "/kenh-nha-san-xuat/",
    "biên tập, cán bộ": "/cms/",
    "điều hành": "/quan-tri/",
}


def scan_urls(site: str) -> dict[str, str]:
    """One scan address for each state."""
    labels = state_labels()
    urls = {SHOWS[s.key]: f"{site}/T/{labels[s.key].code}" for s in SPECIMENS if s.key in labels}
    if suspect := suspect_label():
        urls["tem nghi bị sao chép"] = f"{site}/T/{suspect.code}"
    if "gtin" in labels:
        urls["GTIN (GS1 Digital Link)"] = f"{site}/01/0{GTIN}"
    first = Certificate.objects.filter(public_id="MH-P111").first()
    return urls | ({"trang chứng nhận": site + first.get_absolute_url()} if first else {})


def _rows(table: dict[str, str]) -> list[str]:
    return [f"  {title:<28}{value}" for title, value in table.items()]
