"""What is said of money, days, stars and certificates, in the visitor's language.

Nothing here asks the database; a product must come from `with_register()`.
"""

from datetime import date
from typing import NamedTuple

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from catalogue import amounts, ocop
from catalogue.models import Certificate, Product

NBSP = "\N{NO-BREAK SPACE}"
LONG_DAY = {"vi": r"j \t\h\á\n\g n \n\ă\m Y", "en": "j F Y"}
SHORT_DAY = {"vi": "d/m/Y", "en": "j M Y"}
GROUPS_BY_WEIGHT = frozenset({"I", "II", "III"})


def language() -> str:
    return (get_language() or "vi")[:2]


def dong(amount: int) -> str:
    """85000 -> "85.000 ₫" (English "85,000 ₫")."""
    grouped = f"{amount:,}"
    return (grouped if language() == "en" else grouped.replace(",", ".")) + NBSP + "₫"


def per_kg_of(product: Product) -> int | None:
    """Whole đồng per kilogram, or per litre of what is sold by volume, to the nearest 100; None where it is not known
    and for what is not eaten, drunk or taken: a mat is not bought by its weight."""
    if ocop.group_of(product.criteria_set) not in GROUPS_BY_WEIGHT:
        return None
    return amounts.price_per_thousand(product.price, product.net_volume_ml or product.net_weight_g)


def unit_of(product: Product) -> str:
    """What per_kg_of speaks of: "kg", or "lít" of what is sold by volume."""
    return _("lít") if product.net_volume_ml else "kg"


def weight(grams: int) -> str:
    """500 -> "500 g", 1200 -> "1,2 kg" (English "1.2 kg")."""
    return amounts.weight(grams, language())


def amount_of(product: Product) -> str:
    """How much is in a pack of a product, by volume or by weight; "" where it is not known."""
    return amounts.amount(product.net_weight_g, product.net_volume_ml, language())


def size_of(product: Product) -> str:
    """The name of a pack size: "Hũ 500 g"."""
    return f"{product.size_name} {amount_of(product)}".strip()


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
GIFT_BOX = State(
    "none", noop("Hộp quà"), noop("Hộp quà gồm %(count)s sản phẩm, mỗi món mang chứng nhận OCOP của riêng mình.")
)


INCOMPLETE_BOX = State("none", GIFT_BOX.word, noop("Hộp quà tạm ngừng bán: có món hiện không được bán."))


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
    certificate = product.certificate_told(day)
    return product.register_note or (certificate.status(day) if certificate else "none")


def register_state(product: Product, day: date) -> Said:
    """What the register says of a product on `day`: its note, else its certificate's state."""
    if product.register_note:
        return _said(product.register_note, NOTES[product.register_note], {})
    if product.is_box:
        state = INCOMPLETE_BOX if product.missing_parts(day) else GIFT_BOX
        return _said("box", state, {"count": len(product.parts.all())})
    certificate = product.certificate_told(day)
    if certificate:
        return state_of(certificate, day)
    return _said("uncertified", NOTES["uncertified"], {}) if product.is_child else _said("none", NO_CERTIFICATE, {})


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


def box_label(product: Product, day: date) -> str:
    """What stands on a gift box's card in place of a plate: "Hộp quà · 3 sản phẩm OCOP"; no more than what it is while
    one of them may not be sold."""
    if product.missing_parts(day):
        return _(GIFT_BOX.word)
    return _("Hộp quà · %(count)s sản phẩm OCOP") % {"count": len(product.parts.all())}


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
        return Offer("buy", _("Còn %(count)s") % {"count": stock_of(product, day)})
    if product.owner is None:
        return Offer("no_maker", _("Nguồn không nêu nhà sản xuất, sản phẩm chỉ có trong sổ đăng ký."))
    if product.is_box and not product.is_complete(day):
        return Offer("incomplete", why_incomplete(product, day))
    if not product.is_vouched_for(day):
        return Offer("not_certified", register_state(product, day).sentence)
    return _closed_though_certified(product, day)


def stock_of(product: Product, day: date) -> int:
    """Free pieces; of pack sizes, of all that can be bought on `day`."""
    if not product.is_parent:
        return product.free_stock
    return sum(size.free_stock for size in product.sizes if size.is_purchasable(day))


def why_incomplete(box: Product, day: date) -> str:
    """Which parts of a gift box fell out, and what happened to each."""
    missing = [part.product for part in box.missing_parts(day)]
    if not missing:
        return _("Hộp quà chưa có món nào.")
    said = (f"{product.title}: {why_not_sellable(product, day)}" for product in missing)
    return _("Hộp quà tạm ngừng bán. %(parts)s") % {"parts": " ".join(said)}


def why_not_sellable(product: Product, day: date) -> str:
    """What happened to a product that may not be sold on `day`, whatever its stock."""
    if product.owner is None or not product.is_vouched_for(day):
        return register_state(product, day).sentence
    return _closed_though_certified(product, day).sentence


def _closed_though_certified(product: Product, day: date) -> Offer:
    if product.suspended:
        return Offer("suspended", _suspension(product.suspended))
    if not product.owner.is_active:
        return Offer("not_selling", _("Nhà sản xuất đã ngừng bán tại Chợ OCOP."))
    if not (product.is_shown and product.owner.may_sell):
        return Offer("not_selling", _("Nhà sản xuất chưa mở bán tại Chợ OCOP."))
    face = product.face(day)
    if face is None or face.price is None:
        return Offer("no_price", _("Nhà sản xuất chưa đặt giá."))
    return Offer("out_of_stock", _("Tạm hết hàng."))


def _suspension(product: Product) -> str:
    facts = {"day": long_day(product.sale_suspended_at), "reason": product.suspension_reason}
    if not product.suspension_reason:
        return _("Chợ OCOP tạm ngừng bán sản phẩm này từ ngày %(day)s.") % facts
    return _("Chợ OCOP tạm ngừng bán sản phẩm này từ ngày %(day)s: %(reason)s.") % facts
