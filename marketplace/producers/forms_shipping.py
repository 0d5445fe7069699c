"""The shipping card as a producer fills it in."""

from datetime import date, timedelta

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from marketplace.shipping.models import ShippingCard

FARTHEST = timedelta(days=366)  # how far ahead days off may lie
LONGEST = timedelta(days=60)  # one range
AMOUNT = {"inputmode": "numeric", "min": "0", "step": "1000"}
DAY = {"type": "date"}
FEES = tuple(f"{part}_{zone}" for zone in ("province", "region", "country") for part in ("fee", "step"))


def too_far(day: date) -> bool:
    return day > localdate() + FARTHEST


class CardForm(forms.ModelForm):
    """Fees in đồng and grams; what is left as it was costs nothing to send along."""

    class Meta:
        model = ShippingCard
        fields = (*FEES, "first_grams", "free_from", "handling_days", "reach", "fresh_reach", "paused_until")
        widgets = {
            **{name: forms.NumberInput(AMOUNT) for name in FEES},
            "first_grams": forms.NumberInput({"inputmode": "numeric", "min": "100", "max": "30000", "step": "100"}),
            "free_from": forms.NumberInput(AMOUNT),
            "handling_days": forms.NumberInput({"inputmode": "numeric", "min": "0", "max": "15"}),
            "paused_until": forms.DateInput(DAY, format="%Y-%m-%d"),
        }
        help_texts = {
            "first_grams": _("Cả kiện đã cân, gồm bao bì khoảng 100 g. Thường là 1000."),
            "free_from": _(
                "Tiền hàng của một đơn mua ở cơ sở bạn, trước khi trừ mã giảm giá. Để trống: không miễn phí."
            ),
            "handling_days": _("Ngày làm việc từ lúc có đơn đến lúc gửi đi; 0 là gửi ngay trong ngày."),
            "fresh_reach": _("Rau, quả, thịt, thủy sản tươi; không xa hơn hàng khác."),
            "paused_until": _("Người mua vẫn đặt được và thấy ngày nhận muộn hơn."),
        }

    def clean_first_grams(self) -> int:
        grams = self.cleaned_data["first_grams"]
        if not 100 <= grams <= 30_000:
            raise forms.ValidationError(_("Xin ghi từ 100 đến 30000 gam."))
        return grams

    def clean_handling_days(self) -> int:
        days = self.cleaned_data["handling_days"]
        if days > 15:
            raise forms.ValidationError(_("Nhiều nhất 15 ngày."))
        return days

    def clean_paused_until(self) -> date | None:
        day = self.cleaned_data["paused_until"]
        if day and too_far(day):
            raise forms.ValidationError(_("Nhiều nhất một năm kể từ hôm nay."))
        return day

    def clean(self) -> dict:
        values = super().clean()
        if values.get("fresh_reach", 0) > values.get("reach", 3):
            self.add_error("fresh_reach", _("Hàng tươi không gửi xa hơn hàng khác."))
        return values

    def rows_of_fees(self) -> list[dict]:
        """Zone by zone: its name, first fee and fee of each step."""
        names = {"province": _("Trong tỉnh"), "region": _("Trong miền"), "country": _("Cả nước")}
        return [
            {"name": name, "fee": self[f"fee_{zone}"], "step": self[f"step_{zone}"]} for zone, name in names.items()
        ]


class DaysOffForm(forms.Form):
    first = forms.DateField(label=_("Nghỉ từ ngày"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    last = forms.DateField(label=_("đến hết ngày"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))

    def clean(self) -> dict:
        values = super().clean()
        first, last = values.get("first"), values.get("last")
        if not first or not last:
            return values
        if last < first:
            self.add_error("last", _("Ngày cuối không thể trước ngày đầu."))
        elif last < localdate():
            self.add_error("last", _("Những ngày này đã qua."))
        elif last - first > LONGEST or too_far(last):
            self.add_error("last", _("Mỗi lần nghỉ nhiều nhất 60 ngày, trong vòng một năm tới."))
        return values
