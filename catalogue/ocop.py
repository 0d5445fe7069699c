"""Rules of the programme Mỗi xã một sản phẩm (OCOP) as plain functions on plain values.

Source, where nothing else is said: Decision 26/2026/QĐ-TTg of 22 May 2026 (in force the same day), read in a
public transcript; compare with the signed text (vanban.chinhphu.vn, docid=218267) before production.
Texts are Vietnamese message ids: `_` only marks them, the caller translates.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from catalogue.taxonomy import CRITERIA_SETS as CRITERIA_SETS
from catalogue.taxonomy import GROUPS as GROUPS
from catalogue.taxonomy import IN_FORCE, RULE_VERSIONS, rule_version
from catalogue.taxonomy import _ as _

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


def authority_for(stars: int, version: str = IN_FORCE) -> str:
    """Who recognises `stars` under a version of the rules: "district", "province" or "ministry".

    Under the rules in force it is also who revokes, whoever issued (Art. 4, 8.2): "province" (chairman of UBND tỉnh)
    for 3 and 4 stars, "ministry" for 5. Raises ValueError for stars that are never certified or an unknown version.
    """
    if stars not in CERTIFIED_STARS:
        raise ValueError(f"OCOP certifies 3 to 5 stars, got {stars}")
    known = rule_version(version)
    if known is None:
        raise ValueError(f"no rules are known under {version!r}")
    return known.recognised_by[CERTIFIED_STARS.index(stars)]


def rule_version_on(day: date) -> str:
    """Number of the newest set of criteria on `day`; "" before the first national one."""
    return next((version.number for version in reversed(RULE_VERSIONS) if version.since <= day), "")


def valid_until(issued_on: date) -> date:
    """Last day (included) of a certificate issued on `issued_on`: the same day number 36 months on.

    Where that month is shorter, its last day: 29 February 2024 -> 28 February 2027. Art. 4.3.
    """
    year, month0 = divmod(issued_on.year * 12 + issued_on.month - 1 + VALIDITY_MONTHS, 12)
    return date(year, month0 + 1, min(issued_on.day, monthrange(year, month0 + 1)[1]))


def latest_extension(valid_until: date) -> date:
    """Last day to which the authority may extend a certificate that ends on `valid_until`. Art. 12.3."""
    return valid_until + timedelta(days=EXTENSION_MAX_DAYS)


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


FRESH_SETS = frozenset({"QD26-01", "QD26-02"})  # perishable: no cash on delivery in this shop
ALCOHOL_SETS = frozenset({"QD26-14", "QD26-15"})  # an age gate stands before the sale
ALCOHOL_AGE = 18  # years; Law 44/2019/QH14, Art. 5.3, as quoted by lawnet.vn: compare with the text
TOURISM_SETS = frozenset({"QD26-26"})


def group_of(criteria_set: str) -> str:
    """Group ("I".."VI") of a criteria set ("QD26-01".."QD26-26"); "" for an unknown one."""
    known = CRITERIA_SETS.get(criteria_set)
    return known.group if known else ""


def sets_of(group: str) -> list[str]:
    """Codes of the criteria sets of a group, in the order of the decision."""
    return [code for code, known in CRITERIA_SETS.items() if known.group == group]
