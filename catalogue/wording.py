"""What is said of money, days, stars and certificates, in the visitor's language.

Nothing here asks the database; a product must come from `with_register()`.
"""

from datetime import date
from typing import NamedTuple

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from catalogue import ocop
from catalogue.models import Certificate, Product

NBSP = "\N{NO-BREAK SPACE}"
LONG_DAY = {"vi": r"j \t\h\á\n\g n \n\ă\m Y", "en": "j F Y"}
SHORT_DAY = {"vi": "d/m/Y", "en": "j M Y"}
ROUND_PER_KG = 100  # đồng
GROUPS_BY_WEIGHT = frozenset({"I", "II", "III"})


def language() -> str:
    return (get_language() or "vi")[:2]


def dong(amount: int) -> str:
    """85000 -> "85.000 ₫" (English "85,000 ₫")."""
    grouped = f"{amount:,}"
    return (grouped if language() == "en" else grouped.replace(",", ".")) + NBSP + "₫"


def price_per_kg(price: int | None, net_weight_g: int | None) -> int | None:
    """Whole đồng per kilogram to the nearest 100, or None where one of the two is not known."""
    if not price or not net_weight_g:
        return None
    return round(price * 1000 / net_weight_g / ROUND_PER_KG) * ROUND_PER_KG


def per_kg_of(product: Product) -> int | None:
    """As price_per_kg, for what is eaten, drunk or taken: a mat is not bought by its weight."""
    if ocop.group_of(product.criteria_set) not in GROUPS_BY_WEIGHT:
        return None
    return price_per_kg(product.price, product.net_weight_g)


def weight(grams: int) -> str:
    """500 -> "500 g", 1200 -> "1,2 kg" (English "1.2 kg")."""
    if grams < 1000:
        return f"{grams}{NBSP}g"
    kilograms = f"{grams / 1000:g}"
    return (kilograms if language() == "en" else kilograms.replace(".", ",")) + NBSP + "kg"


def long_day(day: date) -> str:
    """ "31 tháng 12 năm 2027", "31 December 2027"."""
    return format_date(day, LONG_DAY.get(language(), LONG_DAY["en"]))


def short_day(day: date) -> str:
    """ "31/12/2027", "31 Dec 2027"."""
    return format_date(day, SHORT_DAY.get(language(), SHORT_DAY["en"]))


# Certificates


class State(NamedTuple):
    """How a certificate's status is shown: a tone for the eye, a word, a sentence with %(day)s or %(stars)s."""

    tone: str  # good | warn | bad | none
    word: str
    sentence: str


STATES = {
    "in_force": State("good", noop("Còn hiệu lực"), noop("Giấy chứng nhận còn hiệu lực đến hết ngày %(day)s.")),
    "extended": State("good", noop("Được gia hạn"), noop("Giấy chứng nhận được gia hạn đến hết ngày %(day)s.")),
    "expiring": State(
        "warn", noop("Sắp hết hạn"), noop("Giấy chứng nhận sắp hết hạn: còn hiệu lực đến hết ngày %(day)s.")
    ),
    "expired": State("none", noop("Đã hết hạn"), noop("Giấy chứng nhận đã hết hạn: ngày cuối cùng là %(day)s.")),
    "revoked": State("bad", noop("Đã thu hồi"), noop("Giấy chứng nhận đã bị thu hồi từ ngày %(day)s.")),
    "superseded": State(
        "none", noop("Đã thay thế"), noop("Giấy chứng nhận này đã được thay bằng giấy chứng nhận %(stars)s sao.")
    ),
    "withdrawn": State("none", noop("Đã rút"), noop("Giấy chứng nhận đã được rút, không còn hiệu lực.")),
    "not_yet": State("none", noop("Chưa có hiệu lực"), noop("Giấy chứng nhận có hiệu lực từ ngày %(day)s.")),
}

NOTES = {  # DECISIONS: what is true of an entry without a verified certificate
    "unverified": State(
        "none", noop("Hạng sao chưa kiểm chứng"), noop("Hạng sao chưa kiểm chứng, sản phẩm chưa được bán tại đây.")
    ),
    "starless": State("none", noop("Nguồn không nêu hạng sao"), noop("Nguồn không nêu hạng sao.")),
    "uncertified": State("none", noop("Chưa có chứng nhận OCOP"), noop("Chưa có chứng nhận OCOP.")),
}
NO_CERTIFICATE = State("none", noop("Chưa có chứng nhận"), noop("Sổ đăng ký chưa có giấy chứng nhận của sản phẩm này."))


class Said(NamedTuple):
    """A status in words of the visitor's language."""

    status: str
    tone: str
    word: str
    sentence: str
    day: date | None = None  # the day that the sentence names


def state_of(certificate: Certificate, day: date) -> Said:
    """What is true of a certificate on `day`."""
    status = certificate.status(day)
    named = _day_of(certificate, status)
    facts = {"day": long_day(named), "stars": _next_stars(certificate, status)}
    return _said(status, STATES[status], facts)._replace(day=named)


