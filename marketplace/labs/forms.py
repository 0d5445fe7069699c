from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from catalogue.scan_files import NotAScan
from marketplace.producers.forms import DayField
from marketplace.producers.forms_lots import moment_of
from marketplace.producers.texts import tells_no_stars
from traceability import evidence
from traceability.models import Event, Record

REPORT_TROUBLES = {
    "too_big": _("Tệp quá lớn: tối đa 10 MB."),
    "too_many_pages": _("Tệp PDF quá dài: tối đa 10 trang."),
    "unreadable": _("Không đọc được tệp này. Hãy gửi PDF không đặt mật khẩu."),
}


class ResultForm(forms.Form):
    """A result with its report."""

    report_number = forms.CharField(label=_("Số phiếu kết quả"), max_length=60)
    outcome = forms.ChoiceField(label=_("Kết luận"), choices=Event.Outcome.choices, widget=forms.RadioSelect)
    on = DayField(label=_("Ngày của phiếu"))
    note = forms.CharField(
        label=_("Chỉ tiêu và kết quả"),
        max_length=500,
        validators=[tells_no_stars],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Người quét tem đọc câu này. Ví dụ: không phát hiện dư lượng 12 hoạt chất; độ ẩm 5,8 %."),
    )
    report = forms.FileField(
        label=_("Phiếu kết quả (PDF)"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text=_("Mã băm SHA-256 của đúng tệp này được ghi vào nhật ký; người xem thấy bản chụp lại."),
    )

    def clean_on(self):
        if self.cleaned_data["on"] > localdate():
            raise ValidationError(_("Việc chưa xảy ra thì chưa ghi được."))
        return self.cleaned_data["on"]

    def clean_report(self):
        try:
            return evidence.report(self.cleaned_data["report"])
        except NotAScan as trouble:
            raise ValidationError(REPORT_TROUBLES.get(trouble.why, REPORT_TROUBLES["unreadable"])) from trouble

    def facts(self) -> dict:
        """The result as steps.report_test takes it."""
        facts = {name: self.cleaned_data[name] for name in ("report_number", "outcome", "note", "report")}
        return facts | {"at": moment_of(self.cleaned_data["on"])}


class WithdrawForm(forms.Form):
    """Why an own result was wrong."""

    reason = forms.ChoiceField(label=_("Sai thế nào"), choices=Record.Reason.choices)
