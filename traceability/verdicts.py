"""What a scanned label is told: one state, its colour, its word and its sentence in each language.

Source: the states and colours are settled in the project's decisions (26). No sentence ever calls
goods genuine: a code says who issued it and what the register knows, not what is in the pack.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.translation import gettext, override

LANGUAGES = ("vi", "en")  # of the table; what other languages say is translated from the Vietnamese


class State(StrEnum):
    """What the band at the top of the scan page stands for, most alarming first."""

    LOT_RECALLED = "lot_recalled"
    LABEL_RECALLED = "label_recalled"
    REVOKED = "revoked"
    VOID = "void"
    NOT_ACTIVATED = "not_activated"
    FLAGGED = "flagged"
    EXTENDED = "extended"
    EXPIRING = "expiring"
    SUPERSEDED = "superseded"
    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    UNVERIFIED = "unverified"
    UNCERTIFIED = "uncertified"
    LINK_WITHDRAWN = "link_withdrawn"
    UNKNOWN = "unknown"
    MISTYPED = "mistyped"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Wording:
    """Colour (green, amber, red, grey), then word and sentence by language; braces take the facts, {issued} being
    who issued the code."""

    colour: str
    word: Mapping[str, str]
    sentence: Mapping[str, str]


ISSUED = {
    "vi": "Mã này do {producer} phát hành.",
    "en": "This code was issued by {producer}.",
}
ISSUED_ELSEWHERE = {
    "vi": "Mã này do hệ thống khác cấp ({system}); sổ của chúng tôi ghi nó thuộc sản phẩm của {producer}.",
    "en": "This code was issued by another system ({system}); our register has it under a product of {producer}.",
}
ISSUED_NO_CODE = {
    "vi": "Lô này do {producer} khai.",
    "en": "This lot was declared by {producer}.",
}
WORDINGS = {
    State.IN_FORCE: Wording(
        "green",
        {"vi": "Còn hiệu lực", "en": "In force"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao còn hiệu lực đến hết ngày {day}.",
            "en": "{issued} The {stars}-star OCOP certificate is in force to the end of {day}.",
        },
    ),
    State.EXTENDED: Wording(
        "green",
        {"vi": "Được gia hạn đến {day}", "en": "Extended to {day}"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao đã được gia hạn đến hết ngày {day}.",
            "en": "{issued} The {stars}-star OCOP certificate was extended to the end of {day}.",
        },
    ),
    State.SUPERSEDED: Wording(
        "green",
        {"vi": "Đã lên {stars} sao", "en": "Now {stars} stars"},
        {
            "vi": "{issued} Khi đóng gói sản phẩm đạt {stars_then} sao; "
            "nay đạt {stars} sao, chứng nhận còn hiệu lực đến hết ngày {day}.",
            "en": "{issued} The product had {stars_then} stars when it was packed; "
            "it now has {stars}, and the certificate is in force to the end of {day}.",
        },
    ),
    State.EXPIRING: Wording(
        "amber",
        {"vi": "Sắp hết hạn", "en": "Ending soon"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao sắp hết hạn: còn hiệu lực đến hết ngày {day}.",
            "en": "{issued} The {stars}-star OCOP certificate ends soon: it is in force to the end of {day}.",
        },
    ),
    State.NOT_ACTIVATED: Wording(
        "amber",
        {"vi": "Tem chưa kích hoạt", "en": "Label not yet activated"},
        {
            "vi": "{producer} chưa đưa tem này vào sử dụng. Nếu tem đã dán trên hàng, hãy báo cho chúng tôi trước khi mua.",
            "en": "{producer} has not put this label into use. If it is already on a pack, please tell us before you buy.",
        },
    ),
    State.VOID: Wording(
        "amber",
        {"vi": "Tem đã hủy", "en": "Label void"},
        {
            "vi": "{producer} đã hủy tem này. Không gói hàng nào được mang nó; nếu thấy trên hàng, hãy báo cho chúng tôi.",
            "en": "{producer} has cancelled this label. No pack may carry it; if you see it on one, please tell us.",
        },
    ),
    State.FLAGGED: Wording(
        "grey",
        {"vi": "Mã có thể bị sao chép", "en": "This code may have been copied"},
        {
            "vi": "Tem này đã được quét ở nhiều nơi: mã có thể bị sao chép sang hàng khác. Hãy so ảnh bao bì, số lô, "
            "hạn dùng và hỏi {producer} trước khi mua.",
            "en": "This label has been scanned in many places: its code may have been copied onto other goods. Compare "
            "the pack, lot number and dates, and ask {producer} before you buy.",
        },
    ),
    State.EXPIRED: Wording(
        "grey",
        {"vi": "Đã hết hạn", "en": "Ended"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao đã hết hiệu lực sau ngày {day}; "
            "hiện sản phẩm không có chứng nhận còn hiệu lực.",
            "en": "{issued} The {stars}-star OCOP certificate ended after {day}; "
            "the product holds no certificate in force now.",
        },
    ),
    State.WITHDRAWN: Wording(
        "grey",
        {"vi": "Chứng nhận đã rút", "en": "Certificate withdrawn"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao đã được rút; hiện sản phẩm không có chứng nhận còn hiệu lực.",
            "en": "{issued} The {stars}-star OCOP certificate was withdrawn; "
            "the product holds no certificate in force now.",
        },
    ),
    State.NOT_YET: Wording(
        "grey",
        {"vi": "Chưa có hiệu lực", "en": "Not yet in force"},
        {
            "vi": "{issued} Chứng nhận OCOP {stars} sao chưa đến ngày có hiệu lực.",
            "en": "{issued} The {stars}-star OCOP certificate has not come into force yet.",
        },
    ),
    State.UNVERIFIED: Wording(
        "grey",
        {"vi": "Hạng sao chưa kiểm chứng", "en": "Stars not verified"},
        {
            "vi": "{issued} Hạng sao OCOP của sản phẩm chưa được kiểm chứng, nên trang này không nêu sao.",
            "en": "{issued} The product's OCOP stars have not been verified, so this page names none.",
        },
    ),
    State.UNCERTIFIED: Wording(
        "grey",
        {"vi": "Không có chứng nhận", "en": "No certificate"},
        {
            "vi": "{issued} Sản phẩm không có giấy chứng nhận OCOP trong sổ đăng ký.",
            "en": "{issued} The register holds no OCOP certificate for this product.",
        },
    ),
    State.REVOKED: Wording(
        "red",
        {"vi": "Đã thu hồi", "en": "Certificate revoked"},
        {
            "vi": "Giấy chứng nhận OCOP của sản phẩm này đã bị thu hồi ngày {day}. "
            "Sản phẩm không còn được bán với danh nghĩa OCOP.",
            "en": "The OCOP certificate of this product was revoked on {day}. It may no longer be sold as an OCOP product.",
        },
    ),
    State.LOT_RECALLED: Wording(
        "red",
        {"vi": "Lô bị thu hồi", "en": "Lot recalled"},
        {
            "vi": "Lô {lot} đã bị thu hồi. Đừng dùng sản phẩm; giữ nguyên bao bì, mang trả nơi đã mua "
            "hoặc liên hệ {producer}.",
            "en": "Lot {lot} has been recalled. Do not use the product; keep the pack, return it where you bought it "
            "or contact {producer}.",
        },
    ),
    State.LABEL_RECALLED: Wording(
        "red",
        {"vi": "Tem bị thu hồi", "en": "Label recalled"},
        {
            "vi": "{producer} đã thu hồi tem này. Đừng dùng sản phẩm mang tem; hãy liên hệ {producer} hoặc báo cho chúng tôi.",
            "en": "{producer} has recalled this label. Do not use a product that carries it; contact {producer} or tell us.",
        },
    ),
    State.LINK_WITHDRAWN: Wording(
        "grey",
        {"vi": "Liên kết đã bị thu hồi", "en": "Link withdrawn"},
        {
            "vi": "Mã này do hệ thống khác cấp ({system}). Trước đây sàn nối mã với một sản phẩm; liên kết đó bị thu hồi "
            "ngày {day}. Nay chúng tôi không biết gì về gói hàng mang mã này: hãy xem nhãn in trên bao bì.",
            "en": "This code was issued by another system ({system}). It used to lead to a product here; that link was "
            "withdrawn on {day}. We know nothing of the pack that carries it: read what is printed on the pack.",
        },
    ),
    State.UNKNOWN: Wording(
        "grey",
        {"vi": "Mã không có trong hệ thống", "en": "Code not in our system"},
        {
            "vi": "Chúng tôi chưa từng cấp mã này. Hãy so từng ký tự với dòng chữ in dưới hình QR; "
            "nếu đúng như vậy, tem này không do hệ thống phát hành.",
            "en": "We have never issued this code. Compare it letter by letter with the line under the QR; "
            "if it is the same, this label does not come from us.",
        },
    ),
    State.MISTYPED: Wording(
        "grey",
        {"vi": "Mã không có trong hệ thống", "en": "Code not in our system"},
        {
            "vi": "Mã thiếu hoặc sai ít nhất một ký tự. Mã đúng có 16 chữ số và chữ cái, in dưới hình QR, "
            "không có chữ U; chữ O đọc như số 0, chữ I và L như số 1.",
            "en": "At least one letter is wrong or missing. A code has 16 digits and letters, printed under the QR, "
            "never a U; O is read as zero, I and L as one.",
        },
    ),
    State.TOO_MANY: Wording(
        "grey",
        {"vi": "Thử lại sau ít phút", "en": "Try again in a few minutes"},
        {
            "vi": "Từ mạng của bạn đã có hơn 20 mã không tồn tại trong 10 phút. Mã có thật vẫn mở được ngay; "
            "mã khác xin chờ ít phút.",
            "en": "More than 20 codes that do not exist were tried from your network within 10 minutes. "
            "Codes that exist still open at once; please wait a few minutes with others.",
        },
    ),
}

_OF_LABEL = {
    "generated": State.NOT_ACTIVATED,
    "printed": State.NOT_ACTIVATED,
    "activated": None,  # the certificate has the word
    "void": State.VOID,
    "recalled": State.LABEL_RECALLED,
    None: None,  # another system's label: nothing is known of it
}
OF_CERTIFICATE = {
    "in_force": State.IN_FORCE,
    "extended": State.EXTENDED,
    "expiring": State.EXPIRING,
    "expired": State.EXPIRED,
    "revoked": State.REVOKED,
    "superseded": State.EXPIRED,  # nothing newer is in force, else the newer one would have been asked
    "withdrawn": State.WITHDRAWN,
    "not_yet": State.NOT_YET,
    "unverified": State.UNVERIFIED,  # notes of the register, whatever certificate stands beside them
    "starless": State.UNVERIFIED,
    "uncertified": State.UNCERTIFIED,
    None: State.UNCERTIFIED,
}

AT_PACKING = {  # looks.Look.standing_at_packing: the state whose word and colour it has, and its sentence
    "in_force": (
        State.IN_FORCE,
        {
            "vi": "Ngày {day} sản phẩm có chứng nhận OCOP {stars} sao còn hiệu lực.",
            "en": "On {day} the product held a {stars}-star OCOP certificate in force.",
        },
    ),
    "extended": (
        State.EXTENDED,
        {
            "vi": "Ngày {day} chứng nhận OCOP {stars} sao của sản phẩm đang được gia hạn, đến hết ngày {until}.",
            "en": "On {day} the product's {stars}-star OCOP certificate stood extended, to the end of {until}.",
        },
    ),
    "expired": (
        State.EXPIRED,
        {
            "vi": "Ngày {day} sản phẩm không có chứng nhận OCOP còn hiệu lực: giấy {stars} sao đã hết hạn ngày {until}.",
            "en": "On {day} the product held no OCOP certificate in force: its {stars}-star one had ended on {until}.",
        },
    ),
    "revoked": (
        State.REVOKED,
        {
            "vi": "Ngày {day} sản phẩm không có chứng nhận OCOP còn hiệu lực: giấy {stars} sao đã bị thu hồi ngày {until}.",
            "en": "On {day} the product held no OCOP certificate in force: its {stars}-star one had been revoked on {until}.",
        },
    ),
    "withdrawn": (
        State.WITHDRAWN,
        {
            "vi": "Ngày {day} sản phẩm không có chứng nhận OCOP còn hiệu lực: giấy {stars} sao đã được rút ngày {until}.",
            "en": "On {day} the product held no OCOP certificate in force: its {stars}-star one had been withdrawn on {until}.",
        },
    ),
    "not_yet": (
        State.NOT_YET,
        {
            "vi": "Ngày {day} sản phẩm chưa có chứng nhận OCOP: giấy {stars} sao có hiệu lực từ ngày {until}.",
            "en": "On {day} the product held no OCOP certificate yet: its {stars}-star one counts from {until}.",
        },
    ),
    "unverified": (
        State.UNVERIFIED,
        {
            "vi": "Ngày {day} sản phẩm không có hạng sao OCOP nào đã được kiểm chứng.",
            "en": "On {day} the product held no OCOP stars that had been verified.",
        },
    ),
    "none": (
        State.UNCERTIFIED,
        {
            "vi": "Ngày {day} sản phẩm không có chứng nhận OCOP còn hiệu lực.",
            "en": "On {day} the product held no OCOP certificate in force.",
        },
    ),
}


def judge(
    *, label: str | None, lot_recalled: bool, certificate: str | None, upgraded: bool = False, flagged: bool = False
) -> State:
    """Return the state of a known label: the most alarming of what is true.

    `label` is the label's own state (None: of another system), `certificate` the note of the register, else the status
    today of the certificate told of (None: there is none), `upgraded` whether the one at packing has been superseded by
    it, `flagged` whether the label's scans make copies likely (traceability.rules).
    """
    today = OF_CERTIFICATE[certificate]
    if upgraded and today in (State.IN_FORCE, State.EXTENDED):
        today = State.SUPERSEDED
    besides = {State.LOT_RECALLED: lot_recalled, State.FLAGGED: flagged}
    true = {today, _OF_LABEL[label]} | {state for state, is_true in besides.items() if is_true}
    return next(state for state in State if state in true)


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def say_day(day: date | None, language: str) -> str:
    """Return 31/12/2027, 31 December 2027 or what is usual in another language; nothing for no day."""
    if day is None:
        return ""
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    if language == "en":
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    with override(language):
        return date_format(day, "DATE_FORMAT")


@dataclass(frozen=True)
class Verdict:
    """A state put into one language: what the band shows."""

    state: State
    colour: str
    word: str
    sentence: str


def put(state: State, language: str, **facts: object) -> Verdict:
    """Return the band of a state. `system`: who issued the code, when it was not us; `has_code` (True unless said):
    whether a code was asked for, not the lot itself.

    Raises KeyError when a fact its sentence needs is missing.
    """
    wording = WORDINGS[state]
    if "producer" in facts:
        issued = ISSUED_ELSEWHERE if facts.get("system") else ISSUED if facts.get("has_code", True) else ISSUED_NO_CODE
        facts["issued"] = said(issued, language).format_map(facts)
    return Verdict(
        state,
        wording.colour,
        said(wording.word, language).format_map(facts),
        said(wording.sentence, language).format_map(facts),
    )


def said(text: Mapping[str, str], language: str) -> str:
    """One text of the table in any language: as written, else as translated from the Vietnamese."""
    if language in text:
        return text[language]
    written = text["vi"]
    with override(language):
        return gettext(written)
