from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.order.numbers import read_order_number
from marketplace.order.phones import normalise


class TrackingForm(forms.Form):
    """An order's number and the phone that placed it."""

    number = forms.CharField(
        label=_("Mã đơn hàng"),
        max_length=40,
        help_text=_("Bắt đầu bằng OC, có trong thư xác nhận và trên trang đặt hàng xong."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Hãy nhập mã đơn hàng.")},
    )
    phone = forms.CharField(
        label=_("Số điện thoại đã đặt hàng"),
        max_length=24,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Hãy nhập số điện thoại.")},
    )

    def pair(self) -> tuple[str, str]:
        """Number and phone in their stored form; what cannot be either matches nothing."""
        try:
            return read_order_number(self.cleaned_data["number"]), normalise(self.cleaned_data["phone"])
        except ValueError:
            return "", ""