def status_of(certificate: Certificate, day: date) -> str:
    """One word for machines: the note of an entry whose star nobody has checked, else the certificate's status."""
    return certificate.product.register_note or certificate.status(day)


def word_of(status: str) -> str:
    """The word of a status of the register, without a certificate at hand."""
    return _({**STATES, **NOTES, "none": NO_CERTIFICATE}[status].word)


def register_status(product: Product, day: date) -> str:
    """As register_state, in one word: a note, a certificate's status, or "none"."""
    certificate = product.certificate_in_force(day) or product.latest_certificate
    return product.register_note or (certificate.status(day) if certificate else "none")


def register_state(product: Product, day: date) -> Said:
    """What the register says of a product on `day`: its note, else its certificate's state."""
    if product.register_note:
        return _said(product.register_note, NOTES[product.register_note], {})
    certificate = product.certificate_in_force(day) or product.latest_certificate
    return state_of(certificate, day) if certificate else _said("none", NO_CERTIFICATE, {})


def _said(status: str, state: State, facts: dict) -> Said:
    return Said(status, state.tone, _(state.word), _(state.sentence) % facts)


def _day_of(certificate: Certificate, status: str) -> date:
    if status == "revoked":
        return certificate.revoked_on
    return certificate.issued_on if status == "not_yet" else certificate.until


def _next_stars(certificate: Certificate, status: str) -> int | None:
    follower = certificate.superseded_by if status == "superseded" else None
    return follower.stars if follower else None


def issuer_of(certificate: Certificate) -> str:
    """Who issued it, as printed, with who keeps what an abolished office signed; "" when nothing is known."""
    issuer = certificate.issuer
    printed = certificate.issuer_as_printed or (issuer.name if issuer else "")
    if issuer is None or issuer.successor is None:
        return printed
    return _("%(issuer)s (nay do %(successor)s quản lý)") % {"issuer": printed, "successor": issuer.successor.name}


def counted(certificate: Certificate) -> str:
    """For which days an ended certificate did count: what was sold then was sold under it. "" for any other."""
    if certificate.ended_on is None:
        return ""
    if certificate.counted_until is None:
        return _("Chưa từng có hiệu lực: bị chấm dứt từ chính ngày cấp.")
    facts = {"first": long_day(certificate.issued_on), "last": long_day(certificate.counted_until)}
    return _("Đã có hiệu lực từ ngày %(first)s đến hết ngày %(last)s.") % facts


def spoken_plate(stars: int, until: date) -> str:
    """The sentence a screen reader says for the plate."""
    return _("Sản phẩm OCOP %(stars)s sao, chứng nhận còn hiệu lực đến %(day)s") % {
        "stars": stars,
        "day": long_day(until),
    }


def plate_ribbon(certificate: Certificate, day: date) -> str:
    """The dated ribbon of a plate in its last 30 days, else ""."""
    if not certificate.is_expiring(day):
        return ""
    return _("đến %(day)s") % {"day": short_day(certificate.until)}


# Why a product can or cannot be bought


class Offer(NamedTuple):
    """`kind`: buy, out_of_stock, no_price, suspended, not_certified, not_selling or no_maker; why in a sentence."""

    kind: str
    sentence: str

    @property
    def is_open(self) -> bool:
        return self.kind == "buy"


def offer_of(product: Product, day: date) -> Offer:
    """Whether a visitor may buy on `day`, and if not, what happened. Agrees with is_purchasable."""
    if product.is_purchasable(day):
        return Offer("buy", _("Còn %(count)s") % {"count": product.free_stock})
    if product.owner is None:
        return Offer("no_maker", _("Nguồn không nêu nhà sản xuất, sản phẩm chỉ có trong sổ đăng ký."))
    if not product.is_certified(day):
        return Offer("not_certified", register_state(product, day).sentence)
    return _closed_though_certified(product)


def _closed_though_certified(product: Product) -> Offer:
    if product.sale_suspended_at is not None:
        return Offer("suspended", _suspension(product))
    if not (product.is_public and product.owner.may_sell):
        return Offer("not_selling", _("Nhà sản xuất chưa mở bán tại Chợ OCOP."))
    if product.price is None:
        return Offer("no_price", _("Nhà sản xuất chưa đặt giá."))
    return Offer("out_of_stock", _("Tạm hết hàng."))


def _suspension(product: Product) -> str:
    facts = {"day": long_day(product.sale_suspended_at), "reason": product.suspension_reason}
    if not product.suspension_reason:
        return _("Chợ OCOP tạm ngừng bán sản phẩm này từ ngày %(day)s.") % facts
    return _("Chợ OCOP tạm ngừng bán sản phẩm này từ ngày %(day)s: %(reason)s.") % facts
