"""Each piece of the pages alone, with sample data. Only where DEBUG is on."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from catalogue import cards, ocop, wording
from catalogue.models import Certificate, CertificateEvent
from catalogue.timeline import Timeline, timeline_of

ONE_YEAR = timedelta(days=365)


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Họ tên"), help_text=_("Tên người nhận hàng."))
    phone = forms.CharField(label=_("Điện thoại"), help_text=_("Để người giao hàng gọi trước khi tới."))
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea)


@dataclass
class SampleMessage:
    level_tag: str
    text: str = field(default="Đã thêm Kẹo dừa vào giỏ.")

    def __str__(self) -> str:
        return self.text


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """The catalogue of pieces; no query."""
    day = localdate()
    certificate = sample_certificate(day)
    context = {
        "day": day,
        "certificates": [sample_certificate(day, stars=stars) for stars in (3, 4, 5)],
        "expiring": sample_certificate(day, days_left=12),
        "certificate": certificate,
        "said": [(status, state.tone, state.word) for status, state in wording.STATES.items()],
        "line": wording.state_of(certificate, day),
        "events": sample_events(certificate, day),
        "timeline": sample_timeline(day),
        "cards": [cards.card(facts) for facts in sample_cards(certificate, day)],
        "messages_sample": [SampleMessage(level) for level in ("info", "success", "warning", "error")],
        "form": SampleForm({"name": "Nguyễn Thị Lụa", "phone": ""}),
        "page": Paginator(range(200), 10).get_page(6),
        "trail": [("Sản phẩm", "/"), ("Vĩnh Long", "/"), ("Kẹo dừa", "")],
        "verdicts": VERDICTS,
    }
    return render(request, "pages/components.html", context)


VERDICTS = (
    ("green", "verified", "Còn hiệu lực", "Sản phẩm OCOP 4 sao, đến hết ngày 31 tháng 12 năm 2027."),
    ("amber", "clock", "Sắp hết hạn", "Còn 12 ngày."),
    ("grey", "info", "Đã hết hạn", "Ngày cuối cùng là 1 tháng 11 năm 2026."),
    ("red", "ban", "Đã thu hồi", "Giấy chứng nhận đã bị thu hồi từ ngày 3 tháng 11 năm 2026."),
)


def sample_certificate(day: date, *, stars: int = 4, days_left: int = 400) -> Certificate:
    return Certificate(
        public_id="MH-MAU",
        stars=stars,
        decision_number="120/QĐ-UBND",
        issued_on=day - ONE_YEAR,
        valid_until=day + timedelta(days=days_left),
        dates_are_illustrative=True,
    )


def sample_timeline(day: date) -> Timeline:
    """Three stars, a lapse, three again, four, extended."""
    starts = ((3, 2800), (3, 1600), (4, 1150))
    held = [
        Certificate(stars=stars, issued_on=(on := day - timedelta(days=ago)), valid_until=ocop.valid_until(on))
        for stars, ago in starts
    ]
    held[1].state, held[1].superseded_by = Certificate.State.SUPERSEDED, held[2]
    held[2].state, held[2].extended_until = Certificate.State.EXTENDED, day + timedelta(days=100)
    return timeline_of(held, day)


def sample_events(certificate: Certificate, day: date) -> list[CertificateEvent]:
    kinds = (("issued", ONE_YEAR), ("in_renewal", timedelta(days=60)), ("revoked", timedelta()))
    return [CertificateEvent(certificate=certificate, kind=kind, on=day - ago) for kind, ago in kinds]


def sample_cards(certificate: Certificate, day: date) -> list[cards.CardFacts]:
    """On sale; expiring; sold out; revoked; unverified."""
    first = sample_card(certificate)
    return [
        first,
        first._replace(stars=5, ribbon=wording.plate_ribbon(sample_certificate(day, days_left=12), day)),
        first._replace(stars=3, is_open=False, stock="Tạm hết hàng."),
        first._replace(stars=0, is_open=False, note="Đã thu hồi", stock="Giấy chứng nhận đã bị thu hồi."),
        first._replace(stars=0, is_open=False, note="Hạng sao chưa kiểm chứng", stock="Chưa được bán tại đây."),
    ]


def sample_card(certificate: Certificate) -> cards.CardFacts:
    return cards.CardFacts(
        key=1,
        language=wording.language(),
        url="#",
        title="Kẹo dừa sáp hạt sen, gói giấy 250 g, tên dài hai dòng rồi bị cắt",
        picture=static("img/no-picture.svg"),
        maker="Hợp tác xã Dừa Hưng Khánh Trung",
        place="Vĩnh Long",
        price=85_000,
        per_kg=340_000,
        unit="kg",
        is_lowest=False,
        box="",
        stars=certificate.stars,
        spoken=wording.spoken_plate(certificate.stars, certificate.until),
        ribbon="",
        note="",
        is_open=True,
        stock="Còn 24",
    )
