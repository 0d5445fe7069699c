"""What each paper for labels is called, and when to take it."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from traceability.papers import PACKS, PAPERS, SHELF, WALL, Paper


class PaperWords(NamedTuple):
    """A name and one line of advice."""

    name: Promise
    advice: Promise


WORDS = {
    "a4-21": PaperWords(
        _("A4, 21 tem (63,5 × 38 mm)"), _("Đề-can A4 bế sẵn, máy in văn phòng. Vừa cho phần lớn bao bì.")
    ),
    "a4-14": PaperWords(_("A4, 14 tem (99 × 38 mm)"), _("Tem rộng, chữ to hơn: cho hộp, túi lớn.")),
    "a4-40": PaperWords(_("A4, 40 tem nhỏ (48,5 × 25 mm)"), _("Chỉ khi gói quá nhỏ: mã nhỏ hơn thì khó quét hơn.")),
    "roll-50x30": PaperWords(_("Cuộn 50 × 30 mm"), _("Máy in tem nhiệt, mỗi tem một nhịp giấy.")),
    "roll-60x40": PaperWords(_("Cuộn 60 × 40 mm"), _("Máy in tem nhiệt, chữ to hơn.")),
    "shelf-a6": PaperWords(_("Thẻ kệ, 4 thẻ một tờ A4"), _("Cắt rời, đặt trước hàng trên kệ. Mang mã chung của lô.")),
    "poster-a4": PaperWords(_("Áp phích A4"), _("Treo ở quầy. Mang mã chung của lô.")),
    "poster-a3": PaperWords(_("Áp phích A3"), _("Treo tường, đọc được từ xa. Mang mã chung của lô.")),
}
USES = ((PACKS, _("Dán lên gói")), (SHELF, _("Đặt ở kệ")), (WALL, _("Treo tường")))
PRINTERS = (
    (300, _("Máy in văn phòng, hoặc máy in tem ghi 300 dpi")),
    (203, _("Máy in tem nhiệt ghi 203 dpi")),
)


def choices() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """Papers under what they are for."""
    return [(name, [(key, WORDS[key].name) for key, paper in PAPERS.items() if paper.use == use]) for use, name in USES]


def groups() -> list[tuple[Promise, list[tuple[Paper, PaperWords]]]]:
    """As choices, with the papers and their advice."""
    return [(name, [(PAPERS[key], WORDS[key]) for key, _name in keys]) for name, keys in choices()]
