from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from traceability.cases import outcomes_open_to
from traceability.models import Case, Lot

LOOK, CLOSE = "look", "close"


class CaseForm(forms.Form):
    """Look into a case, or settle it as far as `role` may; see cases.outcomes_open_to."""

    act = forms.ChoiceField(
        label=_("Việc làm"),
        choices=[(LOOK, _("Đang xác minh, ghi chú nội bộ")), (CLOSE, _("Kết luận và trả lời người báo"))],
    )
    outcome = forms.ChoiceField(label=_("Kết luận"), required=False)
    words = forms.CharField(
        label=_("Ghi chú hoặc câu trả lời"),
        min_length=3,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Khi kết luận, người báo sẽ nhận được nội dung này."),
    )

    def __init__(self, *args, case: Case, role: str, **kwargs):
        super().__init__(*args, **kwargs)
        open_to = outcomes_open_to(role, case)
        acts = {LOOK: case.is_open, CLOSE: bool(open_to)}
        self.fields["act"].choices = [pair for pair in self.fields["act"].choices if acts[pair[0]]]
        self.fields["outcome"].choices = [
            ("", _("Chọn kết luận")),
            *((one, Case.Outcome(one).label) for one in open_to),
        ]
        if not open_to:
            del self.fields["outcome"]
            self._only_states()
        elif not case.is_open:
            self.fields["outcome"].help_text = _("Kết luận lại gỡ cảnh báo trên tem. Kết luận cũ vẫn được lưu.")

    def _only_states(self) -> None:
        """Of somebody who does not settle the case."""
        acts = self.fields["act"]
        acts.choices = [(LOOK, _("Trình bày của cơ sở, đề nghị cán bộ kết luận")) for _act in acts.choices]
        self.fields["words"].label = _("Trình bày của cơ sở")
        self.fields["words"].help_text = _("Chỉ cán bộ OCOP kết luận được vụ việc này; cán bộ đọc câu này trước.")

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.fields["act"].choices)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("act") == CLOSE and not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Hãy chọn kết luận."))
        return cleaned


class RecallForm(forms.Form):
    """Serious enough to be typed twice."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Người quét tem đọc câu này đầu tiên. Nói rõ có gì sai."),
    )
    advice = forms.CharField(
        label=_("Người mua nên làm gì"),
        min_length=5,
        max_length=190,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: Đừng dùng; mang trả nơi đã mua để được hoàn tiền."),
    )
    number = forms.CharField(label=_("Gõ lại số lô để xác nhận"), max_length=40)

    def __init__(self, *args, lot: Lot, **kwargs):
        self.lot = lot
        super().__init__(*args, **kwargs)

    def clean_number(self):
        if self.cleaned_data["number"].strip() != self.lot.number:
            raise ValidationError(_("Số lô gõ lại chưa khớp với %(number)s."), params={"number": self.lot.number})
        return self.lot.number

    @property
    def said(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("reason", "advice")}


class LiftForm(forms.Form):
    """Why a recall is taken back."""

    reason = forms.CharField(
        label=_("Lý do gỡ lệnh thu hồi"),
        min_length=5,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ghi thành một bước mới trong nhật ký của lô; lệnh thu hồi cũ vẫn đọc được."),
    )
