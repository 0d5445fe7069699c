from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.models import Place
from marketplace.order.phones import normalise, spoken
from marketplace.order.services import Delivery


def is_key(text: str) -> bool:
    """Whether `text` may be a primary key, so that a database can be asked for it."""
    return text.isascii() and text.isdigit() and len(text) < 10


class DeliveryForm(forms.Form):
    """To whom and where: seven fields, the phone first. Communes are those of the chosen province."""

    phone = forms.CharField(
        label=_("Số điện thoại"),
        max_length=24,
        help_text=_("Người giao hàng gọi số này trước khi đến; bạn cũng dùng nó để tra cứu đơn."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": _("Cần số điện thoại để giao hàng.")},
    )
    recipient = forms.CharField(
        label=_("Họ và tên người nhận"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Cần tên người nhận.")},
    )
    province = forms.ModelChoiceField(
        label=_("Tỉnh, thành phố"),
        queryset=Place.objects.none(),
        empty_label=_("Chọn tỉnh, thành phố"),
        error_messages={
            "required": _("Hãy chọn tỉnh, thành phố."),
            "invalid_choice": _("Hãy chọn một tỉnh, thành phố trong danh sách."),
        },
    )
    commune = forms.ModelChoiceField(
        label=_("Xã, phường"),
        queryset=Place.objects.none(),
        empty_label=_("Chọn xã, phường"),
        error_messages={
            "required": _("Hãy chọn xã, phường."),
            "invalid_choice": _("Hãy chọn một xã, phường của tỉnh đã chọn."),
        },
    )
    street = forms.CharField(
        label=_("Số nhà, đường, thôn, ấp"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": _("Cần số nhà và tên đường, thôn hoặc ấp.")},
    )
    note = forms.CharField(label=_("Lời nhắn cho người giao"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Để nhận thư xác nhận đơn hàng."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Địa chỉ email này không đúng.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = Place.objects.provinces()
        if province := self.chosen_province():
            self.fields["commune"].queryset = Place.objects.communes_of(province)

    def chosen_province(self) -> int | None:
        """Primary key of the province picked so far, or None."""
        asked = str(self.data.get("province") if self.is_bound else self.initial.get("province", ""))
        return int(asked) if is_key(asked) else None

    def clean_phone(self) -> str:
        try:
            return normalise(self.cleaned_data["phone"])
        except ValueError:
            raise forms.ValidationError(_("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678.")) from None

    def as_stored(self) -> dict[str, str]:
        """The clean values as a session can keep them."""
        values = self.cleaned_data
        places = {name: str(values[name].pk) for name in ("province", "commune")}
        return {**values, **places, "phone": spoken(values["phone"])}

    def as_delivery(self) -> Delivery:
        return Delivery(**self.cleaned_data)
