from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.order.phones import normalise


class PhoneField(forms.CharField):
    """A phone number as people type it; clean gives E.164, or "" where it may be left out."""

    default_error_messages = {
        "required": _("Hãy nhập số điện thoại."),
        "invalid": _("Số điện thoại này chưa đúng. Ví dụ: 0912 345 678."),
    }

    def __init__(self, **kwargs):
        attributes = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        facts = {"label": _("Số điện thoại"), "max_length": 24, "widget": forms.TextInput(attrs=attributes)}
        super().__init__(**(facts | kwargs))

    def clean(self, value: str) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return normalise(typed)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from None
