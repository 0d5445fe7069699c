"""What an officer may do to a certificate, to one or to many: each act with its form, its verb and its refusals."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from catalogue import ocop, services, wording
from catalogue.models import Certificate
from marketplace.cms.fields import DayField

Problem = tuple[str | None, str]  # the field it belongs to, and a sentence


class Refused(Exception):
    """The register did not take the act; the text says why, in the reader's language."""


class ActForm(forms.Form):
    """What an act needs to know, whatever the certificate."""

    def problem_with(self, certificate: Certificate) -> Problem | None:
        """Why a certificate cannot be treated as typed."""
        return day_problem(certificate, self.cleaned_data["on"])


class ExtendForm(ActForm):
    until = forms.DateField(
        label=gettext_lazy("Gia hạn đến hết ngày"),
        widget=AdminDateInput,
        help_text=gettext_lazy("Không quá 180 ngày sau ngày hết hạn in trên giấy."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Căn cứ pháp lý"),
        max_length=60,
        help_text=gettext_lazy("Ví dụ: 12/2026/QĐ-UBND; Điều 12.3, Quyết định 26/2026/QĐ-TTg"),
    )
    on = DayField(label=gettext_lazy("Ngày ra văn bản"))

    def problem_with(self, certificate: Certificate) -> Problem | None:
        until, latest = self.cleaned_data["until"], ocop.latest_extension(certificate.valid_until)
        if until <= certificate.until:
            said = _("Giấy này đã có hiệu lực đến hết %(day)s; ngày gia hạn phải muộn hơn.")
            return "until", said % {"day": wording.long_day(certificate.until)}
        if until > latest:
            said = _("Giấy này chỉ gia hạn được đến hết %(day)s (180 ngày).")
            return "until", said % {"day": wording.long_day(latest)}
        return None


class RenewalForm(ActForm):
    on = DayField(label=gettext_lazy("Ngày nhận hồ sơ đánh giá lại"))
    note = forms.CharField(label=gettext_lazy("Ghi chú nội bộ"), max_length=300, required=False)


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=gettext_lazy("Lý do rút"), max_length=300, help_text=gettext_lazy("Người xem sổ chứng nhận đọc được.")
    )
    decision_number = forms.CharField(label=gettext_lazy("Số văn bản"), max_length=60)
    on = DayField(label=gettext_lazy("Ngày rút"))


class RevokeForm(ActForm):
    """The authority's decision to revoke, with its ground in the law's words."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Căn cứ thu hồi (Điều 8.1, Quyết định 26/2026/QĐ-TTg)"), widget=forms.RadioSelect
    )
    decision_number = forms.CharField(label=gettext_lazy("Số quyết định thu hồi"), max_length=60)
    on = DayField(label=gettext_lazy("Ngày thu hồi"))
    note = forms.CharField(label=gettext_lazy("Ghi chú nội bộ"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grounds = ocop.REVOCATION_GROUNDS.items()
        self.fields["ground"].choices = [(letter, f"{letter}) {_(words)}") for letter, words in grounds]


@dataclass(frozen=True)
class Act:
    """One verb of the register on the officers' desk. `leads_to` is the state it brings about."""

    name: str
    slug: str
    title: Promise
    button: Promise
    form: type[ActForm]
    verb: Callable[..., Certificate]
    leads_to: str
    serious: bool = False
    warning: Promise | str = ""


ENDING = gettext_lazy(
    "Biển sao và nút mua biến mất ở lần xem kế tiếp của mọi trang; tem đã dán báo trạng thái mới. "
    "Đơn đã đặt vẫn giao, người mua được báo."
)
ACTS = {
    act.name: act
    for act in (
        Act(
            "renewal",
            "danh-gia-lai",
            gettext_lazy("Nhận hồ sơ đánh giá lại"),
            gettext_lazy("Ghi nhận hồ sơ đánh giá lại"),
            RenewalForm,
            services.begin_renewal,
            "in_renewal",
        ),
        Act(
            "extend",
            "gia-han",
            gettext_lazy("Gia hạn chứng nhận"),
            gettext_lazy("Gia hạn giấy chứng nhận"),
            ExtendForm,
            services.extend_certificate,
            "extended",
        ),
        Act(
            "withdraw",
            "rut",
            gettext_lazy("Rút chứng nhận"),
            gettext_lazy("Rút giấy chứng nhận"),
            WithdrawForm,
            services.withdraw_certificate,
            "withdrawn",
            serious=True,
            warning=ENDING,
        ),
        Act(
            "revoke",
            "thu-hoi",
            gettext_lazy("Thu hồi chứng nhận"),
            gettext_lazy("Thu hồi giấy chứng nhận"),
            RevokeForm,
            services.revoke_certificate,
            "revoked",
            serious=True,
            warning=ENDING,
        ),
    )
}
IN_BULK = ("renewal", "extend", "revoke")


def refusal(act: Act, certificate: Certificate, stars: tuple[int, ...]) -> str:
    """Why an office that recognises `stars` cannot do this at all; "" when it can."""
    if certificate.stars not in stars:
        return beyond_power(certificate)
    if act.leads_to not in ocop.CERTIFICATE_STEPS[certificate.state]:
        said = _("Giấy ở trạng thái “%(state)s”, không làm được việc này nữa.")
        return said % {"state": certificate.get_state_display()}
    return ""


def beyond_power(certificate: Certificate) -> str:
    """Whose certificate it is."""
    if ocop.authority_for(certificate.stars) == "ministry":
        return _("Giấy 5 sao do bộ công nhận và thu hồi; cấp tỉnh chỉ xem.")
    return _("Giấy %(stars)s sao do tỉnh công nhận và thu hồi; bộ chỉ xem.") % {"stars": certificate.stars}


def day_problem(certificate: Certificate, on: date) -> Problem | None:
    """An act falls on a day on which the certificate counted."""
    if on < certificate.issued_on:
        return "on", _("Ngày này trước ngày cấp của giấy.")
    if on > certificate.until:
        said = _("Giấy này đã hết hạn từ sau %(day)s.") % {"day": wording.long_day(certificate.until)}
        return "on", said
    return None


def perform(act: Act, certificate: Certificate, *, actor: Any, typed: dict) -> Certificate:
    """Do it: one transaction, one line of history. Raises Refused."""
    try:
        return act.verb(certificate, actor=actor, **typed)
    except services.NotInForce as stopped:
        raise Refused(_("Giấy chứng nhận này không còn hiệu lực cho việc này; có thể nó vừa được xử lý.")) from stopped
    except services.Overlapping as stopped:
        raise Refused(_("Thời hạn này trùng với một giấy chứng nhận khác của sản phẩm.")) from stopped
    except ValueError as stopped:
        raise Refused(_("Sổ không nhận: ngày hoặc căn cứ chưa đúng quy định.")) from stopped


def open_acts(certificate: Certificate, stars: tuple[int, ...]) -> list[Act]:
    """What the office may do to it now, in the order of a certificate's life."""
    day = localdate()
    alive = [act for act in ACTS.values() if not refusal(act, certificate, stars)]
    return [act for act in alive if act.name == "extend" or certificate.is_in_force(day)]
