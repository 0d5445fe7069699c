"""Rules of the programme Mỗi xã một sản phẩm (OCOP) as plain functions on plain values.

Source, where nothing else is said: Decision 26/2026/QĐ-TTg of 22 May 2026 (in force the same day), read in a
public transcript; compare with the signed text (vanban.chinhphu.vn, docid=218267) before production.
Texts are Vietnamese message ids: `_` only marks them, the caller translates.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


def _(text: str) -> str:
    """Mark a message id for translation; this module knows no Django."""
    return text


LANGUAGE = "vi"  # in which the register is kept
VALIDITY_MONTHS = 36  # Art. 4.3
EXPIRING_DAYS = 30  # our own word: "sắp hết hạn" is said in the last 30 days
EXTENSION_MAX_DAYS = 180  # Art. 12.3, transitional: entered by the authority, never by a timer
RENEWAL_OPENS_DAYS = 180  # re-assessment is filed 180 to 120 days before the end
RENEWAL_CLOSES_DAYS = 120

STAR_BANDS = ((90, 5), (70, 4), (50, 3), (30, 2), (0, 1))  # (lowest mean score, stars), Art. 3.3
LOWEST_CERTIFIED = 3  # 1 and 2 stars are never certified, Art. 4.1.a
HIGHEST_STARS = 5
CERTIFIED_STARS = (3, 4, 5)


def stars_for(score: Decimal) -> int:
    """Return the star class (hạng sao, 1-5) of a total score (tổng điểm, 0-100).

    The score alone is not enough for a certificate: options marked ***, ****, ***** are minimums of their own.
    Raises ValueError outside 0-100.
    """
    if not 0 <= score <= 100:
        raise ValueError(f"an OCOP score lies in 0-100, got {score}")
    return next(stars for lowest, stars in STAR_BANDS if score >= lowest)


def authority_for(stars: int) -> str:
    """Who recognises and revokes: "province" (chairman of UBND tỉnh) for 3 and 4 stars, "ministry" for 5.

    Art. 4 and 8. Raises ValueError for stars that are never certified.
    """
    if stars not in CERTIFIED_STARS:
        raise ValueError(f"OCOP certifies 3 to 5 stars, got {stars}")
    return "ministry" if stars == HIGHEST_STARS else "province"


def valid_until(issued_on: date) -> date:
    """Last day (included) of a certificate issued on `issued_on`: the same day number 36 months on.

    Where that month is shorter, its last day: 29 February 2024 -> 28 February 2027. Art. 4.3.
    """
    year, month0 = divmod(issued_on.year * 12 + issued_on.month - 1 + VALIDITY_MONTHS, 12)
    return date(year, month0 + 1, min(issued_on.day, monthrange(year, month0 + 1)[1]))


def latest_extension(valid_until: date) -> date:
    """Last day to which the authority may extend a certificate that ends on `valid_until`. Art. 12.3."""
    return valid_until + timedelta(days=EXTENSION_MAX_DAYS)


@dataclass(frozen=True)
class RuleVersion:
    """A set of criteria (Bộ tiêu chí); scores of different versions are not comparable."""

    number: str
    since: date


RULE_VERSIONS = (
    RuleVersion("1048/QĐ-TTg", date(2019, 8, 21)),
    RuleVersion("148/QĐ-TTg", date(2023, 2, 24)),
    RuleVersion("1489/QĐ-TTg", date(2025, 7, 6)),
    RuleVersion("26/2026/QĐ-TTg", date(2026, 5, 22)),
)


def rule_version_on(day: date) -> str:
    """Number of the newest set of criteria on `day`; "" before the first national one."""
    return next((version.number for version in reversed(RULE_VERSIONS) if version.since <= day), "")


# Which act may follow which on a certificate; that it ends by itself is no act. What an act ended stays ended.
CERTIFICATE_STEPS = {
    "issued": frozenset({"in_renewal", "extended", "revoked", "superseded", "withdrawn"}),
    "in_renewal": frozenset({"extended", "revoked", "superseded", "withdrawn"}),
    "extended": frozenset({"extended", "revoked", "superseded", "withdrawn"}),
    "revoked": frozenset(),
    "superseded": frozenset(),
    "withdrawn": frozenset(),
}

# Art. 8.1: the law's own letters, so "đ" stands between d and e.
REVOCATION_GROUNDS = {
    "a": _("Hồ sơ giả mạo hoặc số liệu không trung thực"),
    "b": _("Không còn đáp ứng các tiêu chí của hạng sao đã công nhận"),
    "c": _("Vi phạm quy định về chất lượng, an toàn thực phẩm, môi trường, sở hữu trí tuệ hoặc nhãn hàng hóa"),
    "d": _("Sử dụng sai nhãn hiệu chứng nhận OCOP"),
    "đ": _("Chủ thể đã ngừng sản xuất sản phẩm"),
    "e": _("Vi phạm khác theo kết luận của cơ quan có thẩm quyền"),
}
SAFETY_GROUNDS = frozenset("c")  # a buyer who has paid is offered to cancel


@dataclass(frozen=True)
class Group:
    """One of the six product groups (nhóm sản phẩm), numbered in Roman figures."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class CriteriaSet:
    """One of the 26 sets of criteria (bộ sản phẩm). `short` is for filters and chips."""

    code: str
    group: str
    name: str
    short: str

    @property
    def number(self) -> int:
        """1-26."""
        return int(self.code[-2:])


