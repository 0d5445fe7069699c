"""What the programme's decisions list: product groups, criteria sets, versions of the rules. Plain data.

Sources: Annex I of Decision 26/2026/QĐ-TTg (6 ngành, 17 nhóm, 26 bộ sản phẩm with the ministry in charge), read in a
public transcript; for the versions before it press reports of their texts, named beside each. Compare with the
signed texts before production. Texts are Vietnamese message ids: `_` only marks them, the caller translates.
"""

from dataclasses import dataclass
from datetime import date


def _(text: str) -> str:
    """Mark a message id for translation; this module knows no Django."""
    return text


# Versions of the rules ----------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleVersion:
    """A set of criteria (Bộ tiêu chí); scores of different versions are not comparable.

    `points`: the most that parts A (product and community), B (marketing) and C (quality) can earn.
    `recognised_by`: who recognises 3, 4 and 5 stars. `url`: the official text, "" where no address is known.
    """

    number: str
    since: date
    points: tuple[int, int, int]
    recognised_by: tuple[str, str, str]
    amended_by: str = ""
    url: str = ""


PROVINCE_AND_MINISTRY = ("province", "province", "ministry")
OFFICIAL_TEXT = "https://vanban.chinhphu.vn/?pageid=27160&docid={}"

RULE_VERSIONS = (
    # Points: thuvienphapluat.vn of 25/2/2023, which compares both texts.
    RuleVersion("1048/QĐ-TTg", date(2019, 8, 21), (35, 25, 40), PROVINCE_AND_MINISTRY, amended_by="781/QĐ-TTg"),
    RuleVersion("148/QĐ-TTg", date(2023, 2, 24), (40, 25, 35), ("district", "province", "ministry")),
    # Amends 148 when the districts ceased.
    RuleVersion("1489/QĐ-TTg", date(2025, 7, 6), (40, 25, 35), PROVINCE_AND_MINISTRY, url=OFFICIAL_TEXT.format(214441)),
    RuleVersion(
        "26/2026/QĐ-TTg", date(2026, 5, 22), (40, 25, 35), PROVINCE_AND_MINISTRY, url=OFFICIAL_TEXT.format(218267)
    ),
)
IN_FORCE = RULE_VERSIONS[-1].number


def rule_version(number: str) -> RuleVersion | None:
    """The version of that number, or None."""
    return next((version for version in RULE_VERSIONS if version.number == number), None)


# Groups and sets ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """One of the six product groups (the decision's "ngành", in people's mouths nhóm sản phẩm), in Roman figures."""

    code: str
    name: str
    slug: str


@dataclass(frozen=True)
class SubGroup:
    """One of the 17 sub-groups (the decision's "nhóm"): "I.3" is the third of group I."""

    code: str
    name: str

    @property
    def group(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True)
class CriteriaSet:
    """One of the 26 sets of criteria (bộ sản phẩm). `short` is for filters and chips.

    `ministries`: who is in charge of it, the first named leading (keys of MINISTRIES).
    """

    code: str
    subgroup: str
    name: str
    short: str
    ministries: tuple[str, ...]

    @property
    def group(self) -> str:
        return self.subgroup.partition(".")[0]

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

SUBGROUPS = {
    code: SubGroup(code, name)
    for code, name in (
        ("I.1", _("Thực phẩm tươi sống")),
        ("I.2", _("Thực phẩm thô, sơ chế")),
        ("I.3", _("Thực phẩm chế biến")),
        ("I.4", _("Gia vị")),
        ("I.5", _("Chè")),
        ("I.6", _("Cà phê, ca cao")),
        ("II.1", _("Đồ uống có cồn")),
        ("II.2", _("Đồ uống không cồn")),
        ("III.1", _("Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền")),
        ("III.2", _("Mỹ phẩm có thành phần từ dược liệu")),
        ("III.3", _("Tinh dầu và dược liệu khác")),
        ("IV.1", _("Thủ công mỹ nghệ gia dụng, trang trí")),
        ("IV.2", _("Vải, may mặc")),
        ("V.1", _("Hoa")),
        ("V.2", _("Cây cảnh")),
        ("V.3", _("Động vật cảnh")),
        ("VI.1", _("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch")),
    )
}

MINISTRIES = {
    "agriculture": _("Bộ Nông nghiệp và Môi trường"),
    "trade": _("Bộ Công Thương"),
    "health": _("Bộ Y tế"),
    "culture": _("Bộ Văn hóa, Thể thao và Du lịch"),
}
FARM, TRADE, HEALTH = ("agriculture",), ("trade",), ("health",)

