"""What a producer prepares for re-assessment (đánh giá lại): the evidence of Form 02.

Source: Decision 26/2026/QĐ-TTg, Annex III; one set on paper and one electronic, five samples except for tourism.
"""

from typing import NamedTuple

from catalogue.ocop import _


class Evidence(NamedTuple):
    """One paper of the dossier (hồ sơ). `here` names what this site can show for it: "", stall, sales, story, trace."""

    name: str
    here: str = ""


EVIDENCE = (
    Evidence(_("Giấy đăng ký kinh doanh")),
    Evidence(_("Giấy đủ điều kiện sản xuất, an toàn thực phẩm")),
    Evidence(_("Nguồn gốc nguyên liệu, hợp đồng mua nguyên liệu"), "trace"),
    Evidence(_("Hồ sơ bảo vệ môi trường")),
    Evidence(_("Danh sách lao động địa phương")),
    Evidence(_("Sổ sách tài chính hai năm gần nhất"), "sales"),
    Evidence(_("Nhãn hiệu, chỉ dẫn địa lý, sở hữu trí tuệ")),
    Evidence(_("Hợp đồng bán hàng, gian hàng trực tuyến"), "stall"),
    Evidence(_("Hoạt động quảng bá, xúc tiến thương mại")),
    Evidence(_("Câu chuyện sản phẩm"), "story"),
    Evidence(_("Công bố chất lượng, tự công bố sản phẩm")),
    Evidence(_("Phiếu kiểm nghiệm còn hạn")),
    Evidence(_("Mã số mã vạch, tem truy xuất nguồn gốc"), "trace"),
    Evidence(_("Chứng nhận hệ thống chất lượng (VietGAP, HACCP, ISO)")),
    Evidence(_("Giải thưởng, bình chọn")),
)
SAMPLES = 5  # packs handed in with the dossier; none for tourism