GROUPS = {
    group.code: group
    for group in (
        Group("I", _("Thực phẩm"), "thuc-pham"),
        Group("II", _("Đồ uống"), "do-uong"),
        Group("III", _("Dược liệu và sản phẩm từ dược liệu"), "duoc-lieu"),
        Group("IV", _("Thủ công mỹ nghệ"), "thu-cong-my-nghe"),
        Group("V", _("Sinh vật cảnh"), "sinh-vat-canh"),
        Group("VI", _("Du lịch cộng đồng, sinh thái và điểm du lịch"), "du-lich"),
    )
}

# Annex I and II. Coffee and tea are food here, not drink.
CRITERIA_SETS = {
    f"QD26-{number:02}": CriteriaSet(f"QD26-{number:02}", group, name, short)
    for number, group, name, short in (
        (1, "I", _("Rau, củ, quả, hạt tươi"), _("Rau, củ, quả tươi")),
        (2, "I", _("Thịt, thủy sản, trứng, sữa tươi"), _("Thịt, thủy sản tươi")),
        (3, "I", _("Gạo, ngũ cốc, hạt sơ chế khác"), _("Gạo, ngũ cốc")),
        (4, "I", _("Mật ong, mật khác và nông sản thực phẩm khác"), _("Mật ong, mật khác")),
        (5, "I", _("Đồ ăn nhanh"), _("Đồ ăn nhanh")),
        (6, "I", _("Chế biến từ gạo, ngũ cốc"), _("Bánh, bún, miến")),
        (7, "I", _("Chế biến từ rau, củ, quả, hạt"), _("Rau quả chế biến")),
        (
            8,
            "I",
            _("Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác"),
            _("Thịt, thủy sản chế biến"),
        ),
        (9, "I", _("Tương, nước mắm, gia vị dạng lỏng khác"), _("Nước mắm, tương")),
        (10, "I", _("Gia vị khác (muối, hành, tỏi, tiêu,...)"), _("Gia vị khác")),
        (11, "I", _("Chè tươi, chè chế biến"), _("Chè")),
        (12, "I", _("Sản phẩm trà từ thực vật khác"), _("Trà thảo mộc")),
        (13, "I", _("Sản phẩm cà phê, ca cao"), _("Cà phê, ca cao")),
        (14, "II", _("Rượu trắng"), _("Rượu trắng")),
        (15, "II", _("Đồ uống có cồn khác"), _("Đồ uống có cồn khác")),
        (16, "II", _("Nước khoáng thiên nhiên, nước uống đóng chai"), _("Nước khoáng")),
        (17, "II", _("Đồ uống không cồn khác"), _("Đồ uống không cồn")),
        (18, "III", _("Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền"), _("Thực phẩm chức năng")),
        (19, "III", _("Mỹ phẩm có thành phần từ dược liệu"), _("Mỹ phẩm dược liệu")),
        (20, "III", _("Tinh dầu và dược liệu khác"), _("Tinh dầu, dược liệu")),
        (21, "IV", _("Thủ công mỹ nghệ gia dụng, trang trí"), _("Thủ công mỹ nghệ")),
        (22, "IV", _("Vải, may mặc"), _("Vải, may mặc")),
        (23, "V", _("Hoa"), _("Hoa")),
        (24, "V", _("Cây cảnh"), _("Cây cảnh")),
        (25, "V", _("Động vật cảnh"), _("Động vật cảnh")),
        (
            26,
            "VI",
            _("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"),
            _("Du lịch cộng đồng"),
        ),
    )
}

FRESH_SETS = frozenset({"QD26-01", "QD26-02"})  # perishable: no cash on delivery in this shop
ALCOHOL_SETS = frozenset({"QD26-14", "QD26-15"})  # an age gate stands before the sale
TOURISM_SETS = frozenset({"QD26-26"})


def group_of(criteria_set: str) -> str:
    """Group ("I".."VI") of a criteria set ("QD26-01".."QD26-26"); "" for an unknown one."""
    known = CRITERIA_SETS.get(criteria_set)
    return known.group if known else ""


def sets_of(group: str) -> list[str]:
    """Codes of the criteria sets of a group, in the order of the decision."""
    return [code for code, known in CRITERIA_SETS.items() if known.group == group]