# Names as in Annex II. Coffee and tea are food here, not drink.
CRITERIA_SETS = {
    f"QD26-{number:02}": CriteriaSet(f"QD26-{number:02}", subgroup, name, short, ministries)
    for number, subgroup, ministries, name, short in (
        (1, "I.1", FARM, _("Rau, củ, quả, hạt tươi"), _("Rau, củ, quả tươi")),
        (2, "I.1", FARM, _("Thịt, thủy sản, trứng, sữa tươi"), _("Thịt, thủy sản tươi")),
        (3, "I.2", FARM, _("Gạo, ngũ cốc, hạt sơ chế khác"), _("Gạo, ngũ cốc")),
        (4, "I.2", FARM, _("Mật ong, mật khác và nông sản thực phẩm khác"), _("Mật ong, mật khác")),
        (5, "I.3", TRADE, _("Đồ ăn nhanh"), _("Đồ ăn nhanh")),
        (6, "I.3", FARM + TRADE, _("Chế biến từ gạo, ngũ cốc"), _("Bánh, bún, miến")),
        (7, "I.3", FARM, _("Chế biến từ rau, củ, quả, hạt"), _("Rau quả chế biến")),
        (
            8,
            "I.3",
            FARM + TRADE,
            _("Chế biến từ thịt, thủy sản, trứng, sữa, các sản phẩm từ mật ong, mật khác và nông sản thực phẩm khác"),
            _("Thịt, thủy sản chế biến"),
        ),
        (9, "I.4", FARM, _("Tương, nước mắm, gia vị dạng lỏng khác"), _("Nước mắm, tương")),
        (10, "I.4", FARM, _("Gia vị khác (muối, hành, tỏi, tiêu,...)"), _("Gia vị khác")),
        (11, "I.5", FARM, _("Chè tươi, chè chế biến"), _("Chè")),
        (12, "I.5", FARM, _("Sản phẩm trà từ thực vật khác"), _("Trà thảo mộc")),
        (13, "I.6", FARM, _("Sản phẩm cà phê, ca cao"), _("Cà phê, ca cao")),
        (14, "II.1", TRADE, _("Rượu trắng"), _("Rượu trắng")),
        (15, "II.1", TRADE, _("Đồ uống có cồn khác"), _("Đồ uống có cồn khác")),
        (16, "II.2", HEALTH, _("Nước khoáng thiên nhiên, nước uống đóng chai"), _("Nước khoáng")),
        (17, "II.2", TRADE, _("Đồ uống không cồn khác"), _("Đồ uống không cồn")),
        (18, "III.1", HEALTH, _("Thực phẩm chức năng, thuốc dược liệu, thuốc cổ truyền"), _("Thực phẩm chức năng")),
        (19, "III.2", HEALTH, _("Mỹ phẩm có thành phần từ dược liệu"), _("Mỹ phẩm dược liệu")),
        (20, "III.3", HEALTH + TRADE, _("Tinh dầu và dược liệu khác"), _("Tinh dầu, dược liệu")),
        (21, "IV.1", TRADE + FARM, _("Thủ công mỹ nghệ gia dụng, trang trí"), _("Thủ công mỹ nghệ")),
        (22, "IV.2", TRADE, _("Vải, may mặc"), _("Vải, may mặc")),
        (23, "V.1", FARM, _("Hoa"), _("Hoa")),
        (24, "V.2", FARM, _("Cây cảnh"), _("Cây cảnh")),
        (25, "V.3", FARM, _("Động vật cảnh"), _("Động vật cảnh")),
        (
            26,
            "VI.1",
            ("culture", *FARM),
            _("Dịch vụ du lịch cộng đồng, du lịch sinh thái và điểm du lịch"),
            _("Du lịch cộng đồng"),
        ),
    )
}

# Sectors of the rules of 2019 by name (their numbering is not in a source we could read) and the group of today that
# took each over. Ornamental plants and animals (V) had no sector of their own. 148/2023 and 1489/2025 name the six
# groups of today; whether their sets are numbered alike is not known, so no old set is mapped.
SECTORS_OF_2019 = {
    "Thực phẩm": "I",
    "Đồ uống": "II",
    "Thảo dược": "III",
    "Vải và may mặc": "IV",
    "Lưu niệm - nội thất - trang trí": "IV",
    "Thủ công mỹ nghệ, trang trí": "IV",  # the same sector, as later lists name it
    "Dịch vụ du lịch nông thôn và bán hàng": "VI",
}


def group_today(name: str, version: str) -> str:
    """Group ("I".."VI") of today for a group named in the rules of `version`; "" where we do not know."""
    if version == "1048/QĐ-TTg":
        return SECTORS_OF_2019.get(name, "")
    known = rule_version(version) and {group.name: group.code for group in GROUPS.values()}
    return known.get(name, "") if known else ""
